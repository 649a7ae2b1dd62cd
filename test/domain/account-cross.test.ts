import { describe, expect, it } from 'vitest'
import {
  type AccountState,
  applyEvent,
  boundMargin,
  clear,
  enter,
  exit,
  freeMargin,
  fund,
  hasCross,
  holdingsOfPosition,
  newAccount,
  poolOf,
  positionOfHolding,
  purseOf,
} from '#domain/account.js'
import { decimal } from '#domain/decimal.js'
import type { LegLiquidated, OrderFilled } from '#domain/event.js'
import type { Holding, Position, PositionMode } from '#domain/position.js'
import { flat, position } from './positions.js'

const none = decimal(0)
const taker = decimal('0.001')

/** A cross leg: nothing is set aside for it. */
function cross(id: number, side: 'long' | 'short', quantity: string, entry: string, leverage = 10): Position {
  return { ...position(side, quantity, entry, leverage), id, margin: 'cross', collateral: none }
}

const isolated = { ...position('long', '10', '100', 5), id: 3, leg: 'third' }
const core = cross(1, 'long', '10', '100')
const hedge = cross(2, 'short', '5', '100')

function accountOf(
  available: string,
  positions: readonly Position[],
  mode: PositionMode = 'multi-trade',
): AccountState {
  return { mode, available: decimal(available), positions, holdings: positions }
}

const texts = (money: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(money).flatMap(([name, value]) =>
      name === 'after' || value === null ? [] : [[name, (value as Position['cost']).toFixed()]],
    ),
  )

describe('L9: cross legs and what is free', () => {
  const account = accountOf('300', [core, hedge, isolated])

  it('bind their initial margin; an isolated leg has set it aside', () => {
    expect([core, hedge, isolated].map((leg) => boundMargin(leg).toFixed())).toEqual(['100', '50', '0'])
  })

  it.each([
    ['100', '150', '300 − 100 − 50'],
    ['110', '100', 'the hedge has lost 50; what the core made does not count'],
    ['90', '50', 'the core has lost 100; the isolated leg’s loss is its own'],
    ['60', '-250', 'below zero: nothing is free'],
  ])('at %s %s are free (%s)', (mark, free) => {
    expect(freeMargin(account, decimal(mark)).toFixed()).toBe(free)
  })

  it('share what is outside of isolated collateral', () => {
    expect(poolOf(account)).toEqual({ wallet: decimal(300), legs: [core, hedge] })
    expect([hasCross(account), hasCross(accountOf('1', [isolated]))]).toEqual([true, false])
  })
})

describe('L6: the purse of a leg that leaves', () => {
  it('may owe while other cross legs are open', () => {
    const both = accountOf('-20', [core, hedge, isolated])
    expect(purseOf(both, 1)).toEqual({ available: decimal(-20), mayOwe: true })
    expect(purseOf(accountOf('5', [core, isolated]), 1).mayOwe).toBe(false)
    expect(purseOf(accountOf('5', [core, isolated]), 3).mayOwe).toBe(true)
    // A part of the only one leaves: it is open still.
    expect(purseOf(accountOf('5', [core]), null).mayOwe).toBe(true)
  })
})

describe('money of a cross leg', () => {
  it('an entry sets nothing aside and pays its fee', () => {
    const before = { ...flat('long', 10), margin: 'cross' as const }
    const effect = enter(before, decimal(10), decimal(100), decimal(100), taker)
    expect(texts(effect)).toMatchObject({ collateral: '0', available: '-1', fee: '1' })
    expect(effect.after?.cost.toFixed()).toBe('1000')
  })

  it.each([
    // 10 × (60 − 100) = −400, fee 0.6.
    ['300', true, '0', '-400.6', 'the wallet owes'],
    ['300', false, '100.6', '-300', 'the last leg: the fund pays what it lacks'],
    ['500', false, '0', '-400.6', 'the wallet has it'],
  ])('L6: with %s and mayOwe %s an exit is covered with %s and moves %s (%s)', (available, mayOwe, covered, moves) => {
    const effect = exit(core, decimal(10), decimal(60), decimal(60), taker, { available: decimal(available), mayOwe })
    expect(texts(effect)).toMatchObject({ realized: '-400', collateral: '0', covered, available: moves })
  })

  it('L6: an isolated leg’s gap is the fund’s while cross legs owe; its fee the wallet’s', () => {
    // 10 × (70 − 100) = −300 of 200: 100 are covered; the fee of 0.7 comes from −50.
    const purse = { available: decimal(-50), mayOwe: true }
    expect(texts(exit(isolated, decimal(10), decimal(70), decimal(70), taker, purse))).toMatchObject({
      covered: '100',
      available: '-0.7',
    })
    // Without them the fund pays the fee too, and what was owed is not its business: 0.7 of a wallet of 0.2.
    const alone = { available: decimal('0.2'), mayOwe: false }
    expect(texts(exit(isolated, decimal(10), decimal(70), decimal(70), taker, alone))).toMatchObject({
      covered: '100.5',
      available: '-0.2',
    })
  })

  it('F3: funding moves the wallet alone, below zero too, whatever the purse', () => {
    for (const from of ['collateral', 'wallet'] as const) {
      const effect = fund(core, decimal(100), decimal('0.5'), from, decimal(300))
      expect(texts(effect)).toEqual({ payment: '-500', toCollateral: '0', fromAvailable: '-500', covered: '0' })
      expect(effect.after).toBe(core)
    }
    expect(fund(hedge, decimal(100), decimal('0.01'), 'wallet', none).fromAvailable.toFixed()).toBe('5')
  })

  it('F3: an isolated leg takes nothing from a wallet that owes', () => {
    // 10 × 100 × 30 % = 300: 200 of collateral, nothing of −50, 100 from the fund.
    const effect = fund(isolated, decimal(100), decimal('0.3'), 'wallet', decimal(-50))
    expect(texts(effect)).toMatchObject({ toCollateral: '-200', fromAvailable: '0', covered: '100' })
  })

  it.each([
    // −300, fee 7: of a wallet of 100 the fund pays 207, where no cross leg is left.
    ['100', false, '-207', '-100'],
    ['100', true, '0', '-307'],
    ['307', false, '0', '-307'],
  ])('L6: a clearance with %s, mayOwe %s: %s to the fund, %s returned', (available, mayOwe, toInsurance, returned) => {
    const wallet = { available: decimal(available), mayOwe }
    const effect = clear(core, decimal(70), decimal(71), decimal('0.01'), wallet)
    expect(texts(effect)).toMatchObject({
      realized: '-300',
      fee: '7',
      slippage: '10',
      collateral: '0',
      toInsurance: toInsurance === '0' ? expect.stringMatching(/^-?0$/) : toInsurance,
      returned,
    })
  })

  it('L5: an isolated leg that is cleared owes the fund what it lacks, though the wallet may owe', () => {
    const effect = clear(isolated, decimal(70), decimal(70), decimal('0.01'), { available: none, mayOwe: true })
    expect(texts(effect)).toMatchObject({ toInsurance: '-107', returned: '0' })
  })
})

describe('M2–M4: holdings and positions', () => {
  const long = position('long', '15', '100', 5)
  const short = { ...position('short', '4', '100', 5), id: 2 }
  const held = (id: number, leg: string, side: 'long' | 'short', quantity: string): Holding => {
    const { collateral: _, ...holding } = position(side, quantity, '100', 5)
    return { ...holding, id, leg }
  }
  const holdings = [held(1, 'core', 'long', '10'), held(2, 'third', 'long', '5'), held(7, 'hedge', 'short', '4')]
  const of = (mode: PositionMode, positions: readonly Position[]): AccountState => ({
    mode,
    available: decimal(100),
    positions,
    holdings: mode === 'multi-trade' ? positions : holdings,
  })

  it('hedged: a holding is part of the position of its side', () => {
    const account = of('hedged', [long, short])
    expect(holdings.map((holding) => positionOfHolding(account, holding)?.id)).toEqual([1, 1, 2])
    expect(holdingsOfPosition(account, long).map(({ id }) => id)).toEqual([1, 2])
    expect(holdingsOfPosition(account, short).map(({ id }) => id)).toEqual([7])
    expect(positionOfHolding(of('hedged', [long]), holdings[2])).toBe(null)
  })

  it('one-way: of the net where it is of its side, else of none; all end with it', () => {
    const account = of('one-way', [{ ...long, quantity: decimal(11) }])
    expect(holdings.map((holding) => positionOfHolding(account, holding)?.id ?? null)).toEqual([1, 1, null])
    expect(holdingsOfPosition(account, long)).toBe(holdings)
  })

  it('multi-trade: it is the position, by number', () => {
    const account = of('multi-trade', [long, { ...long, id: 4 }])
    expect(positionOfHolding(account, { id: 4, side: 'long' })?.id).toBe(4)
    expect(holdingsOfPosition(account, { id: 4, side: 'long' }).map(({ id }) => id)).toEqual([4])
    expect(positionOfHolding(account, { id: 9, side: 'long' })).toBe(null)
  })

  it('a fill changes the position and the holding of the leg that ordered, each by its own number', () => {
    const event = {
      kind: 'OrderFilled',
      reason: 'signal',
      position: 1,
      opening: 2,
      available: decimal(50),
      after: { ...long, quantity: decimal(10) },
      holding: null,
    } as unknown as OrderFilled
    const after = applyEvent(of('hedged', [long, short]), event)
    expect(after.available.toFixed()).toBe('150')
    expect(after.positions.map(({ id, quantity }) => [id, quantity.toFixed()])).toEqual([
      [1, '10'],
      [2, '4'],
    ])
    expect(after.holdings.map(({ id }) => id)).toEqual([1, 7])
  })

  it('a holding that grows stays in its place, a new one comes last', () => {
    const event = { kind: 'OrderFilled', reason: 'entry', position: 1, available: none, after: long } as const
    const grown = { ...holdings[0], quantity: decimal(12) }
    const scaled = { ...event, opening: 1, holding: grown } as unknown as OrderFilled
    expect(applyEvent(of('hedged', [long]), scaled).holdings).toEqual([grown, holdings[1], holdings[2]])
    const fresh = { ...holdings[0], id: 9 }
    const opened = { ...event, opening: 9, holding: fresh } as unknown as OrderFilled
    expect(applyEvent(of('hedged', [long]), opened).holdings).toEqual([...holdings, fresh])
  })

  it('the end of the data ends all legs of a net position, in hedged the one that it closes', () => {
    const event = {
      kind: 'OrderFilled',
      reason: 'end-of-data',
      position: 1,
      opening: 1,
      available: none,
      after: null,
      holding: null,
    } as unknown as OrderFilled
    expect(applyEvent(of('one-way', [long]), event).holdings).toEqual([])
    expect(applyEvent(of('hedged', [long]), event).holdings.map(({ id }) => id)).toEqual([2, 7])
  })

  it('a liquidation ends the openings that it names', () => {
    const event = {
      kind: 'LegLiquidated',
      position: 1,
      openings: [1, 2],
      returned: decimal(3),
    } as unknown as LegLiquidated
    const after = applyEvent(of('hedged', [long, short]), event)
    expect([after.available.toFixed(), after.positions, after.holdings]).toEqual(['103', [short], [holdings[2]]])
  })

  it('what moves collateral changes the position alone', () => {
    const after = { ...long, collateral: decimal(400) }
    const base = { kind: 'CollateralMoved', at: 0, candle: 0, leg: 'core', position: 1, after } as const
    const moved = applyEvent(of('hedged', [long, short]), { ...base, amount: decimal(60) })
    expect(moved.available.toFixed()).toBe('40')
    expect(moved.positions).toEqual([after, short])
    expect(moved.holdings).toBe(holdings)
    const apart = applyEvent(of('multi-trade', [long, short]), { ...base, amount: decimal(60) })
    expect(apart.holdings).toBe(apart.positions)
  })

  it('a new account holds nothing', () => {
    expect(newAccount('one-way', decimal(5))).toEqual({
      mode: 'one-way',
      available: decimal(5),
      positions: [],
      holdings: [],
    })
  })
})
