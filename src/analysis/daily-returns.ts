import { indexAtOrAfter } from '#domain/candles.js'
import type { BacktestResult } from '#domain/result.js'
import { DAY_MS } from '#domain/time.js'
import { candlesOfRun, endOfRun, startOfRun } from './run.js'

/**
 * Simple returns from one UTC day end to the next: the first from the initial balance, the last up to the last close.
 * Equity at a day end is that of the last close by then, so that a day without candles returns 0.
 * Null where equity is not positive at a day end: its return is undefined.
 */
export function dailyReturns(result: BacktestResult): Float64Array | null {
  const samples = dayEndEquity(result)
  const returns = new Float64Array(samples.length - 1)
  for (let day = 0; day < returns.length; day++) {
    if (samples[day] <= 0) return null
    returns[day] = samples[day + 1] / samples[day] - 1
  }
  return returns
}

function dayEndEquity(result: BacktestResult): number[] {
  const { equity } = result.curve
  const samples = [Number(result.account.initial)]
  const end = endOfRun(result)
  for (let dayEnd = nextDayEnd(startOfRun(result)); dayEnd < end; dayEnd += DAY_MS) {
    samples.push(equity[closesBy(result, dayEnd) - 1] ?? samples[0])
  }
  if (candlesOfRun(result) > 0) samples.push(equity.at(-1)!)
  return samples
}

/** How many candles of the run have closed at an instant. */
function closesBy(result: BacktestResult, instant: number): number {
  const { openedAt, timeframeMs } = result.candles
  return indexAtOrAfter(openedAt, instant - timeframeMs + 1) - result.first
}

/** The first midnight after an instant. */
function nextDayEnd(instant: number): number {
  return (Math.floor(instant / DAY_MS) + 1) * DAY_MS
}
