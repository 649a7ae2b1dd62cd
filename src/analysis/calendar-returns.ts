import { DAY_MS } from '#domain/time.js'
import type { EquitySeries } from './equity-series.js'

/**
 * Simple returns from one UTC day end to the next: the first from the start, the last up to the last value.
 * Equity at a day end is the last value by then, so that a day without one returns 0.
 * Null where equity is not positive at a day end: its return is undefined.
 */
export function dailyReturns(series: EquitySeries): Float64Array | null {
  return returnsBetween(series, dayEnd)
}

function dayEnd(instant: number): number {
  return (Math.floor(instant / DAY_MS) + 1) * DAY_MS
}

/**
 * The same where nothing is undefined: the return that takes equity to zero or below is −1, and the ones after it are 0. So
 * a ruined account has a record that can be held against others.
 */
export function dailyReturnsToRuin(series: EquitySeries): Float64Array {
  const samples = samplesOf(series, dayEnd)
  const ruin = samples.findIndex((value) => value <= 0)
  return Float64Array.from({ length: samples.length - 1 }, (_, at) => {
    if (ruin >= 0 && at >= ruin - 1) return at === ruin - 1 ? -1 : 0
    return samples[at + 1] / samples[at] - 1
  })
}

/** The same as `dailyReturns` from one end of a UTC calendar month to the next. */
export function monthlyReturns(series: EquitySeries): Float64Array | null {
  return returnsBetween(series, monthEnd)
}

/** What a UTC calendar month, 1 … 12, returned; null where equity was not positive when it began. */
export interface MonthReturn {
  readonly year: number
  readonly month: number
  readonly value: number | null
}

/** One for each month that the series touches: the first from its start, the last up to its last value. */
export function monthsOf(series: EquitySeries): readonly MonthReturn[] {
  const { initial, values, instantOf } = series
  if (values.length === 0) return []
  const months: MonthReturn[] = []
  const last = instantOf(values.length - 1)
  let before = initial
  for (let from = instantOf(-1); from < last; from = monthEnd(from)) {
    const value = valueBy(series, Math.min(monthEnd(from), last))
    const date = new Date(from)
    months.push({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      value: before > 0 ? value / before - 1 : null,
    })
    before = value
  }
  return months
}

function monthEnd(instant: number): number {
  const date = new Date(instant)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

/** Simple returns from value to value; null where one of those that are divided by is not positive. */
export function rowReturns({ initial, values }: EquitySeries): Float64Array | null {
  return simpleReturns(
    Float64Array.from({ length: values.length + 1 }, (_, at) => (at === 0 ? initial : values[at - 1])),
  )
}

function returnsBetween(series: EquitySeries, nextEnd: (instant: number) => number): Float64Array | null {
  return simpleReturns(samplesOf(series, nextEnd))
}

/** Equity at the ends of periods. `nextEnd`: the first end of a period after an instant. */
function samplesOf(series: EquitySeries, nextEnd: (instant: number) => number): readonly number[] {
  const { initial, values, instantOf } = series
  const samples = [initial]
  if (values.length > 0) {
    const end = instantOf(values.length - 1)
    for (let at = nextEnd(instantOf(-1)); at < end; at = nextEnd(at)) samples.push(valueBy(series, at))
    samples.push(values[values.length - 1])
  }
  return samples
}

/** The last value reached by an instant. */
function valueBy({ initial, values, instantOf }: EquitySeries, instant: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (instantOf(middle) <= instant) low = middle + 1
    else high = middle
  }
  return low === 0 ? initial : values[low - 1]
}

function simpleReturns(samples: ArrayLike<number>): Float64Array | null {
  const returns = new Float64Array(samples.length - 1)
  for (let at = 0; at < returns.length; at++) {
    if (samples[at] <= 0) return null
    returns[at] = samples[at + 1] / samples[at] - 1
  }
  return returns
}
