import { centralMoment, isRounding, mean } from './deviation.js'

/** Fourth central moment ÷ population variance² − 3: 0 for a normal distribution. Null as skewness is. */
export function excessKurtosis(values: Float64Array): number | null {
  if (values.length < 2) return null
  const variance = centralMoment(values, 2)!
  return isRounding(Math.sqrt(variance), mean(values)!) ? null : centralMoment(values, 4)! / variance ** 2 - 3
}
