import { DAY_MS, timeframeName } from '#domain/time.js'
import { commonStep } from '../timeframe.js'

/** Where candles of one timeframe begin: every so many milliseconds, or at the first of each month. */
export interface Grid {
  /** `1h`; months are `1mo`. */
  readonly name: string
  /** Null for months, which are not of one length. */
  readonly timeframeMs: number | null
  /** The number of the candle that begins at an instant; NaN where none does. */
  indexOf(instant: number): number
  /** The instant at which candle `index` begins. */
  beginOf(index: number): number
}

/**
 * The grid of ascending times: the given timeframe, or the most common step; null where neither is there. Its phase is that
 * of most times, so that weeks may begin on any day.
 */
export function gridOf(times: Float64Array, timeframeMs: number | null): Grid | null {
  const stepMs = timeframeMs ?? commonStep({ openedAt: times, length: times.length })
  if (stepMs === null) return null
  if (timeframeMs === null && stepMs >= 28 * DAY_MS && stepMs <= 31 * DAY_MS && areMonths(times)) return months
  return everyMs(
    stepMs,
    majorityOf(times, (time) => modulo(time, stepMs)),
  )
}

function everyMs(timeframeMs: number, phaseMs: number): Grid {
  return {
    name: timeframeName(timeframeMs),
    timeframeMs,
    indexOf(instant) {
      const index = (instant - phaseMs) / timeframeMs
      return Number.isInteger(index) ? index : Number.NaN
    },
    beginOf: (index) => index * timeframeMs + phaseMs,
  }
}

const months: Grid = {
  name: '1mo',
  timeframeMs: null,
  indexOf(instant) {
    const date = new Date(instant)
    return isFirstOfMonth(instant) ? date.getUTCFullYear() * 12 + date.getUTCMonth() : Number.NaN
  },
  beginOf: (index) => Date.UTC(Math.floor(index / 12), index % 12),
}

function isFirstOfMonth(instant: number): boolean {
  return instant % DAY_MS === 0 && new Date(instant).getUTCDate() === 1
}

function areMonths(times: Float64Array): boolean {
  return times.filter(isFirstOfMonth).length > times.length / 2
}

/** Boyer and Moore's vote: the value of more than half where there is one, and else some value. */
function majorityOf(times: Float64Array, valueOf: (time: number) => number): number {
  let candidate = 0
  let votes = 0
  for (const time of times) {
    const value = valueOf(time)
    if (votes === 0) candidate = value
    votes += value === candidate ? 1 : -1
  }
  return candidate
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
