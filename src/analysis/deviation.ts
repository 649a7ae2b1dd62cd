/** Arithmetic mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null
  let total = 0
  for (const value of values) total += value
  return total / values.length
}

/** Sample standard deviation (n − 1); null under two values. */
export function standardDeviation(values: Float64Array): number | null {
  const center = mean(values)
  if (center === null || values.length < 2) return null
  let squares = 0
  for (const value of values) squares += (value - center) ** 2
  return Math.sqrt(squares / (values.length - 1))
}
