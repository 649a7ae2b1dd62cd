import { normalQuantile } from '../normal.js'
import { type SharpeEstimate, sharpeVariance } from './sharpe-estimate.js'

/**
 * MinTRL: how many returns it takes until a Sharpe ratio as measured is above `benchmark` (per return) with `confidence`
 * (Bailey and López de Prado 2012, equation 13): 1 + variance × (z ÷ (SR − SR*))². Null where it is not above it: then no
 * length is enough.
 */
export function minTrackRecord(estimate: SharpeEstimate, benchmark = 0, confidence = 0.95): number | null {
  const variance = sharpeVariance(estimate)
  if (variance === null || estimate.sharpe <= benchmark) return null
  return 1 + variance * (normalQuantile(confidence) / (estimate.sharpe - benchmark)) ** 2
}
