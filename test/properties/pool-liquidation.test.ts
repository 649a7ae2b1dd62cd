import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AccountState, newAccount } from '#domain/account.js'
import { type Decimal, decimal } from '#domain/decimal.js'
import { liquidationPrice } from '#domain/margin.js'
import { poolLiquidation } from '#domain/pool-liquidation.js'
import { isPoolLiquidatable, type Pool, type PoolLeg, type PoolRules } from '#domain/pool.js'
import type { LegSide } from '#domain/position.js'
import { PoolPrices } from '#exchange/pool-prices.js'
import { position } from '../domain/positions.js'
import { arbitraryTiers, tiersOf } from './arbitrary-tiers.js'
import { settings } from './settings.js'

const rules: fc.Arbitrary<PoolRules> = fc.record({
  maintenanceOn: fc.constantFrom('mark', 'entry'),
  closeFeeRate: fc.constantFrom('0', '0.0005').map(decimal),
  hedgedMaintenance: fc.constantFrom('sum', 'larger', 'net'),
})

/** Legs around a price of 300; hedges that are nearly full are drawn as often as others. */
const leg = fc.record({
  side: fc.constantFrom<LegSide>('long', 'short'),
  lots: fc.oneof(fc.integer({ min: 1, max: 900_000 }), fc.integer({ min: 99_000, max: 101_000 })),
  cents: fc.integer({ min: 15_000, max: 45_000 }),
})
const legs: fc.Arbitrary<readonly PoolLeg[]> = fc.array(leg, { minLength: 1, maxLength: 5 }).map((drawn) =>
  drawn.map(({ side, lots, cents }) => {
    const quantity = decimal(lots).div(1000)
    return { side, quantity, cost: quantity.times(cents).div(100) }
  }),
)
/** The wallet as a share of all that the legs cost. */
const pools: fc.Arbitrary<Pool> = fc.tuple(legs, fc.integer({ min: -20, max: 60 })).map(([legs, percent]) => ({
  wallet: legs
    .reduce((total, { cost }) => total.plus(cost), decimal(0))
    .times(percent)
    .div(100),
  legs,
}))
const marks = fc.integer({ min: 10_000, max: 60_000 }).map((cents) => decimal(cents).div(100))
const cases = fc.tuple(pools, marks, arbitraryTiers.map(tiersOf), rules)
const runs = { ...settings, numRuns: settings.numRuns * 3 }

describe('L4: the liquidation prices of a pool, through any tiers', () => {
  it('are where the inequality begins to hold: due there, not a little before', () => {
    const found = { below: 0, above: 0 }
    fc.assert(
      fc.property(cases, ([pool, mark, tiers, rule]) => {
        const { below, above } = poolLiquidation(pool, mark, tiers, rule)
        const isDue = (price: Decimal) => isPoolLiquidatable(pool, price, tiers, rule)
        if (isDue(mark)) {
          expect([below, above]).toEqual([mark, mark])
          return
        }
        // Twelve places of the price are kept; a millionth of the way to the mark stands for "a little".
        if (below !== null) {
          found.below++
          expect(below.lt(mark)).toBe(true)
          expect(isDue(below.times('0.999999'))).toBe(true)
          expect(isDue(below.plus(mark.minus(below).times('0.000001')).plus('1e-9'))).toBe(false)
        }
        if (above !== null) {
          found.above++
          expect(above.gt(mark)).toBe(true)
          expect(isDue(above.times('1.000001'))).toBe(true)
          expect(isDue(above.minus(above.minus(mark).times('0.000001')).minus('1e-9'))).toBe(false)
        }
      }),
      runs,
    )
    expect(Math.min(found.below, found.above)).toBeGreaterThan(30)
  })

  it('are the nearest: at no price between them does it hold', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 999 }), ([pool, mark, tiers, rule], thousandths) => {
        if (isPoolLiquidatable(pool, mark, tiers, rule)) return
        const { below, above } = poolLiquidation(pool, mark, tiers, rule)
        const low = below ?? decimal(0)
        const high = above ?? mark.times(1000)
        const price = low.plus(high.minus(low).times(thousandths).div(1000))
        expect(isPoolLiquidatable(pool, price, tiers, rule)).toBe(false)
      }),
      runs,
    )
  })

  it('of one leg alone are that of an isolated leg with the wallet as its collateral', () => {
    const one = fc.tuple(leg, fc.integer({ min: 2, max: 90 }), arbitraryTiers.map(tiersOf), rules)
    fc.assert(
      fc.property(one, ([{ side, lots, cents }, percent, tiers, rule]) => {
        const alone = position(side, decimal(lots).div(1000).toFixed(), decimal(cents).div(100).toFixed(), 1)
        const collateral = alone.cost.times(percent).div(100)
        const pool = { wallet: collateral, legs: [alone] }
        const mark = alone.cost.div(alone.quantity)
        if (isPoolLiquidatable(pool, mark, tiers, rule)) return
        const isolated = liquidationPrice({ ...alone, collateral }, tiers, rule)
        const { below, above } = poolLiquidation(pool, mark, tiers, rule)
        const [met, other] = side === 'long' ? [below, above] : [above, below]
        expect(met?.toFixed()).toBe(isolated?.toFixed())
        expect(other).toBe(null)
      }),
      runs,
    )
  })

  it('are watched as floats that lie a hair on the safe side of the exact ones, never beyond', () => {
    fc.assert(
      fc.property(cases, ([pool, mark, tiers, rule]) => {
        const exact = poolLiquidation(pool, mark, tiers, rule)
        const at = mark.toNumber()
        const { below, above } = new PoolPrices(tiers, rule).near(accountOf(pool), at)
        expect(below).toBeLessThanOrEqual(at)
        expect(above).toBeGreaterThanOrEqual(at)
        if (exact.below !== null) expect(below).toBeGreaterThanOrEqual(exact.below.toNumber())
        if (exact.above !== null) expect(above).toBeLessThanOrEqual(exact.above.toNumber())
        // Not so far on it that every candle would be looked at: where equity and maintenance part slowly, further.
        const gross = pool.legs.reduce((total, { quantity }) => total + quantity.toNumber(), 0)
        const net = pool.legs.reduce(
          (total, { side, quantity }) => total + quantity.toNumber() * (side === 'long' ? 1 : -1),
          0,
        )
        fc.pre(Math.abs(net) > gross * 0.9)
        if (exact.below === null) expect(below).toBe(Number.NEGATIVE_INFINITY)
        else expect(below / exact.below.toNumber() - 1).toBeLessThan(1e-6)
        if (exact.above === null) expect(above).toBe(Number.POSITIVE_INFINITY)
        else expect(1 - above / exact.above.toNumber()).toBeLessThan(1e-6)
      }),
      runs,
    )
  })
})

/** An account of these cross legs and nothing else. */
function accountOf({ wallet, legs }: Pool): AccountState {
  const positions = legs.map(({ side, quantity, cost }, at) => ({
    ...position(side, '1', '1', 1),
    id: at + 1,
    margin: 'cross' as const,
    quantity,
    cost,
    collateral: decimal(0),
  }))
  return { ...newAccount('multi-trade', wallet), positions, holdings: positions }
}
