import { expectedMaxSharpe } from './expected-max-sharpe.js'
import { probabilisticSharpe } from './probabilistic-sharpe.js'
import type { SharpeEstimate } from './sharpe-estimate.js'

/**
 * DSR: the probability that the true Sharpe ratio of the best of N trials is above what the best of N without skill would
 * have shown (Bailey and López de Prado 2014, equation 2): the probabilistic ratio against `expectedMaxSharpe`.
 * `variance` of the ratios of all trials, per return; `trials` that are independent.
 */
export function deflatedSharpe(best: SharpeEstimate, variance: number, trials: number): number | null {
  return probabilisticSharpe(best, expectedMaxSharpe(variance, trials))
}
