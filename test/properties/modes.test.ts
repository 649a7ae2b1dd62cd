import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { type AccountState, applyEvent, hasCross, isCross } from '#domain/account.js'
import { type Decimal, decimal, sum } from '#domain/decimal.js'
import type { AccountEvent } from '#domain/event.js'
import type { LegSide } from '#domain/position.js'
import { Exchange } from '#exchange/exchange.js'
import { Ledger } from '#ledger/ledger.js'
import { arbitraryRun, dataOf, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'

afterEach(() => vi.restoreAllMocks())

/** Where a method stands before it is watched. */
function descriptorOf(prototype: object, name: string): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(prototype, name)!
}

/** Looks at the account after every event that is booked. */
function atEveryEvent(look: (account: AccountState) => void): void {
  const book = descriptorOf(Ledger.prototype, 'book').value as (this: Ledger, event: AccountEvent) => void
  vi.spyOn(Ledger.prototype, 'book').mockImplementation(function (this: Ledger, event) {
    book.call(this, event)
    look(this.account)
  })
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      resultOf(drawn)
    }),
    settings,
  )
}

type Held = AccountState['holdings']

function ofSide(all: Held, side: LegSide): Decimal {
  return sum(all.filter((one) => one.side === side).map(({ quantity }) => quantity))
}

it('M4: what legs hold by their own orders is what the venue holds, at every event: by leg, by side, or net', () => {
  const seen = new Set<string>()
  atEveryEvent(({ mode, positions, holdings }) => {
    const net = (all: Held): string => ofSide(all, 'long').minus(ofSide(all, 'short')).toFixed()
    seen.add(`${mode} ${Math.min(holdings.length - positions.length, 1)}`)
    expect(net(holdings)).toBe(net(positions))
    if (mode === 'multi-trade') expect(holdings).toEqual(positions)
    if (mode === 'one-way') expect(positions.length).toBeLessThanOrEqual(1)
    if (mode !== 'hedged') return
    for (const side of ['long', 'short'] as const) {
      expect(positions.filter((one) => one.side === side).length).toBeLessThanOrEqual(1)
      expect(ofSide(holdings, side).toFixed()).toBe(ofSide(positions, side).toFixed())
    }
  })
  expect(seen).toEqual(new Set(['multi-trade 0', 'hedged 0', 'hedged 1', 'one-way 0', 'one-way 1']))
})

it('L6: what is available is below zero only while cross legs are open; collateral never is, and cross legs have none', () => {
  let owing = 0
  atEveryEvent((account) => {
    if (account.available.lt(0)) owing++
    expect(account.available.gte(0) || hasCross(account)).toBe(true)
    for (const position of account.positions) {
      expect(position.quantity.gt(0) && position.cost.gt(0) && position.collateral.gte(0)).toBe(true)
      expect(isCross(position) && !position.collateral.isZero()).toBe(false)
    }
  })
  expect(owing).toBeGreaterThan(5)
})

it('L3, L4: no leg and no pool outlives the close of a candle at whose mark it is to be liquidated', () => {
  const play = descriptorOf(Exchange.prototype, 'play').value as (
    this: Exchange,
    ...given: Parameters<Exchange['play']>
  ) => readonly AccountEvent[]
  let pools = 0
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const data = dataOf(drawn)
      // What is paid at a close is tested at the next open.
      const isPaid = (candle: number): boolean =>
        data.funding.some((due) => due.candle === candle && due.phase === 'close')
      const spy = vi.spyOn(Exchange.prototype, 'play').mockImplementation(function (this: Exchange, candle, account) {
        const events = play.call(this, candle, account)
        const after = events.reduce(applyEvent, account)
        const mark = decimal(data.mark.close[candle])
        if (isPaid(candle)) return events
        const { liquidationPrices: prices } = this
        if (hasCross(after)) pools++
        expect(prices.pool.isDue(after, mark)).toBe(false)
        for (const leg of after.positions) if (!isCross(leg)) expect(prices.isDue(leg, mark)).toBe(false)
        return events
      })
      resultOf(drawn)
      spy.mockRestore()
    }),
    settings,
  )
  expect(pools).toBeGreaterThan(100)
})

it('L6: the fund pays what a pool lacks: the account ends with no less than nothing, however it ends', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const { account, legs } = resultOf({ ...drawn, venue: { ...drawn.venue, closeAtEnd: true } })
      if (legs.every(({ closedAt }) => closedAt !== null)) expect(Number(account.wallet)).toBeGreaterThanOrEqual(0)
      expect(account.liquidation.below === null || Number(account.liquidation.below) > 0).toBe(true)
    }),
    settings,
  )
})
