import { DAY_MS } from '#domain/time.js'
import type { Finding } from './finding.js'
import type { Grid } from './grid.js'

/** Days on which a market with weekends was closed. */
export interface Closings {
  readonly weekends: number
  /** The longest step from one day of trading to the next. */
  readonly longestMs: number
}

export interface ClosedMarket {
  /** Null for a market that never closes. */
  readonly closings: Closings | null
  /** The findings, in which weekends are no gaps and single days are holidays. */
  readonly findings: readonly Finding[]
}

const ROWS_MIN = 20
/** Of weekdays in a row. */
const HOLIDAY_DAYS_MAX = 3

/** Of a file of days without a single Saturday or Sunday, gaps are weekends, holidays, and what is longer than those. */
export function withoutClosings(time: Float64Array, grid: Grid, findings: readonly Finding[]): ClosedMarket {
  if (grid.timeframeMs !== DAY_MS || time.length < ROWS_MIN || time.some(isWeekend)) return { closings: null, findings }
  let weekends = 0
  let longestMs = 0
  const others = findings.flatMap((finding): readonly Finding[] => {
    if (finding.kind !== 'gap') return [finding]
    const days = weekdays(finding.from, finding.missing)
    weekends += finding.missing > days ? 1 : 0
    if (days > HOLIDAY_DAYS_MAX) return [{ ...finding, missing: days }]
    longestMs = Math.max(longestMs, (finding.missing + 1) * DAY_MS)
    return days === 0 ? [] : [{ ...finding, kind: 'holiday', severity: 'remark', missing: days }]
  })
  return { closings: { weekends, longestMs }, findings: others }
}

/** Saturday or Sunday, in UTC. */
export function isWeekend(instant: number): boolean {
  const day = new Date(instant).getUTCDay()
  return day === 0 || day === 6
}

function weekdays(from: number, days: number): number {
  const weeks = Math.floor(days / 7)
  const rest = Array.from({ length: days % 7 }, (_, day) => from + day * DAY_MS)
  return weeks * 5 + rest.filter((instant) => !isWeekend(instant)).length
}
