import { type Decimal, ZERO } from './decimal.js'
import { DAY_MS } from './time.js'

/** Fractions of notional. */
export interface Fees {
  /** For orders that rested. */
  readonly maker: Decimal
  /** For orders that took. */
  readonly taker: Decimal
}

/** The rates from a 30-day volume on, quote currency. */
export interface FeeTier extends Fees {
  readonly volume30d: Decimal
}

/** A fee table and the instant from which it is in force; its tiers ascend, the first begins at zero. */
export interface FeeState {
  readonly from: number
  readonly tiers: readonly FeeTier[]
}

/** Ascending in `from`, at least one. */
export type FeeSchedule = readonly FeeState[]

/** How far back the volume of a fee tier reaches. */
export const VOLUME_WINDOW_MS = 30 * DAY_MS

/** The instant that stands for "always" in a schedule without dates: 1970. */
export const undatedFrom = 0

/** The same rates for everybody, always. */
export function flatFees(fees: Fees): FeeSchedule {
  return [{ from: undatedFrom, tiers: [{ volume30d: ZERO, ...fees }] }]
}

/** The rates in force at an instant for an account of a 30-day volume; before the first known state, the first. */
export function feesAt(schedule: FeeSchedule, instant: number, volume30d: Decimal): Fees {
  const { tiers } = inForceAt(schedule, instant)
  let reached = tiers[0]
  for (const tier of tiers) {
    if (tier.volume30d.gt(volume30d)) break
    reached = tier
  }
  return reached
}

/** Whether any of its rates depends on the account's volume. */
export function dependOnVolume(schedule: FeeSchedule): boolean {
  return schedule.some(({ tiers }) => tiers.length > 1)
}

/** Of dated states, ascending, the one in force at an instant; before the first, the first. */
export function inForceAt<State extends { readonly from: number }>(states: readonly State[], instant: number): State {
  let inForce = states[0]
  for (const state of states) {
    if (state.from > instant) break
    inForce = state
  }
  return inForce
}
