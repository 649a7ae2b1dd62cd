/** A deviation this far below the values themselves is rounding, not risk. */
const ROUNDING = 1e-12

/** Arithmetic mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null
  let total = 0
  for (let at = 0; at < values.length; at++) total += values[at]
  return total / values.length
}

/** Sample standard deviation (n − 1); null under two values. */
export function standardDeviation(values: Float64Array): number | null {
  if (values.length < 2) return null
  return Math.sqrt((centralMoment(values, 2)! * values.length) / (values.length - 1))
}

/** Mean of (value − mean)^power, over all n values; null of nothing. */
export function centralMoment(values: Float64Array, power: number): number | null {
  const center = mean(values)
  if (center === null) return null
  let total = 0
  for (const value of values) total += (value - center) ** power
  return total / values.length
}

/** Whether a deviation of values of this size is nothing but rounding. */
export function isRounding(deviation: number, size: number): boolean {
  return deviation <= Math.abs(size) * ROUNDING
}
