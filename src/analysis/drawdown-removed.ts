import type { EquitySeries } from './equity-series.js'
import { maxDrawdown } from './max-drawdown.js'

/** Max drawdown without the hedge − max drawdown with it, as fractions: 0.1 is ten points less. Negative: it added some. */
export function drawdownRemoved(hedged: EquitySeries, unhedged: EquitySeries): number {
  return maxDrawdown(unhedged).depth - maxDrawdown(hedged).depth
}
