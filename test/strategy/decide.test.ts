import { describe, expect, it } from 'vitest'
import { decide, type DecisionView } from '#strategy/decide.js'
import { defineStrategy, type StrategyContext } from '#strategy/define.js'
import { candleFeed, eventFeed, seriesFeed } from '#strategy/feeds.js'
import { ema } from '#strategy/indicators/index.js'
import { number, type ParamDeclaration } from '#strategy/params.js'
import { failureOf } from '../market/failure-of.js'

/** What a strategy is shown for a view, read inside `onCandle`. */
function shown<Seen>(view: DecisionView, look: (context: Context) => Seen): Seen {
  let seen: Seen | undefined
  decide(
    watcher((context) => (seen = look(context))),
    view,
  )
  return seen!
}

function watcher(look: (context: Context) => void) {
  return defineStrategy({
    name: 'watcher',
    legs: { core: { side: 'long', leverage: 2 }, hedge: { side: 'short', hedges: 'core' } },
    params: { ratio: number(0.4, { max: 1 }) },
    indicators: () => ({ trend: ema(20) }),
    state: () => ({ count: 7 }),
    onCandle: look,
  })
}

type Context = StrategyContext<'core' | 'hedge', { ratio: ParamDeclaration<number> }, {}, { count: number }>

describe('decide', () => {
  it('leaves nothing for a view to say: prices 100, equity 10,000, legs flat, parameters at their defaults', () => {
    expect(
      shown({}, ({ candle, equity, freeMargin, legs: { core }, params, state }) => ({
        close: [candle.open, candle.high, candle.low, candle.close],
        money: [equity, freeMargin],
        core: [core.isFlat, core.isOpening, core.isOpen, core.quantity, core.notional, core.entry, core.unrealizedPnl],
        params,
        state,
      })),
    ).toEqual({
      close: [100, 100, 100, 100],
      money: [10_000, 10_000],
      core: [true, false, false, 0, 0, null, 0],
      params: { ratio: 0.4 },
      state: { count: 7 },
    })
  })

  it('shows a close as it is stated', () => {
    const view: DecisionView = {
      candle: { open: 98, close: 104, high: 105, volume: 12 },
      equity: 2000,
      freeMargin: 300,
      params: { ratio: 0.8 },
      state: { count: 1 },
    }
    expect(
      shown(view, ({ candle, ...rest }) => [candle, rest.equity, rest.freeMargin, rest.params, rest.state]),
    ).toEqual([
      { openedAt: 0, closedAt: 3_600_000, open: 98, high: 105, low: 104, close: 104, volume: 12 },
      2000,
      300,
      { ratio: 0.8 },
      { count: 1 },
    ])
  })

  it('shows a leg as it is stated, its money worked out at the close', () => {
    const view: DecisionView = {
      candle: { close: 110 },
      legs: {
        core: { quantity: 5, entry: 100, collateral: 250, liquidationPrice: 51 },
        hedge: { quantity: 2, entry: 104 },
      },
    }
    expect(
      shown(view, ({ legs: { core, hedge } }) =>
        [core, hedge].map((leg) => [
          leg.isOpen,
          leg.isFlat,
          leg.notional,
          leg.entry,
          leg.collateral,
          leg.unrealizedPnl,
        ]),
      ),
    ).toEqual([
      [true, false, 550, 100, 250, 50],
      [true, false, 220, 104, 0, -12],
    ])
    expect(shown(view, ({ legs: { core, hedge } }) => [core.liquidationPrice, hedge.liquidationPrice])).toEqual([
      51,
      null,
    ])
  })

  it('shows a leg of which an entry works as neither flat nor open', () => {
    expect(
      shown({ legs: { core: { isOpening: true } } }, ({ legs: { core } }) => [
        core.isFlat,
        core.isOpening,
        core.isOpen,
      ]),
    ).toEqual([false, true, false])
  })

  it('gives the commands and changes nothing: a leg that was closed is open still', () => {
    const seen: boolean[] = []
    const strategy = watcher(({ legs: { core, hedge } }) => {
      core.close()
      hedge.open({ ratioOf: 'core', ratio: 1 })
      seen.push(core.isOpen, hedge.isFlat)
    })
    const view: DecisionView = { legs: { core: { quantity: 1 } } }
    const commands = decide(strategy, view)
    expect(commands.map(({ kind, leg }) => `${kind} ${leg}`)).toEqual(['close core', 'open hedge'])
    expect(seen).toEqual([true, true])
    expect(decide(strategy, view)).toEqual(commands)
  })

  it('uses the declared leverage, 1 where none is', () => {
    const both = watcher(({ legs: { core, hedge } }) => {
      core.open({ notional: 100 })
      hedge.open({ notional: 100 })
    })
    expect(decide(both, {}).map((command) => 'leverage' in command && command.leverage)).toEqual([2, 1])
  })

  it('shows feeds as they are stated, null where they are not, and tells events before it asks', () => {
    const told: unknown[] = []
    const strategy = defineStrategy({
      name: 'looking',
      legs: { core: { side: 'long' } },
      feeds: {
        btc: candleFeed(),
        eth: candleFeed({ optional: true }),
        subnets: seriesFeed(),
        facts: eventFeed(),
      },
      state: () => ({ closing: false }),
      onEvent({ event, feeds, state }) {
        told.push(event, feeds.subnets)
        state.closing = true
      },
      onCandle({ feeds, legs: { core }, state }) {
        told.push(feeds)
        if (state.closing) core.close()
      },
    })
    const events = [
      { feed: 'facts', kind: 'headline', title: 'News', weight: 3, at: 5 },
      { feed: 'facts', kind: 'rumour' },
    ]
    const feeds = { btc: { close: 500 }, subnets: 64 }
    expect(decide(strategy, { feeds, events })).toEqual([{ kind: 'close', leg: 'core' }])
    expect(told).toEqual([
      { feed: 'facts', kind: 'headline', title: 'News', weight: 3, at: 5 },
      64,
      { feed: 'facts', kind: 'rumour', title: '', weight: 1, at: 3_600_000 },
      64,
      { btc: { close: 500 }, eth: null, subnets: 64 },
    ])
    expect(decide(strategy, { feeds })).toEqual([])
    expect(() => decide(strategy, { feeds: { bct: 1 } })).toThrow(/no feed 'bct'; did you mean 'btc'\?/)
    expect(() => decide(strategy, { events: [{ feed: 'btc' }] })).toThrow(/no feed 'btc'.* It has: facts\./)
  })

  it('refuses parameters, legs and indicators that the strategy does not declare: they would prove nothing', async () => {
    const strategy = watcher(() => {})
    expect(await failureOf(() => decide(strategy, { params: { ratoi: 1 } }))).toMatchObject({
      code: 'unknown-parameter',
    })
    expect(await failureOf(() => decide(strategy, { params: { ratio: 2 } }))).toMatchObject({
      code: 'parameter-out-of-range',
    })
    expect(() => decide(strategy, { legs: { croe: { quantity: 1 } } })).toThrow(/no leg 'croe'/)
    expect(() => decide(strategy, { indicators: { trnd: 1 } })).toThrow(/no indicator 'trnd'/)
  })
})
