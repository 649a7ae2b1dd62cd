import { isRounding, mean } from './deviation.js'

/**
 * (mean return − target) ÷ downside deviation × √periodsPerYear, target = riskFree ÷ periodsPerYear. The downside
 * deviation is √(mean of min(return − target, 0)²) over all returns. Null under two returns and without a downside.
 */
export function sortino(returns: Float64Array, periodsPerYear: number, riskFree: number): number | null {
  const average = mean(returns)
  if (average === null || returns.length < 2) return null
  const target = riskFree / periodsPerYear
  let squares = 0
  for (const value of returns) squares += Math.min(value - target, 0) ** 2
  const downside = Math.sqrt(squares / returns.length)
  return isRounding(downside, average) ? null : ((average - target) / downside) * Math.sqrt(periodsPerYear)
}
