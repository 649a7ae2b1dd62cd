/*
 * The formulas once more, as slowly and as plainly as they can be written: each value from its own window or its own
 * weighted sum, nothing carried from one candle to the next.
 */

/** `valueAt(window)` for every window of `period` values; NaN before the first. */
export function overWindows(
  values: ArrayLike<number>,
  period: number,
  valueAt: (window: readonly number[]) => number,
): number[] {
  return Array.from(values, (_, i) => (i < period - 1 ? NaN : valueAt(Array.from(values).slice(i - period + 1, i + 1))))
}

export function mean(window: readonly number[]): number {
  return window.reduce((sum, value) => sum + value, 0) / window.length
}

export function populationDeviation(window: readonly number[]): number {
  const middle = mean(window)
  return Math.sqrt(mean(window.map((value) => (value - middle) ** 2)))
}

/** The seed's and each later value's weight written out: (1 − w)ⁿ × seed + Σ w × (1 − w)ᵏ × value. NaN values come first. */
function weightedAverage(values: ArrayLike<number>, period: number, weight: number): number[] {
  const all = Array.from(values)
  const seedAt = all.findIndex((value) => !Number.isNaN(value)) + period - 1
  return all.map((_, i) => {
    if (i < seedAt) return NaN
    const seed = mean(all.slice(seedAt - period + 1, seedAt + 1))
    const later = all.slice(seedAt + 1, i + 1)
    return later.reduce(
      (sum, value, at) => sum + weight * (1 - weight) ** (later.length - 1 - at) * value,
      (1 - weight) ** later.length * seed,
    )
  })
}

export function exponential(values: ArrayLike<number>, period: number): number[] {
  return weightedAverage(values, period, 2 / (period + 1))
}

/** `first` stands at candle 0, where there is no candle before. */
export function wilder(changes: readonly number[], period: number): number[] {
  return weightedAverage([NaN, ...changes.slice(1)], period, 1 / period)
}
