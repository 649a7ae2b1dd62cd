import { array, assert, boolean, integer, oneof, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candles, FundingDue } from '#domain/candles.js'
import type { Command, OpenCommand } from '#domain/command.js'
import { decimal, ZERO } from '#domain/decimal.js'
import { flatFees } from '#domain/fees.js'
import type { AccountEvent } from '#domain/event.js'
import type { Instrument } from '#domain/instrument.js'
import { HOUR_MS } from '#domain/time.js'
import { unbounded } from '#exchange/volume.js'
import { Exchange, LAST_ABOVE, LAST_BELOW, MARK_ABOVE, MARK_BELOW, WAKE } from '#exchange/exchange.js'
import { fixedSlippage } from '#exchange/slippage.js'
import type { Market, Venue } from '#exchange/venue.js'
import { Ledger } from '#ledger/ledger.js'
import { settings } from '../properties/settings.js'

const tierOf = (rate: string) => ({ upTo: decimal('1e9'), maxLeverage: decimal(50), rate: decimal(rate), amount: ZERO })

const instrument: Instrument = {
  kind: 'perpetual',
  pair: 'TAO/USDT',
  tick: decimal('0.01'),
  lot: decimal('0.001'),
  minNotional: decimal(5),
  tierStates: [
    { from: 0, tiers: [tierOf('0.01')] },
    { from: 30 * HOUR_MS, tiers: [tierOf('0.05')] },
  ],
  fees: flatFees({ maker: decimal('0.0002'), taker: decimal('0.0005') }),
}

const venue: Venue = {
  instrument,
  slippage: fixedSlippage(decimal(2), instrument.tick),
  maintenanceOn: 'mark',
  closeFeeInTest: false,
  hedgedMaintenance: 'sum',
  positionMode: 'multi-trade',
  fundingFrom: 'collateral',
  settlement: 'bankruptcy',
  clearanceFeeRate: ZERO,
  fillCap: unbounded,
  limitDepth: decimal(0),
  path: 'worst',
  latencyMs: 0,
}

/** One candle as moves in ticks: from the close before to the open, to the close, and how far the wicks reach. */
type Moves = readonly [gap: number, body: number, up: number, down: number, basis: number]

function marketOf(moves: readonly Moves[], marked: boolean): Market {
  const column = (): Float64Array => new Float64Array(moves.length)
  const series = () => ({ open: column(), high: column(), low: column(), close: column() })
  const last = series()
  const mark = series()
  let price = 10_000
  for (const [at, [gap, body, up, down, basis]] of moves.entries()) {
    const open = Math.max(100, price + gap)
    const close = Math.max(100, open + body)
    const values = { open, high: Math.max(open, close) + up, low: Math.max(50, Math.min(open, close) - down), close }
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      last[name][at] = values[name] / 100
      mark[name][at] = (values[name] + basis) / 100
    }
    price = close
  }
  const times = column().map((_, at) => at * HOUR_MS)
  const candles: Candles = { length: moves.length, timeframeMs: HOUR_MS, openedAt: times, volume: column(), ...last }
  return { candles, mark: marked ? { ...candles, ...mark } : candles, fine: null, atr: () => 2 }
}

/** Plays candles, all of them or only those that the bounds let through, and gives the same commands at the same closes. */
function play(
  market: Market,
  funding: readonly FundingDue[],
  orders: ReadonlyMap<number, readonly Command[]>,
  all: boolean,
) {
  const { candles, mark } = market
  const exchange = new Exchange(venue, market, funding, 0)
  const ledger = new Ledger(decimal(10_000), 0)
  const events: AccountEvent[] = []
  let played = 0
  const book = (fresh: readonly AccountEvent[]): void => {
    for (const event of fresh) ledger.book(event)
    events.push(...fresh)
  }
  for (let candle = 0; candle < candles.length; candle++) {
    const { bounds } = exchange
    const last = candles.low[candle] <= bounds[LAST_BELOW] || candles.high[candle] >= bounds[LAST_ABOVE]
    const marked = mark.low[candle] <= bounds[MARK_BELOW] || mark.high[candle] >= bounds[MARK_ABOVE]
    if (all || last || marked || candle >= bounds[WAKE]) {
      book(exchange.play(candle, ledger.account))
      played += 1
    }
    const given = orders.get(candle)
    if (given !== undefined) book(exchange.accept(given, candle + 1, (candle + 1) * HOUR_MS, ledger.account))
  }
  book(exchange.finish(candles.length - 1, ledger.account, true))
  const excursions = [1, 2, 3].map((position) => ({ ...exchange.excursionOf(position) }))
  return { facts: JSON.stringify({ events, excursions, ambiguous: exchange.ambiguousAt }), played }
}

const within = (most: number) => integer({ min: -most, max: most })
const wick = oneof({ weight: 9, arbitrary: integer({ min: 0, max: 40 }) }, integer({ min: 0, max: 1_500 }))
const moves = array(tuple(within(15), within(60), wick, wick, within(30)), { minLength: 60, maxLength: 60 })
const funding = array(record({ candle: integer({ min: 0, max: 59 }), inside: boolean() }), { maxLength: 4 })

function duesOf(drawn: readonly { readonly candle: number; readonly inside: boolean }[]): readonly FundingDue[] {
  const dues = drawn.map(({ candle, inside }): FundingDue => {
    const at = candle * HOUR_MS + (inside ? HOUR_MS / 2 : 0)
    return { at, rate: 0.001, candle, phase: inside ? 'close' : 'open', known: true }
  })
  return dues.sort((one, other) => one.at - other.at)
}

const terms = { kind: 'open', margin: 'isolated', size: { quantity: 5 } } as const

const orders = new Map<number, readonly Command[]>([
  [
    2,
    [
      { ...terms, leg: 'core', side: 'long', leverage: 10, stop: { fraction: 0.06 }, stopOn: 'mark' },
      { ...terms, leg: 'hedge', side: 'short', leverage: 20, target: { fraction: 0.03 } },
      { ...terms, leg: 'dip', side: 'long', leverage: 2, limit: 97, stop: 94, target: { fraction: 0.04 } },
    ] satisfies readonly OpenCommand[],
  ],
  [20, [{ kind: 'reduce', leg: 'core', by: { fraction: 0.5 } }]],
  [40, [{ kind: 'adjust', leg: 'core', stop: 92, target: 108 }]],
])

describe('The bounds of the exchange', () => {
  it('leave out no candle in which something happens: playing all of them gives the same events', () => {
    let playedAll = 0
    let playedSome = 0
    assert(
      property(moves, boolean(), funding, (drawn, marked, prints) => {
        const market = marketOf(drawn, marked)
        const every = play(market, duesOf(prints), orders, true)
        const some = play(market, duesOf(prints), orders, false)
        playedAll += every.played
        playedSome += some.played
        expect(some.facts).toBe(every.facts)
      }),
      settings,
    )
    expect(playedSome).toBeLessThan(playedAll / 3)
  })
})
