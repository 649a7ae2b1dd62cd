import { DAY_MS } from '#domain/time.js'
import { averageDrawdown } from './average-drawdown.js'
import { dailyReturns, monthlyReturns } from './calendar-returns.js'
import { calmar } from './calmar.js'
import { conditionalValueAtRisk } from './conditional-value-at-risk.js'
import { elapsedMs, type EquitySeries } from './equity-series.js'
import { excessKurtosis } from './excess-kurtosis.js'
import { best, worst } from './extremes.js'
import { growthRate } from './growth-rate.js'
import { longestDrawdownDays } from './longest-drawdown.js'
import type { Drawdown } from './max-drawdown.js'
import { omega } from './omega.js'
import { recoveryDays } from './recovery-time.js'
import { sharpe } from './sharpe.js'
import { skewness } from './skewness.js'
import { sortino } from './sortino.js'
import { tailRatio } from './tail-ratio.js'
import { ulcerIndex } from './ulcer-index.js'
import { valueAtRisk } from './value-at-risk.js'
import { volatility } from './volatility.js'

/** `periodsPerYear` returns make a year; `riskFree` is a rate per year. */
export interface FigureOptions {
  readonly periodsPerYear: number
  readonly riskFree: number
}

const TAIL = 0.05

/** Values this far apart on average still show every trading day, or every month. */
const DAY_SHOWN_MS = 1.5 * DAY_MS
const MONTH_SHOWN_MS = 31 * DAY_MS

/**
 * All figures that follow from equity alone, as docs/metrics.md defines them; not rounded. `returns` are those that the
 * ratios are made of; null where there are too few or one is undefined.
 */
export function equityFigures(
  series: EquitySeries,
  drawdown: Drawdown,
  returns: Float64Array | null,
  options: FigureOptions,
) {
  const { initial, values } = series
  const final = values.at(-1) ?? initial
  const cagr = growthRate(initial, final, elapsedMs(series))
  return {
    totalReturn: initial > 0 ? final / initial - 1 : null,
    cagr,
    ...ratiosOf(returns, options),
    calmar: returns && calmar(cagr, drawdown.depth),
    ...calendarExtremes(series),
    maxDrawdown: drawdown.depth,
    maxDrawdownDays: drawdown.days,
    recoveryDays: recoveryDays(drawdown),
    longestDrawdownDays: longestDrawdownDays(series),
    averageDrawdown: averageDrawdown(series),
    ulcerIndex: ulcerIndex(series),
  }
}

function ratiosOf(returns: Float64Array | null, { periodsPerYear, riskFree }: FigureOptions) {
  return {
    volatility: returns && volatility(returns, periodsPerYear),
    sharpe: returns && sharpe(returns, periodsPerYear, riskFree),
    sortino: returns && sortino(returns, periodsPerYear, riskFree),
    omega: returns && omega(returns, riskFree / periodsPerYear),
    skewness: returns && skewness(returns),
    excessKurtosis: returns && excessKurtosis(returns),
    valueAtRisk95: returns && valueAtRisk(returns, TAIL),
    conditionalValueAtRisk95: returns && conditionalValueAtRisk(returns, TAIL),
    tailRatio: returns && tailRatio(returns, TAIL),
  }
}

function calendarExtremes(series: EquitySeries) {
  const step = series.isDated ? elapsedMs(series) / series.values.length : Infinity
  const days = step <= DAY_SHOWN_MS ? dailyReturns(series) : null
  const months = step <= MONTH_SHOWN_MS ? monthlyReturns(series) : null
  return {
    bestDay: days && best(days),
    worstDay: days && worst(days),
    bestMonth: months && best(months),
    worstMonth: months && worst(months),
  }
}
