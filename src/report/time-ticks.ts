import { date } from './html-format.js'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Steps of a time axis: hours, days, months. */
const hours = [1, 2, 3, 6, 12]
const days = [1, 2, 5, 10]
const months = [1, 2, 3, 6, 12, 24, 60, 120]

export interface TimeTick {
  readonly at: number
  /** `2024-03` where all are beginnings of months, `2024-03-11` of days, else the time of day. */
  readonly text: string
}

/** Beginnings of months, days or hours, UTC, that divide a stretch of time into about `wanted` parts at most. */
export function timeTicksOf(from: number, to: number, wanted: number): readonly TimeTick[] {
  if (!(to > from)) return [{ at: from, text: date(from) }]
  const step = (to - from) / wanted
  const everyHours = hours.find((count) => count * HOUR_MS >= step)
  if (everyHours !== undefined) {
    return regular(from, to, everyHours * HOUR_MS).map((at) => ({
      at,
      text: new Date(at).toISOString().slice(5, 16).replace('T', ' '),
    }))
  }
  const everyDays = days.find((count) => count * DAY_MS >= step)
  if (everyDays !== undefined) return regular(from, to, everyDays * DAY_MS).map((at) => ({ at, text: date(at) }))
  const everyMonths = months.find((count) => count * 31 * DAY_MS >= step) ?? months[months.length - 1]
  return monthStarts(from, to, everyMonths).map((at) => ({ at, text: date(at).slice(0, 7) }))
}

function regular(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(Math.floor(to / step) - first + 1, 0) }, (_, at) => (first + at) * step)
}

/** Months of which the number since year 0 is divisible, so that steps of three begin with quarters. */
function monthStarts(from: number, to: number, every: number): readonly number[] {
  const begun = new Date(from)
  const starts: number[] = []
  let month = Math.floor((begun.getUTCFullYear() * 12 + begun.getUTCMonth()) / every) * every
  for (let at = startOf(month); at <= to; at = startOf((month += every))) if (at >= from) starts.push(at)
  return starts
}

function startOf(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1)
}
