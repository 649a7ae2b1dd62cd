import type { LegResult } from '#domain/result.js'

/** Share of trades whose net, after all costs, is above zero; null without a trade. */
export function winRate(trades: readonly LegResult[]): number | null {
  if (trades.length === 0) return null
  return trades.filter((trade) => Number(trade.pnl.net) > 0).length / trades.length
}
