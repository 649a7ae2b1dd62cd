import { excessKurtosis } from '#analysis/excess-kurtosis.js'
import { sharpe } from '#analysis/sharpe.js'
import { skewness } from '#analysis/skewness.js'

/**
 * A Sharpe ratio with what its uncertainty depends on. Per return, not annual: the formulas of Bailey and López de Prado
 * hold at the frequency of the returns.
 */
export interface SharpeEstimate {
  /** Mean ÷ sample deviation of one return. */
  readonly sharpe: number
  /** Of the returns; 0 for a normal distribution. */
  readonly skewness: number
  /** Not the excess: 3 for a normal distribution. */
  readonly kurtosis: number
  /** How many returns. */
  readonly observations: number
}

/** From returns of equal length in time, less `riskFree` per return. Null under two returns and where they do not deviate. */
export function sharpeEstimate(returns: Float64Array, riskFree = 0): SharpeEstimate | null {
  const ratio = sharpe(returns, 1, riskFree)
  const skew = skewness(returns)
  const excess = excessKurtosis(returns)
  if (ratio === null || skew === null || excess === null) return null
  return { sharpe: ratio, skewness: skew, kurtosis: excess + 3, observations: returns.length }
}

/**
 * Variance of the estimate × (observations − 1): 1 − γ₃ SR + (γ₄ − 1) ÷ 4 × SR² (Mertens 2002; Bailey and López de Prado
 * 2012, equation 5). Null where it is not positive: two values that alternate.
 */
export function sharpeVariance({ sharpe: ratio, skewness: skew, kurtosis }: SharpeEstimate): number | null {
  const variance = 1 - skew * ratio + ((kurtosis - 1) / 4) * ratio * ratio
  return variance > 0 ? variance : null
}
