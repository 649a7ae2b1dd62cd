import { type Decimal, ZERO } from './decimal.js'
import { type FeeSchedule, inForceAt } from './fees.js'

/**
 * One bracket of a margin table. It holds for notionals in (previous `upTo`, `upTo`] of the quote currency.
 * Source of the form: Binance USDT-M "Leverage and Margin" brackets; `amount` is their "maintenance amount".
 */
export interface Tier {
  readonly upTo: Decimal
  readonly maxLeverage: Decimal
  /** Maintenance margin rate, a fraction of notional. */
  readonly rate: Decimal
  /** What is taken off, so that maintenance has no jump between tiers. */
  readonly amount: Decimal
}

/** A margin table and the instant from which it is in force. */
export interface TierState {
  readonly from: number
  readonly tiers: readonly Tier[]
}

/** What is traded: steps of price and quantity, the least order, margin tiers and fees by date. */
export interface Instrument {
  readonly kind: 'perpetual'
  readonly pair: string
  readonly tick: Decimal
  readonly lot: Decimal
  readonly minNotional: Decimal
  /** Ascending in `from`, at least one. */
  readonly tierStates: readonly TierState[]
  readonly fees: FeeSchedule
}

/** The margin table in force at an instant; before the first known state, the first (rule L2). */
export function tiersAt(states: readonly TierState[], instant: number): readonly Tier[] {
  return inForceAt(states, instant).tiers
}

/** The tier of a notional: the first whose `upTo` is at or above it; beyond the table, the last. */
export function tierOf(tiers: readonly Tier[], notional: Decimal): Tier {
  for (const tier of tiers) if (notional.lte(tier.upTo)) return tier
  return tiers[tiers.length - 1]
}

/** Maintenance margin = notional × rate − amount of its tier (rule L2; Binance USDT-M "Leverage and Margin"). */
export function maintenanceMargin(tiers: readonly Tier[], notional: Decimal): Decimal {
  if (notional.isZero()) return ZERO
  const tier = tierOf(tiers, notional)
  return notional.times(tier.rate).minus(tier.amount)
}

/** The highest leverage a notional may carry; zero where it is beyond the last tier. */
export function maxLeverage(tiers: readonly Tier[], notional: Decimal): Decimal {
  const last = tiers[tiers.length - 1]
  return notional.gt(last.upTo) ? ZERO : tierOf(tiers, notional).maxLeverage
}
