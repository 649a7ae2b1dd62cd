import type { Candles } from '#domain/candles.js'
import type { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput, notANumber } from './bad-input.js'
import { checkSteps, commonStep, type Gaps } from './timeframe.js'

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

const START_CAPACITY = 4_096

/** Grows candle columns row by row and checks every value; no object per row. */
export class CandleBuilder {
  readonly #whereOf: (row: number) => string
  #length = 0
  #openedAt: Float64Array = new Float64Array(START_CAPACITY)
  #open: Float64Array = new Float64Array(START_CAPACITY)
  #high: Float64Array = new Float64Array(START_CAPACITY)
  #low: Float64Array = new Float64Array(START_CAPACITY)
  #close: Float64Array = new Float64Array(START_CAPACITY)
  #volume: Float64Array = new Float64Array(START_CAPACITY)

  /** `whereOf` names the place of a row, counted from 0, in an error: `file.csv:12`. */
  constructor(whereOf: (row: number) => string) {
    this.#whereOf = whereOf
  }

  /** Throws `InputError` where the candle contradicts itself or does not come after the one before it. */
  add(openedAt: number, open: number, high: number, low: number, close: number, volume: number): void {
    const row = this.#length
    const positive = open > 0 && high > 0 && low > 0 && close > 0 && volume >= 0
    if (!positive) throw this.#notPositive([open, high, low, close, volume])
    const inside = open <= high && close <= high && open >= low && close >= low
    if (!inside) throw this.#inconsistent(open, high, low, close)
    if (row > 0 && !(openedAt > this.#openedAt[row - 1])) throw this.#notAfter(openedAt, this.#openedAt[row - 1])
    if (row === this.#openedAt.length) this.#grow()
    this.#openedAt[row] = openedAt
    this.#open[row] = open
    this.#high[row] = high
    this.#low[row] = low
    this.#close[row] = close
    this.#volume[row] = volume
    this.#length = row + 1
  }

  /**
   * The columns, as views of what was grown: a copy would cost a third of the peak memory. The timeframe is the most common
   * step. Throws `InputError` for fewer than two candles, steps that do not fit it, and gaps longer than `maxGapMs`.
   */
  finish(maxGapMs: number): CheckedCandles {
    const length = this.#length
    const steps = { openedAt: this.#openedAt, length }
    const timeframeMs = commonStep(steps)
    if (timeframeMs === null) throw this.#tooFew()
    const gaps = checkSteps(steps, timeframeMs, maxGapMs, this.#whereOf)
    const candles: Candles = {
      length,
      timeframeMs,
      openedAt: this.#openedAt.subarray(0, length),
      open: this.#open.subarray(0, length),
      high: this.#high.subarray(0, length),
      low: this.#low.subarray(0, length),
      close: this.#close.subarray(0, length),
      volume: this.#volume.subarray(0, length),
    }
    return { candles, gaps }
  }

  #grow(): void {
    this.#openedAt = doubled(this.#openedAt)
    this.#open = doubled(this.#open)
    this.#high = doubled(this.#high)
    this.#low = doubled(this.#low)
    this.#close = doubled(this.#close)
    this.#volume = doubled(this.#volume)
  }

  #notPositive(values: readonly number[]): InputError {
    const index = values.findIndex((value, at) => !(at === 4 ? value >= 0 : value > 0))
    const name = (['open', 'high', 'low', 'close', 'volume'] as const)[index]
    return badInput('not-positive', this.#whereOf(this.#length), {
      found: `${name} ${values[index]}`,
      expected: name === 'volume' ? 'a volume of zero or more' : 'a price above zero',
      remedy: 'Correct the row, or remove it if there was no trade in this candle.',
    })
  }

  #inconsistent(open: number, high: number, low: number, close: number): InputError {
    const [name, value] = open > high || open < low ? ['open', open] : ['close', close]
    return badInput('candle-inconsistent', this.#whereOf(this.#length), {
      found: high < low ? `high ${high} below low ${low}` : `${name} ${value} outside low ${low} … high ${high}`,
      expected: 'low ≤ open, close ≤ high',
      remedy: 'Correct the row, or check whether the columns are in another order than their names.',
    })
  }

  #notAfter(openedAt: number, previous: number): InputError {
    const twice = openedAt === previous
    return badInput(twice ? 'candles-twice' : 'candles-unordered', this.#whereOf(this.#length), {
      found: twice
        ? `the candle of ${iso(openedAt)} again`
        : `the candle of ${iso(openedAt)} after that of ${iso(previous)}`,
      expected: 'each candle once, in ascending time',
      remedy: twice ? 'Remove one of the two rows.' : 'Sort the rows by time, oldest first.',
    })
  }

  #tooFew(): InputError {
    return badInput('timeframe-unknown', this.#whereOf(0), {
      found: this.#length === 0 ? 'no candle' : 'one candle',
      expected: 'two or more, from which the timeframe is seen',
      remedy: 'Give a file with more candles.',
    })
  }
}

function doubled(values: Float64Array): Float64Array {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
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
  const builder = new CandleBuilder(whereOf)
  let count = 0
  for (const row of rows) {
    const bad = row.find((value) => !Number.isFinite(value))
    if (bad !== undefined) throw notANumber(String(bad), whereOf(count))
    builder.add(...row)
    count += 1
  }
  return builder.finish(maxGapMs)
}
