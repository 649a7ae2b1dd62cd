import { quantile } from '#analysis/quantile.js'

/** Quantiles over paths at each of some instants. */
export interface Fan {
  /** Index of each instant in the curves, ascending; the last one is the last of the curves. */
  readonly at: Int32Array
  /** Ascending, 0 … 1. */
  readonly shares: readonly number[]
  /** Per share a value per instant. */
  readonly bands: readonly Float64Array[]
}

/** Up to so many indices of a curve of `length` values, evenly spread, the first and the last among them. */
export function fanIndices(length: number, points: number): Int32Array {
  const count = Math.min(length, points)
  return Int32Array.from({ length: count }, (_, at) => Math.round((at * (length - 1)) / Math.max(count - 1, 1)))
}

/**
 * A fan chart of at least one curve, each already thinned to the indices `at`: at each of them the quantiles over the curves.
 * Thin a curve before keeping it, and a thousand paths are a thousand short rows.
 */
export function fanOf(curves: readonly Float64Array[], at: Int32Array, shares: readonly number[]): Fan {
  const bands = shares.map(() => new Float64Array(at.length))
  const slice = new Float64Array(curves.length)
  for (let instant = 0; instant < at.length; instant++) {
    for (const [path, curve] of curves.entries()) slice[path] = curve[instant]
    slice.sort()
    for (const [band, share] of shares.entries()) bands[band][instant] = quantile(slice, share)!
  }
  return { at, shares, bands }
}

/** The values of a curve at some of its indices. */
export function thinned(curve: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (index) => curve[index])
}
