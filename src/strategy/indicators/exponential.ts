/**
 * Exponential average with weight 2 ÷ (period + 1): `average += (value − average) × weight`, from the simple mean of the
 * first `period` values on. Values before `first` are not read; NaN up to `first + period − 2`.
 */
export function exponentialAverage(values: Float64Array, period: number, first = 0): Float64Array {
  return smoothed(values, period, 2 / (period + 1), first)
}

/** Wilder's average: the same with weight 1 ÷ period. */
export function wilderAverage(values: Float64Array, period: number, first = 0): Float64Array {
  return smoothed(values, period, 1 / period, first)
}

function smoothed(values: Float64Array, period: number, weight: number, first: number): Float64Array {
  const averages = new Float64Array(values.length).fill(NaN)
  const seedAt = first + period - 1
  if (seedAt >= values.length) return averages

  let average = seedMean(values, first, period)
  averages[seedAt] = average
  for (let i = seedAt + 1; i < values.length; i++) {
    average += (values[i] - average) * weight
    averages[i] = average
  }
  return averages
}

/** By distances to the first value, so that a flat series is averaged to exactly its value. */
function seedMean(values: Float64Array, first: number, count: number): number {
  const reference = values[first]
  let sum = 0
  for (let i = first; i < first + count; i++) sum += values[i] - reference
  return reference + sum / count
}
