import { isRounding } from './deviation.js'

/** Σ max(return − target, 0) ÷ Σ max(target − return, 0), both over all returns. Null where none lies below the target. */
export function omega(returns: Float64Array, target: number): number | null {
  let above = 0
  let below = 0
  for (const value of returns) {
    if (value > target) above += value - target
    else below += target - value
  }
  return isRounding(below, target * returns.length) ? null : above / below
}
