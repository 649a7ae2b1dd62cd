/*
 * Statistics of the last `period` values, in the same time for any period and without a running sum.
 *
 * The series is cut into blocks of `period` values at fixed places. A window is then the tail of one block and the head
 * of the next (van Herk 1992), so nothing is ever taken away from a sum: a value that has left the window leaves no
 * rounding behind. Tails are summed up when their block is complete, from values that are all in the past.
 *
 * Sums are of distances to a value inside the window: to the last of the block for a tail (every tail has it), to the
 * first for a head. So a flat window gives exactly its value and deviation 0, and little is lost to cancellation: no
 * value of n is further from their mean than √(n − 1) deviations (Samuelson's inequality).
 *
 * The first block has no tail before it; NaN stands for it and makes the warm-up.
 */

/** The mean of each value and the `period − 1` before it; NaN at the first `period − 1`. */
export function rollingMean(values: Float64Array, period: number): Float64Array {
  const means = new Float64Array(values.length)
  if (period > values.length) return means.fill(NaN)
  const tailSums = new Float64Array(period)
  let last = NaN

  for (let start = 0; start < values.length; start += period) {
    const end = Math.min(start + period, values.length)
    const first = values[start]
    let sum = 0
    for (let i = start; i < end; i++) {
      const inHead = i - start + 1
      sum += values[i] - first
      means[i] = last + (tailSums[period - inHead] + sum + inHead * (first - last)) / period
    }
    if (end - start < period) break

    means[end - 1] = first + sum / period
    last = values[end - 1]
    for (let inTail = 1; inTail < period; inTail++) {
      tailSums[inTail] = tailSums[inTail - 1] + (values[end - inTail] - last)
    }
  }
  return means
}

/**
 * The mean of each value and the `period − 1` before it, weighted 1, 2, … `period` from the oldest to the newest; NaN at
 * the first `period − 1`. In a window the tail has the weights 1, 2, …, the head those that follow.
 */
export function rollingWeightedMean(values: Float64Array, period: number): Float64Array {
  const means = new Float64Array(values.length)
  if (period > values.length) return means.fill(NaN)
  const allWeights = (period * (period + 1)) / 2
  const tailSums = new Float64Array(period)
  const tailWeighted = new Float64Array(period)
  let last = NaN

  for (let start = 0; start < values.length; start += period) {
    const end = Math.min(start + period, values.length)
    const first = values[start]
    const shift = first - last
    let sum = 0
    let weighted = 0 // With the weights 1, 2, … that a window of the head alone would give it.
    for (let i = start; i < end; i++) {
      const inHead = i - start + 1
      const inTail = period - inHead
      const distance = values[i] - first
      sum += distance
      weighted += inHead * distance
      const headWeights = inTail * inHead + (inHead * (inHead + 1)) / 2
      means[i] = last + (tailWeighted[inTail] + weighted + inTail * sum + headWeights * shift) / allWeights
    }
    if (end - start < period) break

    means[end - 1] = first + weighted / allWeights
    last = values[end - 1]
    for (let inTail = 1; inTail < period; inTail++) {
      tailSums[inTail] = tailSums[inTail - 1] + (values[end - inTail] - last)
      tailWeighted[inTail] = tailWeighted[inTail - 1] + tailSums[inTail]
    }
  }
  return means
}

/** The population standard deviation (divisor `period`) of each value and those before it; NaN at the first `period − 1`. */
export function rollingDeviation(values: Float64Array, period: number): Float64Array {
  const deviations = new Float64Array(values.length)
  if (period > values.length) return deviations.fill(NaN)
  const tailSums = new Float64Array(period)
  const tailSquares = new Float64Array(period)
  let last = NaN

  for (let start = 0; start < values.length; start += period) {
    const end = Math.min(start + period, values.length)
    const first = values[start]
    const shift = first - last
    let sum = 0
    let squares = 0
    for (let i = start; i < end; i++) {
      const inHead = i - start + 1
      const distance = values[i] - first
      sum += distance
      squares += distance * distance
      // The head's sums, moved from distances to `first` to distances to `last`, and the tail's.
      const sumOfBoth = tailSums[period - inHead] + sum + inHead * shift
      const squaresOfBoth = tailSquares[period - inHead] + squares + shift * (2 * sum + inHead * shift)
      deviations[i] = deviation(sumOfBoth, squaresOfBoth, period)
    }
    if (end - start < period) break

    deviations[end - 1] = deviation(sum, squares, period)
    last = values[end - 1]
    for (let inTail = 1; inTail < period; inTail++) {
      const distance = values[end - inTail] - last
      tailSums[inTail] = tailSums[inTail - 1] + distance
      tailSquares[inTail] = tailSquares[inTail - 1] + distance * distance
    }
  }
  return deviations
}

function deviation(sum: number, squares: number, count: number): number {
  const meanDistance = sum / count
  return Math.sqrt(squares / count - meanDistance * meanDistance)
}

/** The highest (`sign` 1) or lowest (`sign` −1) of each value and the `period − 1` before it; NaN at the first `period − 1`. */
export function rollingExtreme(values: Float64Array, period: number, sign: 1 | -1): Float64Array {
  const extremes = new Float64Array(values.length)
  if (period > values.length) return extremes.fill(NaN)
  const tailExtremes = new Float64Array(period).fill(NaN)

  for (let start = 0; start < values.length; start += period) {
    const end = Math.min(start + period, values.length)
    let extreme = -Infinity
    for (let i = start; i < end; i++) {
      extreme = Math.max(extreme, sign * values[i])
      extremes[i] = sign * Math.max(extreme, tailExtremes[period - (i - start + 1)])
    }
    if (end - start < period) break

    extremes[end - 1] = sign * extreme
    tailExtremes[0] = -Infinity
    for (let inTail = 1; inTail < period; inTail++) {
      tailExtremes[inTail] = Math.max(tailExtremes[inTail - 1], sign * values[end - inTail])
    }
  }
  return extremes
}
