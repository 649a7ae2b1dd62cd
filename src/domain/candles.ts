/**
 * Candles of one timeframe as columns, ascending in time. All columns have `length` values.
 * Prices in the quote currency, volume in the base asset, times in milliseconds since 1970 (UTC).
 */
export interface Candles {
  readonly length: number
  /** The length of a candle in milliseconds. */
  readonly timeframeMs: number
  /** First instant of each candle. Its close may be known from `openedAt + timeframeMs` on (rule T1). */
  readonly openedAt: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** The first index whose `openedAt` is at or after `instant`; `length` where there is none. */
export function indexAtOrAfter(openedAt: Float64Array, instant: number): number {
  const last = openedAt.length - 1
  // But for gaps candles lie evenly: mostly the first guess is right.
  const guess = Math.ceil(((instant - openedAt[0]) / (openedAt[last] - openedAt[0])) * last)
  if (guess > 0 && guess <= last && openedAt[guess - 1] < instant && openedAt[guess] >= instant) return guess
  let low = 0
  let high = openedAt.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (openedAt[middle] < instant) low = middle + 1
    else high = middle
  }
  return low
}

/** The lowest and the highest price of each candle. */
export type Extremes = Pick<Candles, 'low' | 'high'>

/** A finer series of the same pair, laid along the candles of a run (rule P4). */
export interface FineCandles {
  /** Its timeframe divides that of the candles. */
  readonly candles: Candles
  /** The mark on the same grid; `candles` itself where there is no mark series. */
  readonly mark: Candles
  /** For each candle the index of its first fine one; −1 where any of them is missing, and outside the run. */
  readonly firstOf: Int32Array
  /** Fine candles in a candle. */
  readonly perCandle: number
  /** What is replayed of each candle lies within these. */
  readonly reach: Reach
}

/** Between which prices last and mark go in each candle. */
export interface Reach {
  readonly last: Extremes
  readonly mark: Extremes
}

/** The lowest low and the highest high of candles `from` … `to − 1`, at least one. */
export function extremesOf(
  { low, high }: Extremes,
  from: number,
  to: number,
): { readonly lowest: number; readonly highest: number } {
  let lowest = low[from]
  let highest = high[from]
  for (let at = from + 1; at < to; at++) {
    if (low[at] < lowest) lowest = low[at]
    if (high[at] > highest) highest = high[at]
  }
  return { lowest, highest }
}

/** One funding payment that is due: when, its rate, and the candle in which it is settled (rules F1, F2). */
export interface FundingDue {
  readonly at: number
  readonly rate: number
  /** Index of the candle. */
  readonly candle: number
  /** `open`: at the candle's open, at its mark open. `close`: inside it, settled at its close at its close mark. */
  readonly phase: 'open' | 'close'
  /** False where the config's fallback stands in for a print that the series lacks (rule F4). */
  readonly known: boolean
}

/** A metric: from `at[i]` on, `values[i]` is known. Times ascending, in ms since 1970. */
export interface Series {
  readonly at: Float64Array
  readonly values: Float64Array
}

/** Something that happened and has a date: a catalyst. */
export interface DatedEvent {
  /** Ms since 1970. */
  readonly at: number
  /** The author's own word, by which a strategy tells events apart. */
  readonly kind: string
  readonly title: string
  /** How much it counts, in the author's own unit; 1 where the file gives none. */
  readonly weight: number
}

/** Anything else with a time that a strategy looks at: another pair's candles, a metric, dated events (in time order). */
export type Feed =
  /** `maxGapMs`: the longest stretch without candles that is allowed, at the end of a run too. */
  | { readonly kind: 'candles'; readonly candles: Candles; readonly maxGapMs: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'events'; readonly events: readonly DatedEvent[] }

export type FeedKind = Feed['kind']

/** What was read from one file, for the result and the report. */
export interface DataFact {
  readonly role: 'candles' | 'mark' | 'fine' | 'funding' | `feed:${string}`
  /** Base name of the file. */
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly from: string
  readonly to: string
  readonly timeframe: string | null
  readonly gaps: number
  readonly synthetic: boolean
  /** Its sidecar states that a market traded so. Neither this nor `synthetic`: nothing states what it is. */
  readonly real: boolean
  /** What was noticed and converted: a time unit, a sidecar's words. */
  readonly notes: readonly string[]
}

/** Everything a run replays, checked and aligned. Indices refer to `candles`. */
export interface MarketData {
  readonly candles: Candles
  /** The mark series on the same grid; the trade candles themselves where there is none (rule F5). */
  readonly mark: Candles
  /** What candles are replayed in, where that is finer; null: in themselves. */
  readonly fine: FineCandles | null
  readonly funding: readonly FundingDue[]
  /** What the config gives a strategy to look at besides, by name. */
  readonly feeds: Readonly<Record<string, Feed>>
  /** First candle of the run (rule T8); the ones before it only warm indicators up. */
  readonly first: number
  /** One past the last candle of the run. */
  readonly end: number
  readonly facts: readonly DataFact[]
  /** Sentences on what was assumed about the data: funding, mark, gaps. */
  readonly assumptions: readonly string[]
  /** Made of another history, whose feeds were checked: what falls out of this one was not drawn. Default: false. */
  readonly isResampled?: boolean
}

/** Between which prices each candle is replayed: with a finer series between those of its fine candles. */
export function reachOf({ candles, mark, fine }: Pick<MarketData, 'candles' | 'mark' | 'fine'>): Reach {
  return fine === null ? { last: candles, mark } : fine.reach
}
