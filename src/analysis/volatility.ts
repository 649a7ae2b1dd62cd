import { standardDeviation } from './deviation.js'

/** Fewer day ends than this say nothing about a year. */
export const DAYS_MIN = 30

/** Sample standard deviation of daily returns × √periodsPerYear; null under 30 days. */
export function volatility(dailyReturns: Float64Array, periodsPerYear: number): number | null {
  if (dailyReturns.length < DAYS_MIN) return null
  const deviation = standardDeviation(dailyReturns)
  return deviation === null ? null : deviation * Math.sqrt(periodsPerYear)
}
