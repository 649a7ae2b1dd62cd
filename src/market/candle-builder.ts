import type { Candles } from '#domain/candles.js'
import { notANumber } from './bad-input.js'
import { CandleCheck, type RowOrder } from './candle-check.js'
import { GrowingCandles } from './growing-candles.js'
import type { Gaps } from './timeframe.js'

export interface CheckedCandles {
  readonly candles: Candles
  readonly gaps: Gaps
}

/** One candle as an in-memory row: openedAt (ms since 1970), open, high, low, close, volume. */
export type CandleRow = readonly [
  openedAt: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
]

/** Grows candle columns row by row and checks every value; no object per row. */
export class CandleBuilder {
  readonly #check: CandleCheck
  readonly #columns = new GrowingCandles()

  /** `whereOf` names the place of a row, counted from 0, in an error: `file.csv:12`. */
  constructor(whereOf: (row: number) => string, order: RowOrder) {
    this.#check = new CandleCheck(whereOf, order)
  }

  /** Throws `InputError` where the candle contradicts itself or does not come after the one before it. */
  add(openedAt: number, open: number, high: number, low: number, close: number, volume: number): void {
    this.#check.candle(openedAt, open, high, low, close, volume)
    this.#columns.add(openedAt, open, high, low, close, volume)
  }

  /** Whether the rows came newest first and were turned around. */
  get isTurned(): boolean {
    return this.#check.isNewestFirst
  }

  /**
   * The columns, oldest first. The timeframe is the most common step. Throws `InputError` for fewer than two candles, steps
   * that do not fit it, and gaps longer than `maxGapMs`.
   */
  finish(maxGapMs: number): CheckedCandles {
    if (this.isTurned) this.#columns.reverse()
    const { time: openedAt, ...prices } = this.#columns.columns()
    const { length } = openedAt
    const { timeframeMs, gaps } = this.#check.finish(openedAt, maxGapMs)
    return { candles: { length, timeframeMs, openedAt, ...prices }, gaps }
  }
}

/**
 * Candles from rows in memory, checked like those of a file; `name` stands for the file in errors (`candles[12]`).
 * Throws `InputError`.
 */
export function candlesOf(
  rows: Iterable<CandleRow>,
  { name = 'candles', maxGapMs = Infinity }: { readonly name?: string; readonly maxGapMs?: number } = {},
): CheckedCandles {
  const whereOf = (row: number) => `${name}[${row}]`
  const builder = new CandleBuilder(whereOf, 'ascending')
  let count = 0
  for (const row of rows) {
    const bad = row.find((value) => !Number.isFinite(value))
    if (bad !== undefined) throw notANumber(String(bad), whereOf(count))
    builder.add(...row)
    count += 1
  }
  return builder.finish(maxGapMs)
}
