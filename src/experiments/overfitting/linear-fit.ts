/** y = intercept + slope × x. */
export interface LinearFit {
  readonly slope: number
  readonly intercept: number
}

/** By least squares; null where x does not vary. */
export function linearFit(x: ArrayLike<number>, y: ArrayLike<number>): LinearFit | null {
  const count = x.length
  let xTotal = 0
  let yTotal = 0
  for (let at = 0; at < count; at++) {
    xTotal += x[at]
    yTotal += y[at]
  }
  let variance = 0
  let covariance = 0
  for (let at = 0; at < count; at++) {
    variance += (x[at] - xTotal / count) ** 2
    covariance += (x[at] - xTotal / count) * (y[at] - yTotal / count)
  }
  if (!(variance > 0)) return null
  const slope = covariance / variance
  return { slope, intercept: (yTotal - slope * xTotal) / count }
}
