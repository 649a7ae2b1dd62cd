import { isCross } from '#domain/account.js'
import { type Decimal, toFloat } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import { isLiquidatable, liquidationPrice } from '#domain/margin.js'
import { type FloatTier, floatTiers, HAIR, nearLiquidation } from '#domain/near-liquidation.js'
import type { PoolRules } from '#domain/pool.js'
import { floatsOf, type Position } from '#domain/position.js'
import { rememberingLast } from '#domain/remember.js'
import { PoolPrices } from './pool-prices.js'

/** Relative distance at which floats leave no doubt which of two prices comes first. */
const WELL = 1e-6

/**
 * Liquidation prices under one margin table. The float is for watching the market and lies a hair on the safe side of
 * the exact price, which is solved in decimals only once the market comes near.
 */
export class LiquidationPrices {
  readonly #tiers: readonly Tier[]
  readonly #floatTiers: readonly FloatTier[]
  readonly #rules: PoolRules
  readonly #closeFeeRate: number
  /** Of the cross legs together; they have no price of their own. */
  readonly pool: PoolPrices
  /** The price as a float, NaN where there is none. */
  readonly near: (position: Position) => number
  /** The price, solved in decimals; null where there is none. */
  readonly exact: (position: Position) => Decimal | null

  constructor(tiers: readonly Tier[], rules: PoolRules) {
    this.#tiers = tiers
    this.#rules = rules
    this.#closeFeeRate = rules.closeFeeRate.toNumber()
    this.#floatTiers = floatTiers(tiers)
    this.pool = new PoolPrices(tiers, rules)
    this.exact = rememberingLast((position) =>
      isCross(position) ? null : liquidationPrice(position, tiers, rules, this.#likelyTier(position)),
    )
    this.near = rememberingLast((position) => {
      if (isCross(position)) return Number.NaN
      return rules.maintenanceOn === 'entry' ? this.#ofExact(position) : this.#solve(position)
    })
  }

  /** Whether the exact test of rule L3 fails at this mark. */
  isDue(position: Position, mark: Decimal): boolean {
    return isLiquidatable(position, mark, this.#tiers, this.#rules)
  }

  /** Whether a market moving against a leg reaches `level` well before its liquidation price, told by floats. */
  isWellBefore(position: Position, level: Decimal): boolean {
    const near = this.near(position)
    return position.side === 'long' ? toFloat(level) > near * (1 + WELL) : toFloat(level) < near * (1 - WELL)
  }

  /** The tier of the entry: that of the liquidation price is seldom far. */
  #likelyTier(position: Position): number {
    if (this.#rules.maintenanceOn === 'entry') return 0
    const notional = floatsOf(position).cost
    const at = this.#floatTiers.findIndex(({ upTo }) => notional <= upTo)
    return Math.max(at, 0)
  }

  #ofExact(position: Position): number {
    const exact = this.exact(position)
    return exact === null ? Number.NaN : exact.toNumber()
  }

  #solve(position: Position): number {
    return nearLiquidation(floatsOf(position), this.#floatTiers, this.#closeFeeRate) ?? this.#ofExact(position)
  }
}

/** A float level moved a hair towards the market, so that rounding never hides a touch from the exact test. */
export function watched(near: number, rising: boolean): number {
  return rising ? near * (1 - HAIR) : near * (1 + HAIR)
}
