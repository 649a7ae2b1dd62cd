import { quantile } from './quantile.js'

/** Historical value at risk: the return that a share `tail` of all returns is below. Negative is a loss; null of nothing. */
export function valueAtRisk(returns: Float64Array, tail: number): number | null {
  return quantile(returns.toSorted(), tail)
}
