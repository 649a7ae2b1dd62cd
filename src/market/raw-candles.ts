/**
 * A file's candles as they stand in it: not checked, not put in order. What a check looks at before candles are made of
 * it. All columns have the same length; a cell that cannot be read is NaN, and told of in `unreadable`.
 */
export interface RawCandles {
  /** First instant of each candle, milliseconds since 1970. */
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Base units. */
  readonly volume: Float64Array
  /** Line of the file, counted from 1; where it has no lines, the row. */
  readonly line: Uint32Array
  /** Cells that hold no number or no time. */
  readonly unreadable: readonly UnreadableCell[]
  /** What was recognised and converted on the way, in sentences. */
  readonly notes: readonly string[]
}

export interface UnreadableCell {
  readonly line: number
  readonly column: string
  /** As found, shortened where it is long. */
  readonly found: string
}
