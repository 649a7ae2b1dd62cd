import { mean } from './deviation.js'

/** Historical expected shortfall: mean of the ⌊(n − 1) × tail⌋ + 1 lowest returns. Negative is a loss; null of nothing. */
export function conditionalValueAtRisk(returns: Float64Array, tail: number): number | null {
  return mean(returns.toSorted().subarray(0, Math.floor((returns.length - 1) * tail) + 1))
}
