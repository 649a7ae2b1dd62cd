import { describe, expect, it } from 'vitest'
import { decimal, plain } from '#domain/decimal.js'
import type { OrderFilled } from '#domain/event.js'
import { InvariantError } from '#domain/failure.js'
import type { Entry } from '#domain/journal.js'
import { Ledger } from '#ledger/ledger.js'
import { type Draft, draftOf } from '#ledger/postings.js'
import { at, closed, funded, liquidated, opened } from './events.js'

/** What a draft will book, one movement a line. */
function lines(draft: Draft | null): readonly string[] {
  return (draft?.movements ?? []).map(({ account, amount }) => `${account} ${plain(amount)}`)
}

/** What was booked, one posting a line. */
function bookedLines(entry: Entry | undefined): readonly string[] {
  return (entry?.postings ?? []).map(({ account, amount }) => `${account} ${amount}`)
}

function booked(...events: readonly OrderFilled[]): Ledger {
  const ledger = new Ledger(decimal('1000'), at)
  for (const event of events) ledger.book(event)
  return ledger
}

const core = opened('long', 5, { quantity: '10', price: '100.1', expected: '100', fee: '0.0005' })
const leg = core.after!

describe('A1: entries', () => {
  it('an account begins with its deposit', () => {
    const ledger = new Ledger(decimal('1000'), at)
    expect(ledger.journal.map(({ what }) => what)).toEqual(['deposit'])
    expect(bookedLines(ledger.journal[0])).toEqual(['available 1000', 'deposits -1000'])
    expect(ledger.total().toFixed()).toBe('0')
  })

  it('an entry sets collateral aside and shows its slippage apart from the price', () => {
    // 1001 of notional: 200.2 of collateral, 0.5005 fee, 10 × 0.1 slippage.
    expect(lines(draftOf(core))).toEqual([
      'collateral:1 200.2',
      'price:1 -1',
      'slippage:1 1',
      'fees:1 0.5005',
      'available -200.7005',
    ])
  })

  it('an exit releases collateral and books price PnL at the expected price', () => {
    const { account } = booked(core)
    // Sold at 109.9 where 110 was expected: 10 × (109.9 − 100.1) = 98 realized, slippage 1, so 99 of price.
    const event = closed(leg, account, { quantity: '10', price: '109.9', expected: '110', fee: '0.0005' })
    expect(lines(draftOf(event))).toEqual([
      'collateral:1 -200.2',
      'price:1 -99',
      'slippage:1 1',
      'fees:1 0.5495',
      'available 297.6505',
    ])
  })

  it('funding from the collateral touches nothing else', () => {
    const { account } = booked(core)
    expect(lines(draftOf(funded(leg, account, '100', '0.0001', 'collateral')))).toEqual([
      'collateral:1 -0.1',
      'funding:1 0.1',
    ])
  })

  it('funding from the wallet leaves the collateral', () => {
    const { account } = booked(core)
    expect(lines(draftOf(funded(leg, account, '100', '0.0001', 'wallet')))).toEqual(['funding:1 0.1', 'available -0.1'])
  })

  it('L5: a liquidation takes all collateral; what is left is the fund’s', () => {
    // 10 × (81 − 100.1) = −191: 9.2 of 200.2 are left.
    expect(lines(draftOf(liquidated(leg, '81')))).toEqual(['collateral:1 -200.2', 'price:1 191', 'liquidation:1 9.2'])
  })

  it('L5: in a gap the fund pays what is missing', () => {
    // 10 × (70 − 100.1) = −301
    expect(lines(draftOf(liquidated(leg, '70')))).toEqual([
      'collateral:1 -200.2',
      'price:1 301',
      'liquidation:1 -100.8',
    ])
  })

  it('L6: a clearance books fee and what the fund paid together, slippage apart, and what returns', () => {
    const event = { ...liquidated(leg, '81'), fee: decimal('8.1'), slippage: decimal('2'), returned: decimal('0') }
    const covered = { ...event, toInsurance: event.toInsurance.minus('8.1') }
    expect(lines(draftOf(covered))).toEqual(['collateral:1 -200.2', 'price:1 189', 'slippage:1 2', 'liquidation:1 9.2'])
    const returned = { ...event, toInsurance: decimal('0'), returned: decimal('1.1') }
    expect(lines(draftOf(returned))).toEqual([
      'collateral:1 -200.2',
      'price:1 189',
      'slippage:1 2',
      'liquidation:1 8.1',
      'available 1.1',
    ])
    expect(draftOf(event)).toMatchObject({ what: 'liquidation', leg: 'core' })
  })

  it('L7: margin moves between two purses, of a cross leg nothing', () => {
    const base = { at, candle: 0, leg: 'core', position: 1, after: leg } as const
    const added = draftOf({ ...base, kind: 'CollateralMoved', amount: decimal('50') })
    expect([added?.what, ...lines(added)]).toEqual(['margin', 'collateral:1 50', 'available -50'])
    const levered = { ...base, kind: 'LeverageChanged', leverage: decimal('3') } as const
    expect(lines(draftOf({ ...levered, amount: decimal('-50') }))).toEqual(['collateral:1 -50', 'available 50'])
    expect(lines(draftOf({ ...levered, amount: decimal('0') }))).toEqual([])
    const ledger = booked(core)
    ledger.book({ ...levered, amount: decimal('0') })
    expect(ledger.journal).toHaveLength(2)
  })

  it('a fact that moves no money has none', () => {
    const facts = { at, candle: 0, leg: 'core', order: 1 }
    expect(draftOf({ ...facts, kind: 'OrderExpired' })).toBeNull()
    const ledger = booked(core)
    ledger.book({ ...facts, kind: 'OrderCancelled', cause: 'command' })
    expect(ledger.journal).toHaveLength(2)
  })
})

describe('A2: balances', () => {
  it('follow the entries', () => {
    const ledger = booked(core)
    ledger.book(closed(leg, ledger.account, { quantity: '10', price: '109.9', expected: '110', fee: '0.0005' }))
    const of = (name: Parameters<Ledger['balance']>[0]) => ledger.balance(name).toFixed()
    // 1000 + 99 + 1 of price at the expected prices, − 2 of slippage, − 1.05 of fees
    expect([of('available'), of('collateral:1'), of('price:1'), of('slippage:1'), of('fees:1')]).toEqual([
      '1096.95',
      '0',
      '-100',
      '2',
      '1.05',
    ])
    expect(ledger.account).toEqual({
      mode: 'multi-trade',
      available: decimal('1096.95'),
      positions: [],
      holdings: [],
    })
    expect(ledger.total().toFixed()).toBe('0')
  })
})

describe('what is wrong with the books stops the run', () => {
  it('A1: a purse below zero', () => {
    const ledger = new Ledger(decimal('200'), at)
    expect(() => ledger.book(core)).toThrow(InvariantError)
    expect(() => new Ledger(decimal('200'), at).book(core)).toThrow('available is -0.7005')
  })

  it('A1, L6: a wallet below zero without a cross leg that backs it', () => {
    const backed = { ...leg, margin: 'cross', collateral: decimal('0') } as const
    const owing: OrderFilled = {
      ...core,
      collateral: decimal('0'),
      available: decimal('-1000.5005'),
      realized: decimal('-1000'),
      after: backed,
    }
    expect(booked(owing).account.available.toFixed()).toBe('-0.5005')
    expect(() => booked({ ...owing, after: { ...backed, margin: 'isolated' } })).toThrow('available is -0.5005')
  })

  it('A1: postings that do not sum to zero', () => {
    expect(() => booked({ ...core, fee: decimal('0.6') })).toThrow(/postings of a entry .* sum to 0.0995, not to zero/)
  })

  it('A1: a leg whose collateral is below zero', () => {
    const drawn = decimal('-1')
    const wrong: OrderFilled = {
      ...core,
      collateral: drawn,
      available: decimal('0.4995'),
      after: { ...leg, collateral: drawn },
    }
    expect(() => booked(wrong)).toThrow('the collateral of leg 1 is -1')
  })

  it('A1: a leg whose collateral is not what is booked', () => {
    const wrong: OrderFilled = { ...core, after: { ...leg, collateral: decimal('200') } }
    expect(() => booked(wrong)).toThrow(/After OrderFilled .* the collateral of leg 1 is 200/)
  })
})
