import { centralMoment, isRounding, mean } from './deviation.js'

/** Third central moment ÷ population deviation³. Null under two values and where they do not deviate. */
export function skewness(values: Float64Array): number | null {
  if (values.length < 2) return null
  const deviation = Math.sqrt(centralMoment(values, 2)!)
  return isRounding(deviation, mean(values)!) ? null : centralMoment(values, 3)! / deviation ** 3
}
