/** Values in [from, to), the last bin's `to` included. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const BINS_MAX = 40

/** Counts values in bins of one round width (1, 2 or 5 of a power of ten), at most 40 of them, one edge at zero. */
export function histogram(values: Float64Array): readonly Bin[] {
  if (values.length === 0) return []
  const lowest = values.reduce((least, value) => Math.min(least, value), Infinity)
  const highest = values.reduce((most, value) => Math.max(most, value), -Infinity)
  const width = roundWidth((highest - lowest) / (BINS_MAX - 2))
  const first = Math.floor(lowest / width)
  const counts = Array.from({ length: Math.floor(highest / width) - first + 1 }, () => 0)
  for (const value of values) counts[Math.floor(value / width) - first]++
  return counts.map((count, at) => ({ from: (first + at) * width, to: (first + at + 1) * width, count }))
}

/** The least of 1, 2, 5, 10 … that is not below; 0.01 where everything is equal. */
function roundWidth(width: number): number {
  if (!(width > 0)) return 0.01
  const power = 10 ** Math.floor(Math.log10(width))
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= width) ?? 10 * power
}
