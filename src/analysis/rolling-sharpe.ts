import { DAY_MS } from '#domain/time.js'
import { dailyReturns } from './calendar-returns.js'
import type { FigureOptions } from './equity-figures.js'
import type { EquitySeries } from './equity-series.js'
import { sharpe } from './sharpe.js'

/** The Sharpe ratio of the last `windowDays` daily returns, known at `at`; null where they do not deviate. */
export interface RollingSharpe {
  readonly at: number
  readonly value: number | null
}

/** One per UTC day end from the first on by which there are enough daily returns; none where one is undefined. */
export function rollingSharpe(
  series: EquitySeries,
  windowDays: number,
  { periodsPerYear, riskFree }: FigureOptions,
): readonly RollingSharpe[] {
  const returns = series.values.length === 0 ? null : dailyReturns(series)
  if (returns === null) return []
  const firstDay = Math.floor(series.instantOf(-1) / DAY_MS)
  const end = series.instantOf(series.values.length - 1)
  const rolling: RollingSharpe[] = []
  for (let last = windowDays; last <= returns.length; last++) {
    const at = Math.min((firstDay + last) * DAY_MS, end)
    rolling.push({ at, value: sharpe(returns.subarray(last - windowDays, last), periodsPerYear, riskFree) })
  }
  return rolling
}
