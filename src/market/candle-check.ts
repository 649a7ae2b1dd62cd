import type { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { checkSteps, commonStep, type Gaps } from './timeframe.js'

/** `either`: the first two rows show whether the oldest or the newest stands first. */
export type RowOrder = 'ascending' | 'either'

/** Checks candles one after the other, as they come; keeps the time of the last one alone. */
export class CandleCheck {
  readonly #whereOf: (row: number) => string
  readonly #order: RowOrder
  #rows = 0
  #previous = Number.NaN
  #isNewestFirst = false

  /** `whereOf` names the place of a row, counted from 0, in an error: `file.csv:12`. */
  constructor(whereOf: (row: number) => string, order: RowOrder) {
    this.#whereOf = whereOf
    this.#order = order
  }

  get isNewestFirst(): boolean {
    return this.#isNewestFirst
  }

  /** Throws `InputError` where the candle contradicts itself or does not come after the one before it. */
  candle(openedAt: number, open: number, high: number, low: number, close: number, volume: number): void {
    const row = this.#rows
    const positive = open > 0 && high > 0 && low > 0 && close > 0 && volume >= 0
    if (!positive) throw this.#notPositive([open, high, low, close, volume])
    const inside = open <= high && close <= high && open >= low && close >= low
    if (!inside) throw this.#inconsistent(open, high, low, close)
    if (row === 1 && openedAt < this.#previous) this.#isNewestFirst = this.#order === 'either'
    const follows = this.#isNewestFirst ? openedAt < this.#previous : openedAt > this.#previous
    if (row > 0 && !follows) throw this.#notAfter(openedAt)
    this.#previous = openedAt
    this.#rows = row + 1
  }

  /**
   * Checks the times of all rows together, oldest first. The timeframe is the most common step. Throws `InputError` for
   * fewer than two candles, steps that do not fit it, and gaps longer than `maxGapMs`.
   */
  finish(openedAt: Float64Array, maxGapMs: number): { readonly timeframeMs: number; readonly gaps: Gaps } {
    const steps = { openedAt, length: openedAt.length }
    const timeframeMs = commonStep(steps)
    if (timeframeMs === null) throw this.#tooFew()
    const last = openedAt.length - 1
    const whereOf = this.#isNewestFirst ? (row: number) => this.#whereOf(last - row) : this.#whereOf
    return { timeframeMs, gaps: checkSteps(steps, timeframeMs, maxGapMs, whereOf) }
  }

  #notPositive(values: readonly number[]): InputError {
    const index = values.findIndex((value, at) => !(at === 4 ? value >= 0 : value > 0))
    const name = (['open', 'high', 'low', 'close', 'volume'] as const)[index]
    return badInput('not-positive', this.#whereOf(this.#rows), {
      found: `${name} ${values[index]}`,
      expected: name === 'volume' ? 'a volume of zero or more' : 'a price above zero',
      remedy: 'Correct the row, or remove it if there was no trade in this candle.',
    })
  }

  #inconsistent(open: number, high: number, low: number, close: number): InputError {
    const [name, value] = open > high || open < low ? ['open', open] : ['close', close]
    return badInput('candle-inconsistent', this.#whereOf(this.#rows), {
      found: high < low ? `high ${high} below low ${low}` : `${name} ${value} outside low ${low} … high ${high}`,
      expected: 'low ≤ open, close ≤ high',
      remedy: 'Correct the row, or check whether the columns are in another order than their names.',
    })
  }

  #notAfter(openedAt: number): InputError {
    const previous = this.#previous
    const isTwice = openedAt === previous
    const order = this.#isNewestFirst ? 'descending time, as the first two rows have it' : 'ascending time'
    return badInput(isTwice ? 'candles-twice' : 'candles-unordered', this.#whereOf(this.#rows), {
      found: isTwice
        ? `the candle of ${iso(openedAt)} again`
        : `the candle of ${iso(openedAt)} after that of ${iso(previous)}`,
      expected: `each candle once, in ${order}`,
      remedy: isTwice ? 'Remove one of the two rows.' : 'Sort the rows by time, oldest first.',
    })
  }

  #tooFew(): InputError {
    return badInput('timeframe-unknown', this.#whereOf(0), {
      found: this.#rows === 0 ? 'no candle' : 'one candle',
      expected: 'two or more, from which the timeframe is seen',
      remedy: 'Give a file with more candles.',
    })
  }
}
