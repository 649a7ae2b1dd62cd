import { mean, standardDeviation } from './deviation.js'
import { DAYS_MIN } from './volatility.js'

/** A deviation this far below the returns themselves is rounding, not risk. */
const ROUNDING = 1e-12

/**
 * (mean daily return − riskFree ÷ periodsPerYear) ÷ sample deviation × √periodsPerYear. `riskFree` is a rate per year.
 * Null under 30 days and where returns do not deviate.
 */
export function sharpe(dailyReturns: Float64Array, periodsPerYear: number, riskFree: number): number | null {
  const average = mean(dailyReturns)
  const deviation = standardDeviation(dailyReturns)
  if (average === null || deviation === null || dailyReturns.length < DAYS_MIN) return null
  if (deviation <= Math.abs(average) * ROUNDING) return null
  return ((average - riskFree / periodsPerYear) / deviation) * Math.sqrt(periodsPerYear)
}
