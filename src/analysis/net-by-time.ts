import { HOUR_MS } from '#domain/time.js'
import type { EquitySeries } from './equity-series.js'

/** What equity gained and lost by time of the day and of the week, quote currency, UTC; each adds up to the net profit. */
export interface NetByTime {
  /** From hour 0 to 23; null where a change takes longer than an hour, and so has none. */
  readonly hours: readonly number[] | null
  /** From Monday to Sunday; null where a change takes longer than a day. */
  readonly weekdays: readonly number[] | null
}

const DAY_HOURS = 24
const WEEK_DAYS = 7
/** 1970 began on a Thursday. */
const EPOCH_WEEKDAY = 3

/** A change belongs to the hour and the day in which it begins: a candle's to that of its open. Nothing for no values. */
export function netByTime({ initial, values, instantOf }: EquitySeries, stepMs: number): NetByTime {
  const hours = Array.from({ length: DAY_HOURS }, () => 0)
  const weekdays = Array.from({ length: WEEK_DAYS }, () => 0)
  let before = initial
  for (let at = 0; at < values.length; at++) {
    const change = values[at] - before
    before = values[at]
    const hour = Math.floor((instantOf(at) - stepMs) / HOUR_MS)
    hours[((hour % DAY_HOURS) + DAY_HOURS) % DAY_HOURS] += change
    weekdays[(Math.floor(hour / DAY_HOURS) + EPOCH_WEEKDAY) % WEEK_DAYS] += change
  }
  return {
    hours: stepMs <= HOUR_MS ? hours : null,
    weekdays: stepMs <= DAY_HOURS * HOUR_MS ? weekdays : null,
  }
}
