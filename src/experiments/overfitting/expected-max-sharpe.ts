import { normalQuantile } from '../normal.js'

/** Euler and Mascheroni's constant. */
const GAMMA = 0.5772156649015329

/**
 * The best Sharpe ratio to expect of so many independent trials without any skill, whose ratios vary by `variance`
 * (Bailey and López de Prado 2014, "The Deflated Sharpe Ratio", equation 1; from extreme value theory):
 * √variance × ((1 − γ) × Z⁻¹(1 − 1 ÷ N) + γ × Z⁻¹(1 − 1 ÷ (N e))). In the unit of the ratios. 0 for one trial; a number of
 * trials need not be whole.
 */
export function expectedMaxSharpe(variance: number, trials: number): number {
  if (trials <= 1) return 0
  const deviations = (1 - GAMMA) * normalQuantile(1 - 1 / trials) + GAMMA * normalQuantile(1 - 1 / (trials * Math.E))
  // The asymptotic formula falls below zero for less than two trials.
  return Math.sqrt(variance) * Math.max(deviations, 0)
}
