import { normalQuantile } from '../normal.js'

/** Euler and Mascheroni's constant. */
const GAMMA = 0.5772156649015329

/**
 * The best Sharpe ratio to expect of so many independent trials without any skill, whose ratios vary by `variance`
 * (Bailey and López de Prado 2014, "The Deflated Sharpe Ratio", equation 1; from extreme value theory):
 * √variance × ((1 − γ) × Z⁻¹(1 − 1 ÷ N) + γ × Z⁻¹(1 − 1 ÷ (N e))). In the unit of the ratios; a number of trials need not be
 * whole. The formula is asymptotic and falls below zero for less than two trials: between one, of which 0 is to be expected,
 * and two it is drawn as a line.
 */
export function expectedMaxSharpe(variance: number, trials: number): number {
  if (trials <= 1) return 0
  return Math.sqrt(variance) * (trials < 2 ? (trials - 1) * deviations(2) : deviations(trials))
}

function deviations(trials: number): number {
  return (1 - GAMMA) * normalQuantile(1 - 1 / trials) + GAMMA * normalQuantile(1 - 1 / (trials * Math.E))
}
