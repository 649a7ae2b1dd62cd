import { normalCdf } from '../normal.js'
import { type SharpeEstimate, sharpeVariance } from './sharpe-estimate.js'

/**
 * PSR: the probability that the true Sharpe ratio is above `benchmark` (per return), given the one that was measured, its
 * length and the shape of its returns (Bailey and López de Prado 2012, "The Sharpe Ratio Efficient Frontier", equation 11).
 * 0 … 1. Null under two returns.
 */
export function probabilisticSharpe(estimate: SharpeEstimate, benchmark = 0): number | null {
  const variance = sharpeVariance(estimate)
  if (variance === null || estimate.observations < 2) return null
  return normalCdf(((estimate.sharpe - benchmark) * Math.sqrt(estimate.observations - 1)) / Math.sqrt(variance))
}
