import { standardDeviation } from './deviation.js'

/** Sample standard deviation of returns × √periodsPerYear; null under two returns. */
export function volatility(returns: Float64Array, periodsPerYear: number): number | null {
  const deviation = standardDeviation(returns)
  return deviation === null ? null : deviation * Math.sqrt(periodsPerYear)
}
