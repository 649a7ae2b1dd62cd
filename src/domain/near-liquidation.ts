import type { Tier } from './instrument.js'
import type { PositionFloats } from './position.js'

/** Relative width of what floats may get wrong. */
export const HAIR = 1e-9

/** A margin tier in floats. */
export interface FloatTier {
  readonly upTo: number
  readonly rate: number
  readonly amount: number
}

export function floatTiers(tiers: readonly Tier[]): readonly FloatTier[] {
  return tiers.map(({ upTo, rate, amount }) => ({
    upTo: upTo.toNumber(),
    rate: rate.toNumber(),
    amount: amount.toNumber(),
  }))
}

/**
 * `liquidationPrice` in floats, maintenance on the mark; null where floats do not tell: there is no positive price, or tiers
 * do not meet to the last digit and no root lies in its own.
 */
export function nearLiquidation(
  { sign, quantity, cost, collateral }: PositionFloats,
  tiers: readonly FloatTier[],
  closeFeeRate: number,
): number | null {
  let floor = 0
  const last = tiers.length - 1
  for (let at = 0; at <= last; at++) {
    const { upTo, rate, amount } = tiers[at]
    const price = (cost - sign * (collateral + amount)) / (quantity * (1 - sign * (rate + closeFeeRate)))
    const notional = price * quantity
    if (notional > floor * (1 - HAIR) && (notional <= upTo * (1 + HAIR) || at === last)) return price
    floor = upTo
  }
  return null
}
