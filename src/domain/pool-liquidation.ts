import { type Decimal, derived, sum, ZERO } from './decimal.js'
import { maintenanceMargin, type Tier, tierOf } from './instrument.js'
import { countedOf, isPoolLiquidatable, type Pool, type PoolRules, type PoolSides, sidesOf } from './pool.js'

/** The nearest marks at which a pool is liquidated, at or below and at or above a given one; null where there is none. */
export interface PoolLiquidation {
  readonly below: Decimal | null
  readonly above: Decimal | null
}

/**
 * Where rule L4's inequality begins to hold on either side of `mark`; both are `mark` itself where it holds there.
 *
 * What the pool has above its maintenance is a continuous line of pieces in the price, which bends where a notional passes
 * from one tier to the next. Each piece is solved exactly: it is A + B × price, and its root −A ÷ B is Binance's formula
 * for hedged positions (FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts"). Where B is negative, as in
 * a hedge whose net quantity is less than the maintenance of both its sides, a rise liquidates.
 */
export function poolLiquidation(pool: Pool, mark: Decimal, tiers: readonly Tier[], rules: PoolRules): PoolLiquidation {
  if (pool.legs.length === 0) return { below: null, above: null }
  if (isPoolLiquidatable(pool, mark, tiers, rules)) return { below: mark, above: mark }
  const sides = sidesOf(pool)
  const bends = bendsOf(sides, tiers, rules)
  const lower = [ZERO, ...bends.filter((bend) => bend.lt(mark))].toReversed()
  const higher = bends.filter((bend) => bend.gt(mark))
  return {
    below: firstRoot(mark, lower, (inside) => surplusAround(inside, sides, tiers, rules)),
    above: firstRoot(mark, [...higher, null], (inside) => surplusAround(inside, sides, tiers, rules)),
  }
}

/** A + B × price: what the pool has above its maintenance. */
interface Surplus {
  readonly constant: Decimal
  readonly slope: Decimal
}

/** The prices at which a notional reaches the end of a tier, ascending. */
function bendsOf({ long, short }: PoolSides, tiers: readonly Tier[], rules: PoolRules): readonly Decimal[] {
  if (rules.maintenanceOn === 'entry') return []
  const quantities = countedOf(long.quantity, short.quantity, rules.hedgedMaintenance).filter((one) => !one.isZero())
  const bends = quantities.flatMap((quantity) => tiers.slice(0, -1).map(({ upTo }) => upTo.div(quantity)))
  return bends.toSorted((a, b) => a.comparedTo(b))
}

/** Walks from `start` from bend to bend and gives the first price at which the surplus is used up; a null bend: for ever. */
function firstRoot(
  start: Decimal,
  bends: readonly (Decimal | null)[],
  surplusAt: (inside: Decimal) => Surplus,
): Decimal | null {
  let from = start
  for (const bend of bends) {
    const { constant, slope } = surplusAt(bend === null ? from.plus(1) : from.plus(bend).div(2))
    const atStart = constant.plus(slope.times(from))
    // Amounts are rounded to cents, so that the line may miss zero by stepping over it.
    if (atStart.lte(0)) return positive(from)
    const isUsedUp = bend === null ? slope.lt(0) : constant.plus(slope.times(bend)).lte(0)
    if (isUsedUp) return positive(constant.div(slope).neg())
    if (bend !== null) from = bend
  }
  return null
}

/** The line of the piece that a price lies inside of. */
function surplusAround(inside: Decimal, sides: PoolSides, tiers: readonly Tier[], rules: PoolRules): Surplus {
  const { wallet, long, short } = sides
  const own = wallet.minus(long.cost).plus(short.cost)
  const net = long.quantity.minus(short.quantity)
  const slope = net.minus(long.quantity.plus(short.quantity).times(rules.closeFeeRate))
  if (rules.maintenanceOn === 'entry') {
    const costs = countedOf(long.cost, short.cost, rules.hedgedMaintenance)
    return { constant: own.minus(sum(costs.map((cost) => maintenanceMargin(tiers, cost)))), slope }
  }
  const counted = countedOf(long.quantity, short.quantity, rules.hedgedMaintenance)
    .filter((quantity) => !quantity.isZero())
    .map((quantity) => ({ quantity, tier: tierOf(tiers, quantity.times(inside)) }))
  return {
    constant: own.plus(sum(counted.map(({ tier }) => tier.amount))),
    slope: slope.minus(sum(counted.map(({ quantity, tier }) => quantity.times(tier.rate)))),
  }
}

function positive(price: Decimal): Decimal | null {
  return price.gt(0) ? derived(price) : null
}
