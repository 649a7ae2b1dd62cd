import { isRounding, mean, standardDeviation } from './deviation.js'

/**
 * (mean return − riskFree ÷ periodsPerYear) ÷ sample deviation × √periodsPerYear. `riskFree` is a rate per year.
 * Null under two returns and where they do not deviate.
 */
export function sharpe(returns: Float64Array, periodsPerYear: number, riskFree: number): number | null {
  const average = mean(returns)
  const deviation = standardDeviation(returns)
  if (average === null || deviation === null || isRounding(deviation, average)) return null
  return ((average - riskFree / periodsPerYear) / deviation) * Math.sqrt(periodsPerYear)
}
