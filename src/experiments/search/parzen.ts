import { normalCdf, normalQuantile } from '../normal.js'
import type { Random } from '../random.js'
import { kernelWidths } from './kernel-widths.js'

/**
 * The values of one dimension as a density sees them: a share 0 … 1 of a range, whole numbers 0 … count − 1 in an order, or
 * choices 0 … count − 1 without one.
 */
export type Axis =
  | { readonly kind: 'share' }
  | { readonly kind: 'steps'; readonly count: number }
  | { readonly kind: 'choice'; readonly count: number }

/** A density over points, made of what was observed and of a prior that covers the whole space. */
export interface Parzen {
  readonly sample: (random: Random) => readonly number[]
  /** Up to a constant of the space, which a ratio of two densities loses. */
  readonly logDensity: (point: readonly number[]) => number
}

/** Observations this recent count in full; the weight of older ones falls in a line to 1 ÷ n (Bergstra et al. 2013). */
const RECENT = 25

/** Weight of the prior, in observations. */
const PRIOR = 1

/**
 * A mixture with one kernel for each observation, in the order in which they were made, and the prior (Bergstra et al. 2011).
 * A kernel is a product over the dimensions, so that values which were good together stay together (Falkner et al. 2018):
 * a truncated normal as wide as the gap to the neighbours (`kernelWidths`), rounded where there are steps; of choices, one
 * for the observed and 1 ÷ n for every one. The prior is a normal as wide as the range at its middle, and even choices.
 */
export function parzen(axes: readonly Axis[], observations: readonly (readonly number[])[]): Parzen {
  const weights = normalized([...agedWeights(observations.length), PRIOR])
  const columns = axes.map((axis, at) =>
    kernelsOf(
      axis,
      observations.map((point) => point[at]),
    ),
  )
  const factors = weights.map((weight, kernel) =>
    columns.reduce((product, { peaks }) => product * peaks[kernel], weight),
  )
  return {
    sample(random) {
      const kernel = drawnIndex(weights, random)
      return columns.map(({ sample }) => sample(kernel, random))
    },
    logDensity(point) {
      let density = 0
      for (let kernel = 0; kernel < factors.length; kernel++) {
        let exponent = 0
        for (let at = 0; at < columns.length; at++) exponent += columns[at].fall(kernel, point[at])
        density += factors[kernel] * Math.exp(exponent)
      }
      return Math.log(density)
    },
  }
}

/** One dimension of all kernels. The density of a value is peak × e^fall. */
interface Kernels {
  readonly peaks: Float64Array
  readonly fall: (kernel: number, value: number) => number
  readonly sample: (kernel: number, random: Random) => number
}

function kernelsOf(axis: Axis, observed: readonly number[]): Kernels {
  if (axis.kind === 'choice') return choiceKernels(observed, axis.count)
  return axis.kind === 'share'
    ? normalKernels(observed, 0, 1, false)
    : normalKernels(observed, -0.5, axis.count - 0.5, true)
}

function normalKernels(observed: readonly number[], low: number, high: number, isStepped: boolean): Kernels {
  const centers = Float64Array.of(...observed, (low + high) / 2)
  const widths = kernelWidths(centers, low, high)
  const below = centers.map((center, kernel) => normalCdf((low - center) / widths[kernel]))
  const inside = centers.map((center, kernel) => normalCdf((high - center) / widths[kernel]) - below[kernel])
  return {
    peaks: inside.map((share, kernel) => 1 / (share * (isStepped ? stepsOf(widths[kernel]) : widths[kernel]))),
    fall(kernel, value) {
      const z = (value - centers[kernel]) / widths[kernel]
      return (-z * z) / 2
    },
    sample(kernel, random) {
      const drawn = normalQuantile(below[kernel] + inside[kernel] * random.uniform())
      const value = Math.min(Math.max(centers[kernel] + widths[kernel] * drawn, low), high)
      // The ends themselves lie half-way to numbers outside.
      return isStepped ? Math.min(Math.max(Math.round(value), low + 0.5), high - 0.5) : value
    },
  }
}

/** Σ e^(−(k ÷ width)² ÷ 2) over all whole k, ÷ √2π: the width itself, unless one step takes most of it. */
function stepsOf(width: number): number {
  if (width >= 1) return width
  let total = 1
  for (let step = 1; step <= 6; step++) total += 2 * Math.exp(-((step / width) ** 2) / 2)
  return total / Math.sqrt(2 * Math.PI)
}

function choiceKernels(observed: readonly number[], count: number): Kernels {
  const spread = PRIOR / (observed.length + 1)
  const total = 1 + count * spread
  const missed = Math.log(spread / (1 + spread))
  return {
    peaks: Float64Array.of(...observed.map(() => (1 + spread) / total), 1 / count),
    fall: (kernel, value) => (kernel === observed.length || value === observed[kernel] ? 0 : missed),
    sample(kernel, random) {
      const isEven = kernel === observed.length || random.uniform() * total >= 1
      return isEven ? random.below(count) : observed[kernel]
    },
  }
}

function agedWeights(count: number): readonly number[] {
  const aging = count - RECENT
  return Array.from({ length: count }, (_, at) => {
    if (at >= aging) return 1
    return aging === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * at) / (aging - 1)
  })
}

function normalized(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return Float64Array.from(weights, (weight) => weight / total)
}

function drawnIndex(weights: Float64Array, random: Random): number {
  let left = random.uniform()
  for (let at = 0; at < weights.length; at++) {
    left -= weights[at]
    if (left < 0) return at
  }
  return weights.length - 1
}
