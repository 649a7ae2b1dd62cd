import { decimal, sum } from '#domain/decimal.js'
import type { LegResult } from '#domain/result.js'

/** Σ net of winning trades ÷ |Σ net of losing trades|, in money; null where none lost. */
export function profitFactor(trades: readonly LegResult[]): number | null {
  const nets = trades.map((trade) => decimal(trade.pnl.net))
  const lost = sum(nets.filter((net) => net.lt(0)))
  return lost.isZero()
    ? null
    : sum(nets.filter((net) => net.gt(0)))
        .div(lost.neg())
        .toNumber()
}
