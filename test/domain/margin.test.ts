import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '#domain/decimal.js'
import { bankruptcyPrice, initialMargin, isLiquidatable, liquidationPrice, requiredMargin } from '#domain/margin.js'
import type { LegSide } from '#domain/position.js'
import { position } from './positions.js'
import { taoTiers } from './tao-tiers.js'

const onMark = { maintenanceOn: 'mark', closeFeeRate: ZERO } as const
const onMarkWithFee = { maintenanceOn: 'mark', closeFeeRate: decimal('0.0005') } as const
const onEntry = { maintenanceOn: 'entry', closeFeeRate: ZERO } as const
const onEntryWithFee = { maintenanceOn: 'entry', closeFeeRate: decimal('0.0005') } as const

type Row = readonly [LegSide, quantity: string, entry: string, leverage: number, price: string | null, worked: string]

describe('L3: the liquidation price on the mark, through the TAO tiers', () => {
  it.each<Row>([
    ['long', '10', '300', 5, '242.424242424242', '(3000 − 600) ÷ (10 × 0.99), first tier: 2424.24 of notional'],
    ['short', '10', '300', 5, '356.435643564356', '(3000 + 600) ÷ (10 × 1.01), first tier'],
    ['long', '100', '300', 10, '273.604060913706', '(30000 − 3000 − 50) ÷ (100 × 0.985), second tier'],
    ['short', '100', '300', 10, '325.615763546798', '(30000 + 3000 + 50) ÷ (100 × 1.015), second tier'],
    ['long', '35', '300', 10, '272.727272727273', '(10500 − 1050) ÷ (35 × 0.99): falls into the first tier'],
    ['short', '32', '300', 10, '326.662561576355', '(9600 + 960 + 50) ÷ (32 × 1.015): rises into the second tier'],
    ['short', '10', '300', 1, '594.059405940594', '(3000 + 3000) ÷ 10.1'],
    ['long', '10', '300', 1, null, 'its collateral pays down to zero'],
    [
      'short',
      '1000000',
      '300',
      1,
      '405.560366666667',
      '(600,000,000 + 8,340,550) ÷ 1,500,000: beyond the table, the last tier',
    ],
    ['long', '1000000', '300', 1, null, 'maintenance is never above half of the notional'],
  ])('%s %s at %s, %ix: %s = %s', (side, quantity, entry, leverage, price) => {
    const found = liquidationPrice(position(side, quantity, entry, leverage), taoTiers, onMark)
    expect(found === null ? null : found.toFixed()).toBe(price)
  })

  it('lies at the border of two tiers where both say so', () => {
    // 12000 of cost with 2100: at 250 the notional is 10000, maintenance 100 by either tier: 2100 + 10000 − 12000 = 100.
    const leg = position('long', '40', '300', 10, '900')
    expect(liquidationPrice(leg, taoTiers, onMark)!.toFixed()).toBe('250')
    expect(isLiquidatable(leg, decimal('250'), taoTiers, onMark)).toBe(true)
    expect(isLiquidatable(leg, decimal('250.000001'), taoTiers, onMark)).toBe(false)
  })

  it('moves away by x ÷ (quantity × (1 − rate)) when x is added, and closer when it is taken', () => {
    // 99 more for 10 at 1 %: 99 ÷ 9.9 = 10 lower. 2400 → 2301 ÷ 9.9 = 232.42…
    expect(liquidationPrice(position('long', '10', '300', 5, '99'), taoTiers, onMark)!.toFixed()).toBe(
      '232.424242424242',
    )
    expect(liquidationPrice(position('long', '10', '300', 5, '-99'), taoTiers, onMark)!.toFixed()).toBe(
      '252.424242424242',
    )
  })

  it.each<Row>([
    ['long', '10', '300', 5, '242.546740778171', '2400 ÷ (10 × (1 − 0.0105))'],
    ['short', '10', '300', 5, '356.259277585354', '3600 ÷ (10 × (1 + 0.0105))'],
  ])('with the closing fee in the test, %s %s at %s, %ix: %s = %s', (side, quantity, entry, leverage, price) => {
    expect(liquidationPrice(position(side, quantity, entry, leverage), taoTiers, onMarkWithFee)!.toFixed()).toBe(price)
  })
})

describe('L3: the liquidation price on the entry', () => {
  it.each<Row>([
    ['long', '10', '300', 5, '243', '300 × (1 − 1/5 + 0.01)'],
    ['short', '10', '300', 5, '357', '300 × (1 + 1/5 − 0.01)'],
    // The tier of the entry counts, whatever the notional there: 30000 × 0.015 − 50 = 400.
    ['long', '100', '300', 10, '274', '(30000 − 3000 + 400) ÷ 100'],
    ['short', '100', '300', 10, '326', '(30000 + 3000 − 400) ÷ 100'],
  ])('%s %s at %s, %ix: %s = %s', (side, quantity, entry, leverage, price) => {
    expect(liquidationPrice(position(side, quantity, entry, leverage), taoTiers, onEntry)!.toFixed()).toBe(price)
  })

  it('takes the closing fee on the notional at the mark', () => {
    // 2430 ÷ (10 × 0.9995) and 3570 ÷ (10 × 1.0005)
    expect(liquidationPrice(position('long', '10', '300', 5), taoTiers, onEntryWithFee)!.toFixed()).toBe(
      '243.12156078039',
    )
    expect(liquidationPrice(position('short', '10', '300', 5), taoTiers, onEntryWithFee)!.toFixed()).toBe(
      '356.821589205397',
    )
  })
})

describe('L3: the test itself', () => {
  it('fails where collateral and unrealized PnL are just the maintenance', () => {
    // 600 + 10 × (243 − 300) = 30; on the entry: 3000 × 1 % = 30.
    const leg = position('long', '10', '300', 5)
    expect(isLiquidatable(leg, decimal('243'), taoTiers, onEntry)).toBe(true)
    expect(isLiquidatable(leg, decimal('243.01'), taoTiers, onEntry)).toBe(false)
  })

  it.each([
    ['mark', onMark, '24'],
    ['mark with fee', onMarkWithFee, '25.2'],
    ['entry', onEntry, '30'],
    ['entry with fee', onEntryWithFee, '31.2'],
  ] as const)('maintenance on the %s', (_, rules, required) => {
    // At 240 the notional is 2400: 1 % is 24, the fee 1.2; on the entry 1 % of 3000 is 30.
    expect(requiredMargin(position('long', '10', '300', 5), decimal('240'), taoTiers, rules).toFixed()).toBe(required)
  })
})

describe('L5: the bankruptcy price', () => {
  it.each<readonly [LegSide, leverage: number, added: string, price: string | null, worked: string]>([
    ['long', 5, '0', '240', '300 − 600 ÷ 10'],
    ['short', 5, '0', '360', '300 + 600 ÷ 10'],
    ['long', 5, '-100', '250', 'funding took 100 of the collateral'],
    ['short', 5, '100', '370', 'funding gave 100'],
    ['long', 3, '0', '200', '300 − 1000 ÷ 10'],
    ['long', 1, '0', null, 'at zero there is no price'],
  ])('of 10 %s at 300, %ix, %s added: %s (%s)', (side, leverage, added, price) => {
    const found = bankruptcyPrice(position(side, '10', '300', leverage, added))
    expect(found === null ? null : found.toFixed()).toBe(price)
  })
})

it('the initial margin is the notional by the leverage, half-even to eight places', () => {
  expect(initialMargin(decimal('1000'), decimal(3)).toFixed()).toBe('333.33333333')
  expect(initialMargin(decimal('0.00000005'), decimal(2)).toFixed()).toBe('0.00000002')
  expect(initialMargin(decimal('0.00000007'), decimal(2)).toFixed()).toBe('0.00000004')
})
