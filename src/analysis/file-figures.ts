import { DAY_MS } from '#domain/time.js'
import { rowReturns } from './calendar-returns.js'
import { equityFigures, type FigureOptions } from './equity-figures.js'
import type { EquitySeries } from './equity-series.js'
import { type Drawdown, maxDrawdown } from './max-drawdown.js'
import { significantFigures } from './significant.js'

const YEAR_MS = 365 * DAY_MS

/** Equity, or returns as fractions, row by row; with times (ms since 1970) where they are known. */
export interface Rows {
  readonly kind: 'equity' | 'return'
  readonly values: Float64Array
  /** One per value; for returns perhaps one more, the first being where the series starts. */
  readonly times: Float64Array | null
}

export type FileMetrics = Readonly<Record<keyof ReturnType<typeof equityFigures>, number | null>>

export interface FileFigures {
  readonly metrics: FileMetrics
  readonly drawdown: Drawdown
  /** Where the series starts and ends, ms since 1970; null without times. */
  readonly from: number | null
  readonly to: number | null
}

/** The figures of a series of rows, its ratios made of the returns from row to row. */
export function fileFigures(rows: Rows, options: FigureOptions): FileFigures {
  const series = seriesOf(rows, options.periodsPerYear)
  const drawdown = maxDrawdown(series)
  const returns = rows.kind === 'return' ? rows.values : rowReturns(series)
  const { instantOf, values, isDated } = series
  return {
    metrics: significantFigures(equityFigures(series, drawdown, returns, options)),
    drawdown: isDated ? drawdown : { ...drawdown, peakAt: null, troughAt: null, recoveredAt: null },
    from: isDated ? instantOf(-1) : null,
    to: isDated ? instantOf(values.length - 1) : null,
  }
}

/**
 * Equity begins at its first row. Returns compound from 1, which they had one typical step before the first of them
 * where no time says when. Without times a row is a period of the year.
 */
function seriesOf({ kind, values, times }: Rows, periodsPerYear: number): EquitySeries {
  const stepMs = YEAR_MS / periodsPerYear
  const equity = kind === 'equity' ? values : compounded(values)
  const series = { initial: equity[0], values: equity.subarray(1) }
  if (times === null) return { ...series, instantOf: (index) => (index + 1) * stepMs, isDated: false }
  const missing = equity.length - times.length
  const beforeFirst = times[0] - (typicalStep(times) ?? stepMs)
  return { ...series, instantOf: (index) => times[index + 1 - missing] ?? beforeFirst, isDated: true }
}

function compounded(returns: Float64Array): Float64Array {
  const equity = new Float64Array(returns.length + 1)
  equity[0] = 1
  for (const [at, value] of returns.entries()) equity[at + 1] = equity[at] * (1 + value)
  return equity
}

/** Calendar steps whose number of days varies, and how many of them make a year. */
const calendarSteps = [
  { from: 28, to: 31, perYear: 12 },
  { from: 89, to: 92, perYear: 4 },
  { from: 365, to: 366, perYear: 1 },
] as const

/** Days on which exchanges trade that close at weekends. */
const TRADING_DAYS = 252

/**
 * Rows per year of 365 days by their median distance: days are 365, or 252 where none is at a weekend; months, quarters
 * and years are 12, 4 and 1. Null under two rows.
 */
export function periodsPerYearOf(times: Float64Array): number | null {
  const step = typicalStep(times)
  if (step === null) return null
  const days = step / DAY_MS
  if (days === 1 && times.length > WEEK && !times.some(isWeekend)) return TRADING_DAYS
  return calendarSteps.find(({ from, to }) => days >= from && days <= to)?.perYear ?? YEAR_MS / step
}

const WEEK = 7

function isWeekend(instant: number): boolean {
  return new Date(instant).getUTCDay() % 6 === 0
}

/** The median distance of two rows; of an even number the lower one of the two in the middle. */
function typicalStep(times: Float64Array): number | null {
  if (times.length < 2) return null
  const steps = times
    .subarray(1)
    .map((time, at) => time - times[at])
    .sort()
  return steps[(steps.length - 1) >>> 1]
}
