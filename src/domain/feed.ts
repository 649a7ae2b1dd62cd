import type { Candles } from './candles.js'

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
