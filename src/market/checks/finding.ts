/** `fault`: a run refuses it or computes nonsense on it. `remark`: it may well be the market, and is worth a look. */
export type Severity = 'fault' | 'remark'

export type CandleColumn = 'open' | 'high' | 'low' | 'close' | 'volume'

/**
 * What a check has found, at a line of the file. Instants are milliseconds since 1970; those of candles are their opens.
 * Values are as found; words are made of them where they are told.
 */
export type Finding = { readonly severity: Severity; readonly line: number } & (
  | { readonly kind: 'unreadable'; readonly column: string; readonly found: string }
  | {
      readonly kind: 'unordered'
      readonly at: number
      /** The time of the row above it; null where that cannot be read. */
      readonly above: number | null
    }
  | {
      readonly kind: 'duplicate'
      readonly at: number
      /** Where the row is that counts. */
      readonly firstLine: number
      /** Columns in which the two are not the same number. */
      readonly differs: readonly string[]
    }
  | {
      readonly kind: 'not-positive'
      readonly at: number
      readonly column: CandleColumn
      readonly value: number
    }
  | {
      readonly kind: 'inconsistent'
      readonly at: number
      readonly open: number
      readonly high: number
      readonly low: number
      readonly close: number
    }
  | { readonly kind: 'off-grid'; readonly at: number; readonly last: boolean }
  | {
      /** `line` is that of the row after it. */
      readonly kind: 'gap' | 'holiday'
      readonly from: number
      readonly to: number
      /** Candles that are not there. */
      readonly missing: number
    }
  | {
      readonly kind: 'other-timeframe'
      readonly at: number
      readonly lastLine: number
      readonly stepMs: number
      readonly steps: number
    }
  | { readonly kind: 'unfinished'; readonly at: number; readonly closesAt: number }
  | {
      readonly kind: 'outlier'
      readonly at: number
      /** `candle`: all of it stands apart from both neighbours. */
      readonly of: 'high' | 'low' | 'candle'
      readonly value: number
      /** How far it stands out, in median ranges of the candles around it. */
      readonly medianRanges: number
    }
  | {
      readonly kind: 'zero-volume'
      readonly from: number
      readonly to: number
      readonly lastLine: number
      readonly candles: number
    }
)

export type FindingKind = Finding['kind']

export type GapFinding = Extract<Finding, { readonly missing: number }>

export function isGap(finding: Finding): finding is GapFinding {
  return finding.kind === 'gap' || finding.kind === 'holiday'
}
