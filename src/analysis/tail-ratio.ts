import { quantile } from './quantile.js'

/** |quantile 1 − tail| ÷ |quantile tail| of the returns. Null of nothing and where the lower one is zero. */
export function tailRatio(returns: Float64Array, tail: number): number | null {
  const sorted = returns.toSorted()
  const best = quantile(sorted, 1 - tail)
  const worst = quantile(sorted, tail)
  return best === null || worst === null || worst === 0 ? null : Math.abs(best / worst)
}
