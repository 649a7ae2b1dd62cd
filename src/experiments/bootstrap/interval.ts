import { quantile } from '#analysis/quantile.js'
import { normalQuantile } from '../normal.js'

export interface Interval {
  readonly low: number
  readonly median: number
  readonly high: number
  /** How many values were defined, and so are in it. */
  readonly count: number
}

/**
 * The percentile interval of bootstrapped values (Efron 1979): the middle `confidence` of them, quantiles of type 7. Values
 * that are undefined on their path are left out and not counted; null where none is defined.
 */
export function percentileInterval(values: readonly (number | null)[], confidence = 0.9): Interval | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort()
  if (sorted.length === 0) return null
  const at = (share: number) => quantile(sorted, share)!
  return { low: at((1 - confidence) / 2), median: at(0.5), high: at((1 + confidence) / 2), count: sorted.length }
}

export interface Proportion {
  readonly share: number
  readonly low: number
  readonly high: number
}

/**
 * A share of paths with the interval that its number leaves open (Wilson 1927): 0 of 1,000 liquidated is not a probability
 * of zero. Null of none.
 */
export function proportion(hits: number, count: number, confidence = 0.95): Proportion | null {
  if (count === 0) return null
  const z = normalQuantile((1 + confidence) / 2)
  const share = hits / count
  const weight = 1 + (z * z) / count
  const center = (share + (z * z) / (2 * count)) / weight
  const half = (z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))) / weight
  return { share, low: Math.max(center - half, 0), high: Math.min(center + half, 1) }
}
