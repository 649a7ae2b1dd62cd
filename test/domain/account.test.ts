import { describe, expect, it } from 'vitest'
import {
  type AccountState,
  applyEvent,
  enter,
  equityAt,
  exit,
  freeMargin,
  fund,
  clear,
  liquidate,
  holdingById,
  holdingOfLeg,
  purseOf,
  walletOf,
} from '#domain/account.js'
import { type Decimal, decimal } from '#domain/decimal.js'
import type { OrderFilled } from '#domain/event.js'
import { flat, position } from './positions.js'

/** The decimals of an effect as text, the leg after it as quantity, cost and collateral. */
function shown(effect: object): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(effect).map(([name, value]) => {
      if (name !== 'after') return [name, (value as Decimal).toFixed()]
      const after = value as ReturnType<typeof flat> | null
      return [name, after && `${after.quantity.toFixed()} ${after.cost.toFixed()} ${after.collateral.toFixed()}`]
    }),
  )
}

const taker = decimal('0.0005')

describe('entering', () => {
  it('a new leg: cost at the fill price, collateral by its leverage, fee and slippage apart', () => {
    // 2 × 100.1 = 200.2; a third is 66.73333333; 0.05 % is 0.1001; slippage 2 × 0.1.
    expect(shown(enter(flat('long', 3), decimal(2), decimal('100.1'), decimal(100), taker))).toEqual({
      fee: '0.1001',
      slippage: '0.2',
      realized: '0',
      collateral: '66.73333333',
      available: '-66.83343333',
      covered: '0',
      after: '2 200.2 66.73333333',
    })
  })

  it('a short that sold lower than expected has slippage too', () => {
    expect(enter(flat('short', 1), decimal(2), decimal('99.9'), decimal(100), taker).slippage.toFixed()).toBe('0.2')
  })

  it('adding keeps what is there', () => {
    const before = position('long', '10', '300', 5)
    expect(enter(before, decimal(5), decimal(330), decimal(330), taker).after).toMatchObject({
      quantity: decimal(15),
      cost: decimal(4650),
      collateral: decimal(930),
    })
  })
})

/** Nothing available, and no cross legs that could owe. */
const broke = { available: decimal(0), mayOwe: false }

describe('A5: leaving', () => {
  it('a part takes its share of cost and collateral, the last takes the remaining cost', () => {
    // 3 for 100.01 in all at 3x: collateral 33.33666667.
    const before = { ...position('long', '3', '1', 3), cost: decimal('100.01'), collateral: decimal('33.33666667') }
    const first = exit(before, decimal(1), decimal(40), decimal(40), decimal(0), broke)
    // cost 33.33666667, released 11.11222222; 40 − 33.33666667 = 6.66333333
    expect(shown(first)).toMatchObject({
      realized: '6.66333333',
      collateral: '-11.11222222',
      after: '2 66.67333333 22.22444445',
    })
    const second = exit(first.after!, decimal(2), decimal(40), decimal(40), decimal(0), broke)
    expect(shown(second)).toMatchObject({ realized: '13.32666667', collateral: '-22.22444445', after: null })
    // 3 × 40 − 100.01
    expect(first.realized.plus(second.realized).toFixed()).toBe('19.99')
  })

  it('a short earns as the price falls', () => {
    const effect = exit(position('short', '10', '300', 5), decimal(10), decimal('280.1'), decimal(280), taker, broke)
    // (300 − 280.1) × 10; fee 2801 × 0.05 %; slippage 0.1 × 10
    expect(shown(effect)).toMatchObject({
      realized: '199',
      fee: '1.4005',
      slippage: '1',
      collateral: '-600',
      after: null,
    })
  })

  it('L9: the fee comes out of what the exit releases, and what nobody can pay the fund covers', () => {
    const before = position('long', '10', '300', 5)
    // Down at 240 the collateral is gone: 600 − 600. The fee is 1.2.
    const at = (available: string) =>
      exit(before, decimal(10), decimal(240), decimal(240), taker, {
        available: decimal(available),
        mayOwe: false,
      }).covered.toFixed()
    expect([at('1.2'), at('1'), at('0')]).toEqual(['0', '0.2', '1.2'])
    // At 241 ten are left: enough.
    expect(exit(before, decimal(10), decimal(241), decimal(241), taker, broke).covered.toFixed()).toBe('0')
  })
})

describe('F1, F3: funding', () => {
  const long = position('long', '10', '300', 5)
  const short = position('short', '10', '300', 5)

  it.each([
    ['long', long, '0.0001', '-0.31'],
    ['short', short, '0.0001', '0.31'],
    ['long', long, '-0.0001', '0.31'],
    ['short', short, '-0.0001', '-0.31'],
  ] as const)('F1: a %s pays on its notional at the mark (%#)', (_, leg, rate, payment) => {
    // 10 × 310 × 0.01 %, not on the entry at 300, not on the collateral of 600.
    const effect = fund(leg, decimal(310), decimal(rate), 'collateral', decimal(0))
    expect(shown(effect)).toMatchObject({ payment, toCollateral: payment, covered: '0' })
    expect(effect.after.collateral.toFixed()).toBe(decimal(600).plus(payment).toFixed())
    expect(effect.after.cost.toFixed()).toBe('3000')
  })

  it('A5: it is rounded half-even to eight places', () => {
    // 10 × 0.05 × 0.000000005 = 0.0000000025, and 0.0000000075 … at the ninth place: 0.000000005 → 0, 0.000000015 → 0.00000002
    const of = (mark: string) =>
      fund(short, decimal(mark), decimal('0.000000001'), 'wallet', decimal(0)).payment.toFixed()
    expect([of('0.5'), of('1.5'), of('2.5')]).toEqual(['0', '0.00000002', '0.00000002'])
  })

  it('F3: collateral first, then what is available, then the fund', () => {
    // 10 × 300 × 25 % = 750: 600 of collateral, 100 available, 50 covered.
    const effect = fund(long, decimal(300), decimal('0.25'), 'collateral', decimal(100))
    expect(shown(effect)).toMatchObject({ payment: '-750', toCollateral: '-600', covered: '50', after: '10 3000 0' })
  })

  it('F3: the wallet first, then the collateral, then the fund', () => {
    const pays = (rate: string) => shown(fund(long, decimal(300), decimal(rate), 'wallet', decimal(100)))
    expect(pays('0.03')).toMatchObject({ payment: '-90', toCollateral: '0', covered: '0', after: '10 3000 600' })
    expect(pays('0.1')).toMatchObject({ payment: '-300', toCollateral: '-200', covered: '0', after: '10 3000 400' })
    expect(pays('0.25')).toMatchObject({ payment: '-750', toCollateral: '-600', covered: '50', after: '10 3000 0' })
  })
})

describe('L5: liquidation at a price', () => {
  it.each([
    ['243', '-570', '30', 'what is left goes to the fund'],
    ['240', '-600', '0', 'at bankruptcy nothing is left'],
    ['200', '-1000', '-400', 'a gap: the fund pays'],
  ])('at %s: %s realized, %s to the fund', (price, realized, toInsurance) => {
    expect(shown(liquidate(position('long', '10', '300', 5), decimal(price)))).toEqual({
      price,
      expected: price,
      slippage: '0',
      fee: '0',
      returned: '0',
      quantity: '10',
      realized,
      collateral: '600',
      toInsurance,
    })
  })
})

describe('L5: liquidation by clearance', () => {
  // 10 long from 300 with 600 of collateral, expected at 243, sold at 242.5: −575; the fee is 1 % of 2425.
  it.each([
    ['243', '242.5', '-575', '24.25', '0', '0.75', 'what is left returns'],
    ['241', '240.5', '-595', '24.05', '-19.05', '0', 'what the fee lacks, the fund pays'],
  ])('expected %s, sold at %s: %s realized, fee %s, %s to the fund, %s returned', (expected, price, ...rest) => {
    const [realized, fee, toInsurance, returned] = rest
    const effect = clear(position('long', '10', '300', 5), decimal(price), decimal(expected), decimal('0.01'), broke)
    expect(shown(effect)).toMatchObject({ realized, fee, toInsurance, returned, slippage: '5', collateral: '600' })
  })
})

describe('an account', () => {
  const core = { ...position('long', '10', '300', 5), id: 1 }
  const hedge = { ...position('short', '4', '310', 2), id: 2, leg: 'hedge' }
  const positions = [core, hedge]
  const account: AccountState = { mode: 'multi-trade', available: decimal(500), positions, holdings: positions }

  it('its wallet holds the collateral, its equity the open PnL, and only what is available is free', () => {
    // 500 + 600 + 620; at 320: + 10 × 20 − 4 × 10
    expect(walletOf(account).toFixed()).toBe('1720')
    expect(equityAt(account, decimal(320)).toFixed()).toBe('1880')
    expect(freeMargin(account, decimal(320)).toFixed()).toBe('500')
  })

  it('finds legs by name and by number', () => {
    expect([holdingOfLeg(account, 'hedge'), holdingOfLeg(account, 'other')]).toEqual([hedge, null])
    expect([holdingById(account, 1), holdingById(account, 3)]).toEqual([core, null])
  })

  it('a fill that closes one leg leaves the other as it is', () => {
    const effect = exit(hedge, decimal(4), decimal(300), decimal(300), taker, purseOf(account, hedge.id))
    const event = { kind: 'OrderFilled', position: 2, ...effect } as unknown as OrderFilled
    const after = applyEvent(account, event)
    // 500 + 620 + 40 − 0.6
    expect(after.available.toFixed()).toBe('1159.4')
    expect(after.positions).toEqual([core])
  })
})
