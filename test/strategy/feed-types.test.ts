import { describe, expectTypeOf, it } from 'vitest'
import { bollinger, candleFeed, defineStrategy, ema, eventFeed, number, over, seriesFeed } from '../../src/index.js'
import type { ClosedCandle, Strategy } from '../../src/index.js'

// `npm run types` is what checks this file: an `@ts-expect-error` above a line that compiles is an error itself.

/** Lines for the compiler alone: they are never called. */
function unrun(lines: () => unknown): () => unknown {
  return lines
}

const legs = { core: { side: 'long' } } as const

describe('declared feeds become types', () => {
  it('a candle, a number, and null where the strategy can do without; events are told, not read', () => {
    const strategy = defineStrategy({
      name: 'feeds',
      legs,
      params: { period: number(20) },
      feeds: {
        btc: candleFeed(),
        eth: candleFeed({ optional: true }),
        subnets: seriesFeed(),
        interest: seriesFeed({ optional: true }),
        catalysts: eventFeed(),
        rumours: eventFeed({ optional: true }),
      },
      indicators: ({ period }) => ({
        trend: ema(period),
        btcTrend: over('btc', ema(period)),
        ethBands: over('eth', bollinger(period)),
        growth: over('subnets', ema(3)),
      }),
      state: () => ({ told: 0 }),
      onCandle({ feeds, indicators, params, state }) {
        expectTypeOf(feeds).toEqualTypeOf<{
          readonly btc: ClosedCandle
          readonly eth: ClosedCandle | null
          readonly subnets: number
          readonly interest: number | null
        }>()
        expectTypeOf(indicators.trend).toEqualTypeOf<number>()
        expectTypeOf(indicators.btcTrend).toEqualTypeOf<number>()
        expectTypeOf(indicators.growth).toEqualTypeOf<number>()
        expectTypeOf(indicators.ethBands).toEqualTypeOf<{
          readonly upper: number
          readonly middle: number
          readonly lower: number
        } | null>()
        expectTypeOf(params.period).toEqualTypeOf<number>()
        expectTypeOf(state.told).toEqualTypeOf<number>()
      },
      onEvent({ event, feeds, state }) {
        expectTypeOf(event.feed).toEqualTypeOf<'catalysts' | 'rumours'>()
        expectTypeOf(event).toExtend<{ at: number; kind: string; title: string; weight: number }>()
        expectTypeOf(feeds.btc.close).toEqualTypeOf<number>()
        state.told++
      },
    })
    expectTypeOf(strategy).toEqualTypeOf<Strategy>()
  })

  it('a misspelt feed does not compile', () => {
    defineStrategy({
      name: 'misspelt',
      legs,
      feeds: { btc: candleFeed(), subnets: seriesFeed(), eth: candleFeed({ optional: true }), catalysts: eventFeed() },
      onCandle({ feeds }) {
        unrun(() => [
          // @ts-expect-error btc
          feeds.bct.close,
          // @ts-expect-error close
          feeds.btc.clsoe,
          // @ts-expect-error a value is a number
          feeds.subnets.close,
          // @ts-expect-error may be null
          feeds.eth.close,
          // @ts-expect-error events are told to onEvent
          feeds.catalysts,
          // @ts-expect-error read-only
          (feeds.btc.close = 3),
          // @ts-expect-error read-only
          (feeds.subnets = 3),
        ])
      },
      onEvent({ event }) {
        // @ts-expect-error 'catalysts'
        unrun(() => event.feed === 'catalyst')
        // @ts-expect-error title
        unrun(() => event.titel)
      },
    })
  })

  it('an indicator is over a declared feed that is read', () => {
    unrun(() => [
      defineStrategy({
        name: 'misspelt',
        legs,
        feeds: { btc: candleFeed(), catalysts: eventFeed() },
        // @ts-expect-error btc
        indicators: () => ({ trend: over('bct', ema(20)) }),
        onCandle() {},
      }),
      defineStrategy({
        name: 'of events',
        legs,
        feeds: { btc: candleFeed(), catalysts: eventFeed() },
        // @ts-expect-error events have no values
        indicators: () => ({ trend: over('catalysts', ema(20)) }),
        onCandle() {},
      }),
      defineStrategy({
        name: 'none declared',
        legs,
        // @ts-expect-error no feed
        indicators: () => ({ trend: over('btc', ema(20)) }),
        onCandle() {},
      }),
      // @ts-expect-error optional
      candleFeed({ optinal: true }),
    ])
  })

  it('a strategy without feeds reads none', () => {
    defineStrategy({
      name: 'none',
      legs,
      onCandle({ feeds }) {
        expectTypeOf(feeds).toEqualTypeOf<{}>()
        // @ts-expect-error none is declared
        unrun(() => feeds.btc)
      },
    })
  })
})
