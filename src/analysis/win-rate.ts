import type { Decimal } from '#domain/decimal.js'

/** Share of trades whose net, after all costs, is above zero; null without a trade. */
export function winRate(nets: readonly Decimal[]): number | null {
  return nets.length === 0 ? null : nets.filter((net) => net.gt(0)).length / nets.length
}
