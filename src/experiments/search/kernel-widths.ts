/** No kernel is narrower than the range ÷ this (the "magic clip" of Bergstra's code and Optuna's). */
const NARROWEST = 100

/**
 * How wide the kernel around each center is: the larger gap to its two neighbours (Bergstra et al. 2011), so that the
 * density is sharp where many points lie close. The last center is the prior's: it is as wide as the range, and a neighbour
 * to the others.
 */
export function kernelWidths(centers: Float64Array, low: number, high: number): Float64Array {
  const range = high - low
  const narrowest = range / Math.min(NARROWEST, centers.length + 1)
  const order = Int32Array.from(centers, (_, at) => at).sort((one, other) => centers[one] - centers[other])
  const widths = new Float64Array(centers.length)
  for (let rank = 0; rank < order.length; rank++) {
    const center = centers[order[rank]]
    const before = rank === 0 ? 0 : center - centers[order[rank - 1]]
    const after = rank === order.length - 1 ? 0 : centers[order[rank + 1]] - center
    widths[order[rank]] = Math.min(Math.max(before, after, narrowest), range)
  }
  widths[centers.length - 1] = range
  return widths
}
