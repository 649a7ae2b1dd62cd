import type { BacktestResult } from '#domain/result.js'
import { dailyReturns, monthsOf, type MonthReturn } from './calendar-returns.js'
import type { FigureOptions } from './equity-figures.js'
import { equityOfRun } from './equity-series.js'
import { type Bin, histogram } from './histogram.js'
import { type LegCorrelation, legCorrelations } from './leg-correlation.js'
import type { Drawdown } from './max-drawdown.js'
import { type NetByTime, netByTime } from './net-by-time.js'
import { type RollingSharpe, rollingSharpe } from './rolling-sharpe.js'
import { worstDrawdowns } from './worst-drawdowns.js'

/** How the result of a run is spread over time and over days, for its report alone. */
export interface Distribution extends NetByTime {
  readonly months: readonly MonthReturn[]
  /** Of daily returns; empty where one is undefined. */
  readonly days: readonly Bin[]
  readonly drawdowns: readonly Drawdown[]
  readonly rollingDays: number
  readonly rolling: readonly RollingSharpe[]
  /** Of each two legs, over as many days. */
  readonly correlations: readonly LegCorrelation[]
}

const DRAWDOWNS_MAX = 10
const ROLLING_DAYS = 90

/** `legs`: the names whose correlation is wanted. */
export function distributionOf(result: BacktestResult, options: FigureOptions, legs: readonly string[]): Distribution {
  const series = equityOfRun(result)
  const days = series.values.length === 0 ? null : dailyReturns(series)
  return {
    months: monthsOf(series),
    days: days === null ? [] : histogram(days),
    drawdowns: worstDrawdowns(series, DRAWDOWNS_MAX),
    rollingDays: ROLLING_DAYS,
    rolling: rollingSharpe(series, ROLLING_DAYS, options),
    correlations: legCorrelations(result, legs, ROLLING_DAYS),
    ...netByTime(series, result.candles.timeframeMs),
  }
}
