import { type Decimal, decimal } from '#domain/decimal.js'
import type { Attribution, LegResult } from '#domain/result.js'

/** What has a net and is closed, or not yet: an opening of a leg, a campaign. */
interface Closable {
  readonly closedAt: number | null
  readonly pnl: Pick<Attribution, 'net'>
}

/** Round trips, flat to flat: the ones that are closed again, in the order in which they closed. */
export function tradesOf<Trade extends Closable>(all: readonly Trade[]): readonly Trade[] {
  return all.filter((one) => one.closedAt !== null).toSorted((one, other) => one.closedAt! - other.closedAt!)
}

/** The net of each, quote currency. */
export function netsOf(trades: readonly Closable[]): readonly Decimal[] {
  return trades.map((trade) => decimal(trade.pnl.net))
}

/** Openings that ended in a forced close. */
export function liquidations(legs: readonly LegResult[]): number {
  return legs.filter((leg) => leg.exitReason === 'liquidation').length
}
