import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '#domain/decimal.js'
import { marginOfLeverage, removableMargin, withLeverage, withMargin } from '#domain/margin-change.js'
import { bankruptcyPrice, liquidationPrice } from '#domain/margin.js'
import { position } from './positions.js'
import { taoTiers } from './tao-tiers.js'

const onMark = { maintenanceOn: 'mark', closeFeeRate: ZERO } as const
const long = position('long', '10', '300', 5)

describe('L7: margin of an open leg', () => {
  it('added moves the liquidation price away, taken brings it closer', () => {
    // (3000 − 600 ∓ 99) ÷ (10 × 0.99)
    const priceWith = (amount: string) =>
      liquidationPrice(withMargin(long, decimal(amount)), taoTiers, onMark)?.toFixed()
    expect([priceWith('99'), priceWith('0'), priceWith('-99')]).toEqual([
      '232.424242424242',
      '242.424242424242',
      '252.424242424242',
    ])
    expect(bankruptcyPrice(withMargin(long, decimal(99)))!.toFixed()).toBe('230.1')
  })

  it.each([
    ['100', '300', '100', 'what was added'],
    ['100', '310', '100', 'a profit of 100 does not count'],
    ['100', '297', '70', 'a loss of 30 does'],
    ['100', '280', '0', 'a loss of 200 is more than was added'],
    ['-30', '310', '0', 'funding took 30 of the initial margin'],
  ])('%s added, mark %s: %s can be taken (%s)', (added, mark, removable) => {
    expect(removableMargin(position('long', '10', '300', 5, added), decimal(mark)).toFixed()).toBe(removable)
  })

  it('of a short a rise is the loss', () => {
    const short = position('short', '10', '300', 5, '100')
    expect([removableMargin(short, decimal(303)), removableMargin(short, decimal(290))].map(String)).toEqual([
      '70',
      '100',
    ])
  })
})

describe('L7: leverage of an open leg', () => {
  it.each([
    [3, '400', '1000', '202.020202020202', '3000 ÷ 3 − 3000 ÷ 5; 2000 ÷ 9.9'],
    [10, '-300', '300', '272.727272727273', '3000 ÷ 10 − 3000 ÷ 5; 2700 ÷ 9.9'],
    [5, '0', '600', '242.424242424242', 'the same'],
  ])('5x to %ix moves %s: collateral %s, liquidated at %s (%s)', (leverage, moved, collateral, price) => {
    const after = withLeverage(long, decimal(leverage))
    expect(marginOfLeverage(long, decimal(leverage)).toFixed()).toBe(moved)
    expect([after.leverage.toFixed(), after.collateral.toFixed()]).toEqual([`${leverage}`, collateral])
    expect(liquidationPrice(after, taoTiers, onMark)!.toFixed()).toBe(price)
  })

  it('keeps what was added and what funding took', () => {
    expect(withLeverage(position('long', '10', '300', 5, '-50'), decimal(3)).collateral.toFixed()).toBe('950')
  })
})
