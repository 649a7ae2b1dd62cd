import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, type Decimal } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import { initialMargin, isLiquidatable, liquidationPrice, type MaintenanceRules } from '#domain/margin.js'
import type { Position } from '#domain/position.js'
import { LiquidationPrices } from '#exchange/liquidation-prices.js'
import { taoTiers } from '../domain/tao-tiers.js'
import { arbitraryTiers, tiersOf } from './arbitrary-tiers.js'
import { settings } from './settings.js'

const tables: fc.Arbitrary<readonly Tier[]> = fc.oneof(
  { weight: 3, arbitrary: arbitraryTiers.map(tiersOf) },
  fc.constant(taoTiers),
)

const rules: fc.Arbitrary<MaintenanceRules> = fc.record({
  maintenanceOn: fc.constantFrom('mark', 'mark', 'entry'),
  closeFeeRate: fc.constantFrom(0, 0.0005, 0.003).map(decimal),
})

const positions: fc.Arbitrary<Position> = fc
  .record({
    side: fc.constantFrom('long', 'short'),
    leverage: fc.constantFrom(1, 2, 3, 5, 10, 25, 50),
    lots: fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 100_000_000 })),
    entry: fc.integer({ min: 100, max: 100_000 }),
    /** Hundredths of the initial margin that funding took or gave. */
    moved: fc.integer({ min: -99, max: 100 }),
  })
  .map(({ side, leverage, lots, entry, moved }) => {
    const quantity = decimal(lots).div(1000)
    const cost = quantity.times(entry).div(100)
    const collateral = initialMargin(cost, decimal(leverage))
      .times(100 + moved)
      .div(100)
    return {
      id: 1,
      leg: 'core',
      side,
      margin: 'isolated',
      leverage: decimal(leverage),
      quantity,
      cost,
      collateral,
      openedAt: 0,
    }
  })

const cases = fc.tuple(positions, tables, rules)
const runs = { ...settings, numRuns: settings.numRuns * 5 }

/** A price moved by a fraction of itself: towards the leg's loss, or with a negative fraction towards its profit. */
function worse(price: Decimal, position: Position, fraction: number): Decimal {
  return price.times(1 - fraction * (position.side === 'long' ? 1 : -1))
}

describe('L3: the liquidation price, through any tiers', () => {
  it('is where the test begins to fail: due there, not a hundredth of a tick before', () => {
    fc.assert(
      fc.property(cases, ([position, tiers, rule]) => {
        const price = liquidationPrice(position, tiers, rule)
        if (price === null) return
        // Twelve places of the price are kept, so that a price of cents is exact to 1e-10 of itself.
        expect(isLiquidatable(position, worse(price, position, 1e-9), tiers, rule)).toBe(true)
        const away = position.side === 'long' ? price.plus('0.0001') : price.minus('0.0001')
        expect(isLiquidatable(position, away, tiers, rule)).toBe(false)
      }),
      runs,
    )
  })

  it('is null where no price fails the test', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 500 }), ([position, tiers, rule], percent) => {
        if (liquidationPrice(position, tiers, rule) !== null) return
        const price = position.cost.div(position.quantity).times(percent).div(100)
        expect(isLiquidatable(position, price, tiers, rule)).toBe(false)
      }),
      runs,
    )
  })

  it('divides the prices: at every worse one the leg is due, at every better one it is not', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 999 }), ([position, tiers, rule], thousandths) => {
        const price = liquidationPrice(position, tiers, rule)
        if (price === null) return
        expect(isLiquidatable(position, worse(price, position, thousandths / 1000), tiers, rule)).toBe(true)
        expect(isLiquidatable(position, worse(price, position, -thousandths / 1000), tiers, rule)).toBe(false)
      }),
      runs,
    )
  })

  it('is watched as a float that is the exact price to 1e-9 of itself', () => {
    fc.assert(
      fc.property(cases, ([position, tiers, rule]) => {
        const prices = new LiquidationPrices(tiers, { ...rule, hedgedMaintenance: 'sum' })
        const exact = prices.exact(position)
        const near = prices.near(position)
        expect(Number.isNaN(near)).toBe(exact === null)
        if (exact !== null) expect(Math.abs(near / exact.toNumber() - 1)).toBeLessThan(1e-9)
      }),
      runs,
    )
  })
})
