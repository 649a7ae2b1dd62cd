import { centralMoment, isRounding, mean } from '#analysis/deviation.js'

/**
 * How many independent trials so many related ones are worth: N̂ = ρ̄ + (1 − ρ̄) × M, with the mean correlation ρ̄ between
 * two trials (Bailey and López de Prado 2014, appendix 3). The mean correlation rather than clusters: it has no choices of
 * its own to make. Correlation below zero counts as none, so that 1 ≤ N̂ ≤ M.
 *
 * `trials` is M, every one that was tried: the ones whose returns do not deviate or are not known have no correlation, and
 * count in full.
 */
export function effectiveTrials(returns: readonly Float64Array[], trials = returns.length): number {
  const correlation = Math.max(meanCorrelation(returns) ?? 0, 0)
  return trials < 1 ? 0 : correlation + (1 - correlation) * trials
}

/**
 * Mean of the correlations of all pairs of series of one length; null of fewer than two that deviate. By way of the sum of
 * the standardized series: its variance is M + Σ of the correlations of unequal pairs, so that no pair is looked at.
 */
export function meanCorrelation(returns: readonly Float64Array[]): number | null {
  const total = new Float64Array(returns[0]?.length ?? 0)
  let count = 0
  for (const series of returns) {
    const average = mean(series)
    const deviation = Math.sqrt(centralMoment(series, 2) ?? 0)
    if (average === null || isRounding(deviation, average)) continue
    count++
    for (let at = 0; at < total.length; at++) total[at] += (series[at] - average) / deviation
  }
  if (count < 2) return null
  let squares = 0
  for (const value of total) squares += value * value
  return (squares / total.length - count) / (count * (count - 1))
}
