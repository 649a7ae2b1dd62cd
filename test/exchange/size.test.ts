import { describe, expect, it } from 'vitest'
import type { Size } from '#domain/command.js'
import { decimal, ZERO } from '#domain/decimal.js'
import { quantityOf, type Sizing } from '#exchange/size.js'
import { positionOf } from './position.js'

const held = [positionOf('long', '10', '100', '250')]

/** An account with 500 free and a long core of 10 from 100 with 250 collateral, seen at 90: equity 650. */
const sizing: Sizing = {
  account: { mode: 'multi-trade', available: decimal(500), positions: held, holdings: held },
  expected: decimal(80),
  mark: decimal(90),
  leverage: decimal(4),
  stop: decimal(75),
}

const quantity = (size: Size, change: Partial<Sizing> = {}): string =>
  quantityOf(size, { ...sizing, ...change }).toFixed()

describe('A size', () => {
  it('O11: takes equity at the mark and divides by the expected price', () => {
    // 650 × 0.4 ÷ 80; 650 × 0.01 ÷ (80 − 75)
    expect(quantity({ fractionOfEquity: 0.4 })).toBe('3.25')
    expect(quantity({ riskOfEquity: 0.01 })).toBe('1.3')
  })

  it('O11: of margin is multiplied by the leverage, of notional it is not', () => {
    expect(quantity({ margin: 100 })).toBe('5')
    expect(quantity({ notional: 100 })).toBe('1.25')
  })

  it('O11: of a ratio is zero where the other leg is not open', () => {
    expect(quantity({ ratioOf: 'core', ratio: 0.35 })).toBe('3.5')
    expect(quantity({ ratioOf: 'hedge', ratio: 0.35 })).toBe('0')
  })

  it('O11: of equity is zero where equity is below zero, not a quantity of the other sign', () => {
    // 500 + 250 + 10 × (20 − 100) = −50
    expect(quantity({ fractionOfEquity: 0.4 }, { mark: decimal(20) })).toBe('0')
    expect(quantity({ riskOfEquity: 0.01 }, { mark: decimal(20) })).toBe('0')
  })

  it('O11: of risk is zero without a stop, and where the stop is at the price', () => {
    expect(quantity({ riskOfEquity: 0.01 }, { stop: null })).toBe(ZERO.toFixed())
    expect(quantity({ riskOfEquity: 0.01 }, { stop: decimal(80) })).toBe(ZERO.toFixed())
  })
})
