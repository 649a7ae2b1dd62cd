import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { averageEntry, entrySide, exitSide, floatsOf, share, signOf, unrealizedPnl } from '#domain/position.js'
import { position } from './positions.js'

it('a long is bought and sold again, a short the other way round', () => {
  expect([signOf('long'), entrySide('long'), exitSide('long')]).toEqual([1, 'buy', 'sell'])
  expect([signOf('short'), entrySide('short'), exitSide('short')]).toEqual([-1, 'sell', 'buy'])
})

describe('unrealized PnL', () => {
  it.each([
    ['long', '310', '100'],
    ['long', '290', '-100'],
    ['short', '310', '-100'],
    ['short', '290', '100'],
  ] as const)('of 10 %s at 300, at %s: %s, whatever the leverage', (side, mark, pnl) => {
    for (const leverage of [1, 20]) {
      expect(unrealizedPnl(position(side, '10', '300', leverage), decimal(mark)).toFixed()).toBe(pnl)
    }
  })
})

describe('A5: what is shared', () => {
  it('the average entry is derived from cost and quantity', () => {
    expect(averageEntry({ ...position('long', '3', '100', 1), cost: decimal('301') }).toFixed(12)).toBe(
      '100.333333333333',
    )
  })

  it('a part takes its proportion to eight places, the last part what remains', () => {
    // 100 over 3: 33.33333333, then 33.33333334 (half of 66.66666667, half-even), then the rest.
    const first = share(decimal('100'), decimal(1), decimal(3))
    const second = share(decimal('100').minus(first), decimal(1), decimal(2))
    const rest = decimal('100').minus(first).minus(second)
    expect([first.toFixed(), second.toFixed()]).toEqual(['33.33333333', '33.33333334'])
    expect(share(rest, decimal(1), decimal(1)).toFixed()).toBe('33.33333333')
  })

  it('the last part is not rounded: it is all that is left', () => {
    expect(share(decimal('1.123456789'), decimal(7), decimal(7)).toFixed()).toBe('1.123456789')
    expect(share(decimal(0), decimal(1), decimal(3)).toFixed()).toBe('0')
  })
})

it('A4: the floats of a position are its decimals', () => {
  expect(floatsOf(position('short', '0.1', '300.5', 3))).toEqual({
    sign: -1,
    quantity: 0.1,
    cost: 30.05,
    collateral: 10.01666667,
  })
})
