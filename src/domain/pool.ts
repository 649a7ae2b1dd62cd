import { type Decimal, derived, max, sum, ZERO } from './decimal.js'
import { maintenanceMargin, type Tier } from './instrument.js'
import type { MaintenanceRules } from './margin.js'
import type { Position } from './position.js'

/**
 * How maintenance counts long and short cross legs of one pair (rule L2), same-side legs added first: `sum`, each side by
 * its own tier (Binance); `larger`, the larger side alone (Bitget); `net`, the difference of the sides.
 */
export type HedgedMaintenance = 'sum' | 'larger' | 'net'

/** How a venue tests a cross pool (rule L4). The closing fee, where the test has it, is that of all its legs. */
export interface PoolRules extends MaintenanceRules {
  readonly hedgedMaintenance: HedgedMaintenance
}

/** What a pool needs to know of a leg. */
export type PoolLeg = Pick<Position, 'side' | 'quantity' | 'cost'>

/** The cross legs of an account on one pair, and the money that they share. */
export interface Pool {
  /** The wallet outside of isolated collateral, quote currency; may be negative. */
  readonly wallet: Decimal
  readonly legs: readonly PoolLeg[]
}

/** A pool by its sides. */
export interface PoolSides {
  readonly wallet: Decimal
  readonly long: { readonly quantity: Decimal; readonly cost: Decimal }
  readonly short: { readonly quantity: Decimal; readonly cost: Decimal }
}

/** Same-side legs added (rule L2). */
export function sidesOf({ wallet, legs }: Pool): PoolSides {
  const ofSide = (side: Position['side']) => {
    const ones = legs.filter((leg) => leg.side === side)
    return { quantity: sum(ones.map((leg) => leg.quantity)), cost: sum(ones.map((leg) => leg.cost)) }
  }
  return { wallet, long: ofSide('long'), short: ofSide('short') }
}

/** wallet + Σ unrealized PnL at a mark. */
export function poolEquity(pool: Pool, mark: Decimal): Decimal {
  const { long, short, wallet } = sidesOf(pool)
  const net = long.quantity.minus(short.quantity)
  return wallet.plus(net.times(mark)).minus(long.cost).plus(short.cost)
}

/** What must remain at a mark: Σ maintenance, plus the closing fees where the test has them. */
export function poolRequirement(pool: Pool, mark: Decimal, tiers: readonly Tier[], rules: PoolRules): Decimal {
  const { long, short } = sidesOf(pool)
  const counted =
    rules.maintenanceOn === 'mark'
      ? countedOf(long.quantity, short.quantity, rules.hedgedMaintenance).map((quantity) => quantity.times(mark))
      : countedOf(long.cost, short.cost, rules.hedgedMaintenance)
  const notional = long.quantity.plus(short.quantity).times(mark)
  return sum(counted.map((one) => maintenanceMargin(tiers, one))).plus(notional.times(rules.closeFeeRate))
}

/** Rule L4: cross legs are liquidated when wallet outside isolated collateral + Σ unrealized ≤ Σ maintenance. */
export function isPoolLiquidatable(pool: Pool, mark: Decimal, tiers: readonly Tier[], rules: PoolRules): boolean {
  return pool.legs.length > 0 && poolEquity(pool, mark).lte(poolRequirement(pool, mark, tiers, rules))
}

/** The amounts whose maintenance is added up, out of those of the two sides: quantities or costs alike. */
export function countedOf(long: Decimal, short: Decimal, hedged: HedgedMaintenance): readonly Decimal[] {
  if (hedged === 'sum') return [long, short]
  return [hedged === 'larger' ? max(long, short) : long.minus(short).abs()]
}

/** The mark at which the pool's equity is zero, below or above as it is net long or short; null where none is. */
export function poolBankruptcyPrice(pool: Pool): Decimal | null {
  const { long, short } = sidesOf(pool)
  const net = long.quantity.minus(short.quantity)
  if (net.isZero()) return null
  const price = poolEquity(pool, ZERO).div(net).neg()
  return price.gt(0) ? derived(price) : null
}
