import { iso } from '#domain/time.js'
import type { DataFile } from '#io/read-data-file.js'
import type { CandleCheck } from '#market/checks/check-candles.js'
import type { SeriesCheck } from '#market/checks/check-series.js'
import type { Finding } from '#market/checks/finding.js'
import { findingText } from '#market/checks/finding-text.js'
import type { Filled } from '#market/checks/fix.js'

/** A file, what a check says of it, and what was done about it. */
export type Checked = {
  readonly fixed: FixedFile | null
} & (
  | { readonly kind: 'candles'; readonly data: DataFile; readonly check: CandleCheck }
  | { readonly kind: 'series'; readonly data: DataFile; readonly check: SeriesCheck }
)

/** A repaired copy. */
export interface FixedFile {
  /** Null where there was nothing to repair, and no place was named. */
  readonly out: string | null
  readonly sha256: string | null
  readonly rows: number
  readonly dropped: number
  readonly sorted: boolean
  readonly filled: readonly Filled[]
  readonly unfilled: readonly Filled[]
  /** What a check says of the copy. */
  readonly left: readonly Finding[]
}

export function faultsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'fault')
}

/** One file of `hedgerow data check --json`. */
export function checkedDocument(checked: Checked): object {
  const { data, check, fixed } = checked
  return {
    file: data.file,
    kind: data.kind,
    sha256: data.sha256,
    rows: check.rows,
    first: instant(check.first),
    last: instant(check.last),
    order: check.direction,
    ...(checked.kind === 'candles'
      ? candleFacts(checked.check)
      : { columns: checked.check.columns, steps: stepsOf(checked.check) }),
    gaps: check.gaps,
    faults: faultsOf(check.findings).length,
    remarks: check.findings.length - faultsOf(check.findings).length,
    countedBy: data.hasLines ? 'line' : 'row',
    findings: check.findings.map((finding) => findingDocument(finding, data.hasLines)),
    notes: data.notes,
    fixed: fixed === null ? null : fixedDocument(fixed),
  }
}

function candleFacts({ grid, zeroVolume, closings }: CandleCheck): object {
  return { timeframe: grid?.name ?? null, zeroVolume, closings }
}

function stepsOf({ steps }: SeriesCheck): object {
  return steps.map(({ step, count }) => ({ step, count }))
}

function fixedDocument({ left, filled, unfilled, ...others }: FixedFile): object {
  const spans = (gaps: readonly Filled[]) =>
    gaps.map(({ from, to, candles }) => ({ from: iso(from), to: iso(to), candles }))
  return {
    ...others,
    filled: spans(filled),
    unfilled: spans(unfilled),
    findings: left.map((finding) => findingDocument(finding)),
  }
}

const instants = new Set(['at', 'above', 'from', 'to', 'closesAt'])

/** A finding with its instants in ISO 8601, what cannot be read as null, and its words. */
export function findingDocument(finding: Finding, hasLines = true): object {
  const entries = Object.entries(finding).map(([key, value]): readonly [string, unknown] => [
    key,
    typeof value === 'number' && (instants.has(key) || Number.isNaN(value)) ? instant(value) : value,
  ])
  return { ...Object.fromEntries(entries), message: findingText(finding, hasLines ? 'line' : 'row') }
}

function instant(value: number | null): string | null {
  return value === null || Number.isNaN(value) ? null : iso(value)
}
