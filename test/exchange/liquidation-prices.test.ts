import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import type { LegSide } from '#domain/position.js'
import { LiquidationPrices, watched } from '#exchange/liquidation-prices.js'
import { settings } from '../properties/settings.js'
import { positionOf } from './position.js'

/** Amounts make maintenance continuous: 10000 × (0.015 − 0.01) = 50, 50 + 50000 × (0.02 − 0.015) = 300. */
const tiers: readonly Tier[] = [
  { upTo: decimal(10_000), maxLeverage: decimal(75), rate: decimal('0.01'), amount: ZERO },
  { upTo: decimal(50_000), maxLeverage: decimal(50), rate: decimal('0.015'), amount: decimal(50) },
  { upTo: decimal(400_000), maxLeverage: decimal(20), rate: decimal('0.02'), amount: decimal(300) },
]

const side = constantFrom<LegSide>('long', 'short')
const lots = integer({ min: 1, max: 900_000 })
const ticks = integer({ min: 1_000, max: 90_000 })
const percent = integer({ min: 1, max: 99 })

describe('A liquidation price in floats', () => {
  it.each([
    ['mark', '0'],
    ['mark', '0.0005'],
    ['entry', '0'],
    ['entry', '0.0005'],
  ] as const)('L3: lies by the exact one and is watched on its safe side: maintenance on %s, fee %s', (on, fee) => {
    const prices = new LiquidationPrices(tiers, {
      maintenanceOn: on,
      closeFeeRate: decimal(fee),
      hedgedMaintenance: 'sum',
    })
    assert(
      property(side, lots, ticks, percent, (legSide, lot, tick, share) => {
        const quantity = decimal(lot).div(1_000)
        const entry = decimal(tick).div(100)
        const collateral = quantity.times(entry).times(share).div(100)
        const position = positionOf(legSide, quantity.toFixed(), entry.toFixed(), collateral.toFixed())
        const exact = prices.exact(position)
        const near = prices.near(position)
        expect(Number.isNaN(near) || near <= 0).toBe(exact === null)
        if (exact === null) return
        expect(Math.abs(near / exact.toNumber() - 1)).toBeLessThan(1e-9)
        const level = decimal(watched(near, legSide === 'short'))
        expect(legSide === 'long' ? level.gte(exact) : level.lte(exact)).toBe(true)
        const [past, before] = legSide === 'long' ? ['0.999', '1.001'] : ['1.001', '0.999']
        expect(prices.isDue(position, exact.times(past))).toBe(true)
        expect(prices.isDue(position, exact.times(before))).toBe(false)
      }),
      settings,
    )
  })

  it('L3: by hand, where the price lies in another tier than the entry', () => {
    // Long 100 at 110, collateral 2200: in the first tier (11000 − 2200) ÷ (100 × 0.99) = 88.89, a notional of 8889
    const prices = new LiquidationPrices(tiers, { maintenanceOn: 'mark', closeFeeRate: ZERO, hedgedMaintenance: 'sum' })
    expect(prices.exact(positionOf('long', '100', '110', '2200'))?.toFixed()).toBe('88.888888888889')
    // Short 100 at 90, collateral 1800: in the second (9000 + 1800 + 50) ÷ (100 × 1.015) = 106.90
    expect(prices.exact(positionOf('short', '100', '90', '1800'))?.toFixed()).toBe('106.896551724138')
  })
})
