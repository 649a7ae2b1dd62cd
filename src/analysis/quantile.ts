/** The quantile of ascending values, 0 … 1, linear between the two nearest (Hyndman and Fan's type 7). Null of nothing. */
export function quantile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below)
}
