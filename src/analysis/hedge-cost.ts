import { decimal, sum } from '#domain/decimal.js'
import type { LegResult } from '#domain/result.js'

/** Fees + funding + slippage of hedge legs, quote currency, signed as money moves. */
export function hedgeCost(hedges: readonly Pick<LegResult, 'pnl'>[]): number {
  return sum(hedges.flatMap(({ pnl }) => [pnl.fees, pnl.funding, pnl.slippage].map((part) => decimal(part)))).toNumber()
}
