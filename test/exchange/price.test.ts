import { describe, expect, it } from 'vitest'
import { decimal, type Decimal } from '#domain/decimal.js'
import { againstTrader, stopPrice, targetPrice, towardsMarket } from '#exchange/price.js'
import { fixedSlippage } from '#exchange/slippage.js'

const tick = decimal('0.05')
const fill = { quantity: decimal(1), candle: 0 }
const at = (price: string) => (): Decimal => decimal(price)

describe('Prices on the tick', () => {
  it.each([
    ['100.01', 'buy', '100.05'],
    ['100.04', 'sell', '100'],
    ['100.05', 'buy', '100.05'],
    ['100.05', 'sell', '100.05'],
  ] as const)('O8: %s goes against the trader: to %s at %s', (price, side, expected) => {
    expect(againstTrader(decimal(price), side, tick).toFixed()).toBe(expected)
  })

  it('O8: stays on a tick that is no power of ten, where binary floats count one tick more or less', () => {
    // In floats 4.48 ÷ 0.02 is 224.00000000000003, and 199.95 ÷ 0.05 is 3998.9999999999995.
    expect(againstTrader(decimal('4.48'), 'buy', decimal('0.02')).toFixed()).toBe('4.48')
    expect(againstTrader(decimal('199.95'), 'sell', tick).toFixed()).toBe('199.95')
  })

  it.each([
    ['95.01', 'long', '95.05'],
    ['105.04', 'short', '105'],
    ['95.05', 'long', '95.05'],
    ['105.05', 'short', '105.05'],
  ] as const)('O8: a stop at %s of a %s goes towards the market, to %s', (price, side, expected) => {
    expect(towardsMarket(decimal(price), side, tick).toFixed()).toBe(expected)
  })
})

describe('Exit levels', () => {
  // 7 % of 123.45 is 8.6415
  it.each([
    ['stop', 'long', '114.85', '123.45 − 8.6415 = 114.8085, up'],
    ['stop', 'short', '132.05', '123.45 + 8.6415 = 132.0915, down'],
    ['target', 'long', '132.05', '132.0915, down: it sells'],
    ['target', 'short', '114.85', '114.8085, up: it buys'],
  ] as const)('O6, O8: a %s 7%% from the entry of a %s is at %s: %s', (what, side, expected, why) => {
    const price = what === 'stop' ? stopPrice : targetPrice
    expect(price({ fraction: 0.07 }, side, at('123.45'), tick).toFixed(), why).toBe(expected)
  })

  it('that are prices do not ask for the entry', () => {
    const never = (): never => expect.unreachable('a price needs no entry')
    expect(stopPrice(95, 'long', never, tick).toFixed()).toBe('95')
    expect(targetPrice(105, 'long', never, tick).toFixed()).toBe('105')
  })
})

describe('Slippage', () => {
  it('O8: goes to the tick against the trader, once', () => {
    const slippage = fixedSlippage(decimal(3), tick)
    expect(slippage({ ...fill, side: 'buy', expected: decimal(100) }).toFixed()).toBe('100.05')
    expect(slippage({ ...fill, side: 'sell', expected: decimal(100) }).toFixed()).toBe('99.95')
  })

  it('O8: that ends on the tick is not pushed on', () => {
    // 5 bps of 100 is one tick of 0.05
    const slippage = fixedSlippage(decimal(5), tick)
    expect(slippage({ ...fill, side: 'buy', expected: decimal(100) }).toFixed()).toBe('100.05')
    expect(slippage({ ...fill, side: 'sell', expected: decimal(100) }).toFixed()).toBe('99.95')
  })
})
