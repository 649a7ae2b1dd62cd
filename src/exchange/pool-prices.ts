import type { AccountState } from '#domain/account.js'
import { poolOf } from '#domain/account.js'
import { type Decimal, toFloat } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import { countedOf, isPoolLiquidatable, type PoolRules, sidesOf } from '#domain/pool.js'
import { type PoolLiquidation, poolLiquidation } from '#domain/pool-liquidation.js'

/** Relative width of what floats may get wrong. */
const HAIR = 1e-9

/** The marks between which a cross pool is safe, as floats; −Infinity and Infinity where there is no end. */
export interface SafeMarks {
  readonly below: number
  readonly above: number
}

interface FloatTier {
  readonly upTo: number
  readonly rate: number
  readonly amount: number
}

/** The float side of `poolLiquidation`: what a pool has above its maintenance, as a line of pieces in the mark. */
interface FloatPool {
  readonly constant: number
  readonly slope: number
  /** Amounts that maintenance is counted on: quantities, or with `maintenanceOn: entry` none. */
  readonly quantities: readonly number[]
  /** What floats may have lost in the constant. */
  readonly lost: number
}

/**
 * Liquidation marks of the cross pool under one margin table (rule L4). The floats are for watching the market and lie a
 * hair on the safe side of the exact ones, which are solved in decimals only once the market comes near.
 */
export class PoolPrices {
  readonly #tiers: readonly Tier[]
  readonly #floatTiers: readonly FloatTier[]
  readonly #rules: PoolRules
  #seen: { readonly account: AccountState; readonly safe: SafeMarks } | null = null

  constructor(tiers: readonly Tier[], rules: PoolRules) {
    this.#tiers = tiers
    this.#rules = rules
    this.#floatTiers = tiers.map(({ upTo, rate, amount }) => ({
      upTo: upTo.toNumber(),
      rate: rate.toNumber(),
      amount: amount.toNumber(),
    }))
  }

  /** Where an account with cross legs is safe around a mark; both ends at the mark where it is not. */
  near(account: AccountState, mark: number): SafeMarks {
    const seen = this.#seen
    if (seen !== null && seen.account === account && seen.safe.below < mark && mark < seen.safe.above) return seen.safe
    const safe = this.#solve(account, mark)
    this.#seen = { account, safe }
    return safe
  }

  /** The same in decimals, by the exact test. */
  exact(account: AccountState, mark: Decimal): PoolLiquidation {
    return poolLiquidation(poolOf(account), mark, this.#tiers, this.#rules)
  }

  /** Whether the exact test of rule L4 fails at this mark. */
  isDue(account: AccountState, mark: Decimal): boolean {
    return isPoolLiquidatable(poolOf(account), mark, this.#tiers, this.#rules)
  }

  #solve(account: AccountState, mark: number): SafeMarks {
    const pool = this.#floatPool(account)
    const bends = pool.quantities.flatMap((quantity) =>
      this.#floatTiers.slice(0, -1).map(({ upTo }) => upTo / quantity),
    )
    bends.sort((one, other) => one - other)
    return {
      below: this.#end(pool, mark, [0, ...bends.filter((bend) => bend < mark)].reverse(), Number.NEGATIVE_INFINITY),
      above: this.#end(
        pool,
        mark,
        [...bends.filter((bend) => bend > mark), Number.POSITIVE_INFINITY],
        Number.POSITIVE_INFINITY,
      ),
    }
  }

  /** From the mark from bend to bend to where the surplus is used up, moved a hair towards the mark. */
  #end(pool: FloatPool, mark: number, bends: readonly number[], none: number): number {
    let from = mark
    for (const bend of bends) {
      const [constant, slope] = this.#piece(pool, bend === Number.POSITIVE_INFINITY ? from + 1 : (from + bend) / 2)
      const slack = pool.lost + HAIR * Math.abs(slope) * from
      if (constant + slope * from <= slack) return from
      const root = -constant / slope
      const isInside = bend > from ? root > from && root <= bend * (1 + HAIR) : root < from && root >= bend * (1 - HAIR)
      if (isInside) {
        const width = slack / Math.abs(slope)
        return bend > from ? Math.max(root - width, mark) : Math.min(root + width, mark)
      }
      from = bend
    }
    return none
  }

  /** The line of the piece that a price lies inside of. */
  #piece({ constant, slope, quantities }: FloatPool, inside: number): readonly [number, number] {
    let a = constant
    let b = slope
    for (const quantity of quantities) {
      const notional = quantity * inside
      const tier = this.#floatTiers.find(({ upTo }) => notional <= upTo) ?? this.#floatTiers.at(-1)!
      a += tier.amount
      b -= quantity * tier.rate
    }
    return [a, b]
  }

  #floatPool(account: AccountState): FloatPool {
    const pool = poolOf(account)
    const { wallet, long, short } = sidesOf(pool)
    const own = toFloat(wallet.minus(long.cost).plus(short.cost))
    const gross = toFloat(long.quantity.plus(short.quantity))
    const slope = toFloat(long.quantity.minus(short.quantity)) - gross * this.#rules.closeFeeRate.toNumber()
    const lost = 1e-12 * (Math.abs(toFloat(wallet)) + toFloat(long.cost) + toFloat(short.cost))
    const { hedgedMaintenance, maintenanceOn } = this.#rules
    if (maintenanceOn === 'mark') {
      const counted = countedOf(long.quantity, short.quantity, hedgedMaintenance).map((one) => toFloat(one))
      return { constant: own, slope, quantities: counted.filter((quantity) => quantity !== 0), lost }
    }
    const held = countedOf(long.cost, short.cost, hedgedMaintenance).map((one) => this.#maintenance(toFloat(one)))
    return { constant: own - held.reduce((sum, one) => sum + one, 0), slope, quantities: [], lost }
  }

  #maintenance(notional: number): number {
    if (notional === 0) return 0
    const tier = this.#floatTiers.find(({ upTo }) => notional <= upTo) ?? this.#floatTiers.at(-1)!
    return notional * tier.rate - tier.amount
  }
}
