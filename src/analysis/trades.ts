import type { LegResult } from '#domain/result.js'

/** Round trips, flat to flat: the openings that are closed again. */
export function tradesOf(legs: readonly LegResult[]): readonly LegResult[] {
  return legs.filter((leg) => leg.closedAt !== null)
}

/** Openings that ended in a forced close. */
export function liquidations(legs: readonly LegResult[]): number {
  return legs.filter((leg) => leg.exitReason === 'liquidation').length
}
