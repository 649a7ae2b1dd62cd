import type { UnreadableCell } from './raw-candles.js'

/** `funding`: a rate; `series`: anything else with a time. */
export type SeriesKind = 'funding' | 'series'

/** A file of times and numbers as they stand in it, not checked. All columns have the same length, NaN where a cell is unreadable. */
export interface RawSeries {
  readonly kind: SeriesKind
  /** Milliseconds since 1970. */
  readonly time: Float64Array
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[]
  /** Line of the file, counted from 1. */
  readonly line: Uint32Array
  readonly unreadable: readonly UnreadableCell[]
  readonly notes: readonly string[]
}
