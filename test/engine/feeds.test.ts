import { describe, expect, it } from 'vitest'
import type { DatedEvent, Feed, MarketData } from '#domain/candles.js'
import { HOUR_MS } from '#domain/time.js'
import { run } from '#engine/run.js'
import { type CandleRow, candlesOf } from '#market/candle-builder.js'
import { marketDataOf } from '#market/market-data.js'
import { defineStrategy, type Strategy } from '#strategy/define.js'
import { candleFeed, eventFeed, seriesFeed } from '#strategy/feeds.js'
import { bollinger, indicator, sma } from '#strategy/indicators/index.js'
import { over } from '#strategy/over.js'
import { failureOf } from '../market/failure-of.js'
import { candlesClosing, configOf, START } from './replay.js'

const legs = { core: { side: 'long' } } as const
const hour = (at: number): number => START + at * HOUR_MS

/** Candles of `hours` each that close at the given prices, the first opening at hour `from`. */
function feedOf(hours: number, closes: readonly number[], from = 0, maxGapMs = 0): Feed {
  const rows = closes.map((close, at): CandleRow => [hour(from + at * hours), close, close + 1, close / 2, close, at])
  return { kind: 'candles', candles: candlesOf(rows).candles, maxGapMs }
}

function valuesOf(...rows: readonly (readonly [at: number, value: number])[]): Feed {
  const at = Float64Array.from(rows, ([time]) => hour(time))
  return { kind: 'series', series: { at, values: Float64Array.from(rows, ([, value]) => value) } }
}

function eventsOf(...rows: readonly (readonly [at: number, title: string])[]): Feed {
  const events = rows.map(([at, title]): DatedEvent => ({ at: hour(at), kind: 'headline', title, weight: 1 }))
  return { kind: 'events', events }
}

/** An hourly market of `length` candles, with feeds. */
function marketOf(length: number, feeds: Readonly<Record<string, Feed>>, from?: number): MarketData {
  const candles = candlesClosing(Array.from({ length }, (_, at) => 100 + at))
  return marketDataOf({ candles, feeds, ...(from === undefined ? {} : { from: hour(from) }) })
}

function play(strategy: Strategy, data: MarketData) {
  const { result, failure } = run(configOf(), strategy, data)
  if (failure !== null) throw failure
  return result
}

describe('a feed of candles', () => {
  it('T3: shows a candle from its own close on, also to the base candle that closes at the same instant', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'four hours',
      legs,
      feeds: { btc: candleFeed() },
      onCandle: ({ candle, feeds: { btc } }) =>
        void seen.push([
          (candle.closedAt - START) / HOUR_MS,
          (btc.openedAt - START) / HOUR_MS,
          (btc.closedAt - START) / HOUR_MS,
          btc.open,
          btc.high,
          btc.low,
          btc.close,
          btc.volume,
        ]),
    })
    play(strategy, marketOf(9, { btc: feedOf(4, [500, 600, 700, 800], -4) }))
    const before = [-4, 0, 500, 501, 250, 500, 0]
    const middle = [0, 4, 600, 601, 300, 600, 1]
    expect(seen).toEqual([
      [1, ...before],
      [2, ...before],
      [3, ...before],
      [4, ...middle],
      [5, ...middle],
      [6, ...middle],
      [7, ...middle],
      [8, 4, 8, 700, 701, 350, 700, 2],
      [9, 4, 8, 700, 701, 350, 700, 2],
    ])
  })

  it('T3: of a shorter timeframe shows the last that has closed, and over a gap the one before it', () => {
    const seen: number[] = []
    const strategy = defineStrategy({
      name: 'half hours',
      legs,
      feeds: { btc: candleFeed() },
      onCandle: ({ feeds }) => void seen.push(feeds.btc.close),
    })
    const rows = [0, 0.5, 1, 1.5, 3.5, 4].map((at, index): CandleRow => [hour(at), 10, 99, 1, 10 + index, 1])
    const { candles } = candlesOf(rows)
    play(strategy, marketOf(5, { btc: { kind: 'candles', candles, maxGapMs: 2 * HOUR_MS } }))
    expect(seen).toEqual([11, 13, 13, 14, 15])
  })

  it('is null until it has one where it is optional, and where it is not given', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'optional',
      legs,
      feeds: { btc: candleFeed({ optional: true }), eth: candleFeed({ optional: true }) },
      onStart: ({ feeds }) => void seen.push(feeds.btc),
      onCandle: ({ feeds: { btc, eth } }) => void seen.push([btc?.close ?? null, eth]),
    })
    const { assumptions } = play(strategy, marketOf(4, { btc: feedOf(1, [7, 8], 1) }))
    expect(seen).toEqual([null, [null, null], [7, null], [8, null], [8, null]])
    expect(assumptions.slice(-2)).toEqual([
      'The feed btc begins at 2025-01-01T01:00:00Z, after the run: until it has a value it reads null.',
      'The feed eth, which the strategy can do without, is not given: it reads null.',
    ])
  })
})

describe('a feed of values', () => {
  it('T3: shows a value from its time on', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'values',
      legs,
      feeds: { subnets: seriesFeed(), interest: seriesFeed({ optional: true }) },
      onCandle: ({ feeds: { subnets, interest } }) => void seen.push([subnets, interest]),
    })
    const feeds = { subnets: valuesOf([-50, 32], [2, 64], [2.5, 96], [3.01, 128]), interest: valuesOf([2, -1.5]) }
    const { assumptions } = play(strategy, marketOf(5, feeds))
    expect(seen).toEqual([
      [32, null],
      [64, -1.5],
      [96, -1.5],
      [128, -1.5],
      [128, -1.5],
    ])
    expect(assumptions.at(-1)).toBe(
      'The feed interest begins at 2025-01-01T02:00:00Z, after the run: until it has a value it reads null.',
    )
  })

  it('begins with what was known before `from`', () => {
    const seen: number[] = []
    const strategy = defineStrategy({
      name: 'from',
      legs,
      feeds: { subnets: seriesFeed() },
      onCandle: ({ feeds }) => void seen.push(feeds.subnets),
    })
    play(strategy, marketOf(6, { subnets: valuesOf([0, 1], [2, 2], [3, 3], [9, 4]) }, 3))
    expect(seen).toEqual([3, 3, 3])
  })
})

/** Tells the hour of each close and each event, in the order in which it is asked. */
function teller(told: unknown[], warmUp = 1): Strategy {
  return defineStrategy({
    name: 'teller',
    legs,
    feeds: { facts: eventFeed(), rumours: eventFeed({ optional: true }) },
    indicators: () => ({ average: sma(warmUp) }),
    onCandle: ({ candle }) => void told.push((candle.closedAt - START) / HOUR_MS),
    onEvent: ({ candle, event: { feed, at, title } }) =>
      void told.push(`${feed} ${title} of ${(at - START) / HOUR_MS} at ${(candle.closedAt - START) / HOUR_MS}`),
  })
}

describe('a feed of events', () => {
  it('T4: tells each at the first close at or after its time, before onCandle', () => {
    const told: unknown[] = []
    play(teller(told), marketOf(4, { facts: eventsOf([0.5, 'a'], [2, 'b'], [2.001, 'c'], [4, 'd']) }))
    expect(told).toEqual([
      'facts a of 0.5 at 1',
      1,
      'facts b of 2 at 2',
      2,
      'facts c of 2.001 at 3',
      3,
      'facts d of 4 at 4',
      4,
    ])
  })

  it('T4: in time order; ties by feed as declared, then as in the file', () => {
    const told: unknown[] = []
    const facts = eventsOf([1.5, 'a'], [1.7, 'c'], [1.7, 'b'])
    const rumours = eventsOf([1.2, 'z'], [1.7, 'y'], [1.8, 'x'])
    play(teller(told), marketOf(2, { rumours, facts }))
    expect(told.slice(1, -1)).toEqual([
      'rumours z of 1.2 at 2',
      'facts a of 1.5 at 2',
      'facts c of 1.7 at 2',
      'facts b of 1.7 at 2',
      'rumours y of 1.7 at 2',
      'rumours x of 1.8 at 2',
    ])
  })

  it('T4: not those before the first open; those after the last close are listed as not reached', () => {
    const told: unknown[] = []
    const facts = eventsOf([1, 'early'], [1.99, 'just before'], [2, 'at the first open'], [5.01, 'late'], [9, 'later'])
    const { assumptions } = play(teller(told), marketOf(5, { facts }, 2))
    expect(told).toEqual(['facts at the first open of 2 at 3', 3, 4, 5])
    expect(assumptions.slice(-3)).toEqual([
      'The feed facts has 5 events, 1 of them in the run; 2 before its first open are not told, 2 after its last close are not reached.',
      'Not reached: 2025-01-01T05:00:36Z late · 2025-01-01T09:00:00Z later.',
      'The feed rumours, which the strategy can do without, is not given: no event is told.',
    ])
  })

  it('T4: over a gap between candles waits for the close after it', () => {
    const told: unknown[] = []
    const rows = [0, 1, 5].map((at): CandleRow => [hour(at), 100, 100, 100, 100, 1])
    const { candles } = candlesOf(rows)
    play(teller(told), marketDataOf({ candles, feeds: { facts: eventsOf([3, 'in the gap']) } }))
    expect(told).toEqual([1, 2, 'facts in the gap of 3 at 6', 6])
  })

  it('T4: those of the warm-up wait, as fills do, and are told at the first close at which it is asked', () => {
    const told: unknown[] = []
    const facts = eventsOf([0.5, 'a'], [1.5, 'b'], [3.5, 'c'])
    play(teller(told, 3), marketOf(4, { facts }))
    expect(told).toEqual(['facts a of 0.5 at 3', 'facts b of 1.5 at 3', 3, 'facts c of 3.5 at 4', 4])
  })

  it('T2: comes after onFill and onRefusal, and what it orders fills at the next open', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'order',
      legs: { core: { side: 'long' }, hedge: { side: 'short' } },
      feeds: { facts: eventFeed() },
      onStart({ legs: { core, hedge } }) {
        core.open({ quantity: 1 })
        hedge.open({ notional: 1_000_000 })
      },
      onFill: ({ fill }) => void told.push(`fill ${fill.leg} ${fill.reason}@${fill.price}`),
      onRefusal: ({ refusal }) => void told.push(`refusal ${refusal.leg}`),
      onEvent({ event, legs: { core } }) {
        told.push(event.title)
        core.close()
      },
      onCandle: ({ candle }) => void told.push(`candle ${candle.close}`),
    })
    play(strategy, marketOf(3, { facts: eventsOf([1, 'news']) }))
    expect(told).toEqual([
      'fill core entry@100',
      'refusal hedge',
      'news',
      'candle 100',
      'fill core signal@100',
      'candle 101',
      'candle 102',
    ])
  })

  it('cannot be written by a strategy', () => {
    const strategy = defineStrategy({
      name: 'writer',
      legs,
      feeds: { facts: eventFeed() },
      onEvent({ event }) {
        ;(event as { title: string }).title = 'other'
      },
      onCandle() {},
    })
    expect(() => play(strategy, marketOf(2, { facts: eventsOf([1, 'a']) }))).toThrow('read only')
  })

  it('ends with the strategy that throws in it, at that close', () => {
    const strategy = defineStrategy({
      name: 'thrower',
      legs,
      feeds: { facts: eventFeed() },
      onEvent() {
        throw new Error('no')
      },
      onCandle() {},
    })
    const { result, failure } = run(configOf(), strategy, marketOf(4, { facts: eventsOf([1.5, 'a']) }))
    expect([result.status, result.end, failure?.message]).toEqual([
      'incomplete',
      2,
      "Strategy 'thrower' threw at 2025-01-01T02:00:00.000Z: no",
    ])
  })
})

describe('an indicator over a feed', () => {
  it('T3: is computed from the candles of the feed and shows what has closed; the run waits for it', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'over',
      legs,
      feeds: { btc: candleFeed(), subnets: seriesFeed() },
      indicators: () => ({
        btc: over('btc', sma(2)),
        own: over(
          'btc',
          indicator(() => (candle) => candle.high),
        ),
        subnets: over('subnets', sma(2)),
      }),
      onCandle: ({ candle, indicators }) =>
        void seen.push([(candle.closedAt - START) / HOUR_MS, indicators.btc, indicators.own, indicators.subnets]),
    })
    // The second candle closes at hour 4: the average of two has its first value then.
    const feeds = { btc: feedOf(2, [10, 20, 40], 0), subnets: valuesOf([0, 1], [1, 3], [5, 5]) }
    const data = marketDataOf({ candles: candlesClosing([1, 2, 3, 4, 5, 6]), feeds, from: hour(1) })
    const result = play(strategy, data)
    expect(seen).toEqual([
      [4, 15, 21, 2],
      [5, 15, 21, 4],
      [6, 30, 41, 4],
    ])
    expect(result.warmUp).toBe(2)
    expect(result.indicators.map(({ name }) => name)).toEqual(['btc', 'own', 'subnets'])
  })

  it('is null over an optional feed until it has a value, and the run does not wait', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'over optional',
      legs,
      feeds: { btc: candleFeed({ optional: true }), eth: candleFeed({ optional: true }) },
      indicators: () => ({
        btc: over('btc', sma(2)),
        bands: over('btc', bollinger(2)),
        eth: over('eth', bollinger(2)),
      }),
      onCandle: ({ indicators: { btc, bands, eth } }) => void seen.push([btc, bands?.middle ?? null, eth]),
    })
    play(strategy, marketOf(4, { btc: feedOf(1, [10, 20, 30], 1) }))
    expect(seen).toEqual([
      [null, null, null],
      [null, null, null],
      [15, 15, null],
      [25, 25, null],
    ])
  })

  it('is refused over what is no feed of candles or values', async () => {
    const strategy = defineStrategy({
      name: 'misspelt',
      legs,
      feeds: { btc: candleFeed() },
      indicators: () => ({ trend: over('bct' as 'btc', sma(2)) }),
      onCandle() {},
    })
    expect(await failureOf(() => play(strategy, marketOf(2, { btc: feedOf(1, [1, 2, 3], -1) })))).toEqual({
      code: 'unknown-feed',
      where: 'indicators.trend',
      message: "The indicator 'trend' is over 'bct', no feed of candles or values",
      hint: 'The strategy declares: btc.',
    })
  })
})

describe('feeds at the door', () => {
  const looking = defineStrategy({
    name: 'looking',
    legs,
    feeds: { btc: candleFeed(), subnets: seriesFeed(), facts: eventFeed() },
    onCandle() {},
  })
  const all = { btc: feedOf(1, [1, 2, 3, 4]), subnets: valuesOf([0, 1], [4, 2]), facts: eventsOf([1, 'a'], [9, 'b']) }
  const refused = (feeds: Readonly<Record<string, Feed>>, strategy = looking) =>
    failureOf(() => play(strategy, marketOf(4, feeds)))

  it('are what the strategy declares', () => {
    expect(play(looking, marketOf(4, all)).status).toBe('complete')
  })

  it('a declared one that is not given is refused, with the line to write', async () => {
    const { btc: _, ...others } = all
    expect(await refused(others)).toEqual({
      code: 'feed-missing',
      where: 'data.feeds.btc',
      message: "The strategy 'looking' declares the feed 'btc', and none is given",
      hint: 'Write data.feeds.btc: { candles: FILE }, or declare it as candleFeed({ optional: true }).',
    })
  })

  it('a given one that is not declared is refused, with the nearest', async () => {
    const { btc, ...others } = all
    expect(await refused({ btcc: btc, ...others })).toEqual({
      code: 'unknown-feed',
      where: 'data.feeds.btcc',
      message: "The strategy 'looking' declares no feed 'btcc'",
      hint: "Did you mean 'btc'? It declares: btc, subnets, facts.",
    })
    const blind = defineStrategy({ name: 'blind', legs, onCandle() {} })
    expect(await refused({ gold: btc }, blind)).toMatchObject({
      code: 'unknown-feed',
      hint: 'It declares none. Remove the feed, or declare it there: feeds: { gold: candleFeed() }.',
    })
  })

  it('one of another kind is refused', async () => {
    expect(await refused({ ...all, btc: all.subnets })).toEqual({
      code: 'feed-kind',
      where: 'data.feeds.btc',
      message: 'found a file of series, expected one of candles',
      hint: 'The strategy declares it as candleFeed(): write data.feeds.btc: { candles: FILE }.',
    })
  })

  it.each([
    [
      'candles of which none has closed by the first close',
      { btc: feedOf(1, [1, 2, 3, 4], 1) },
      'found candles from 2025-01-01T01:00:00Z to 2025-01-01T05:00:00Z; expected a candle that has closed by 2025-01-01T01:00:00Z, the first close',
    ],
    [
      'candles that end before the last close',
      { btc: feedOf(1, [1, 2, 3], 0, 60_000) },
      'found candles from 2025-01-01T00:00:00Z to 2025-01-01T03:00:00Z; expected candles up to 2025-01-01T04:00:00Z, the last close, with no more than its maxGap of 1m missing',
    ],
    [
      'values that begin after the first close',
      { subnets: valuesOf([1.5, 1], [4, 2]) },
      'found series from 2025-01-01T01:30:00Z to 2025-01-01T04:00:00Z; expected a value by 2025-01-01T01:00:00Z, the first close',
    ],
    [
      'values of which the last is older than any was before the next',
      { subnets: valuesOf([0, 1], [1, 2], [1.5, 3]) },
      'found series from 2025-01-01T00:00:00Z to 2025-01-01T01:30:00Z; expected a last value at 2025-01-01T03:00:00Z or later: none before it held longer',
    ],
    [
      'events that all come later',
      { facts: eventsOf([4.5, 'a'], [9, 'b']) },
      'found events from 2025-01-01T04:30:00Z to 2025-01-01T09:00:00Z; expected some in the run or around it, 2025-01-01T00:00:00Z to 2025-01-01T04:00:00Z',
    ],
    [
      'events that all came before',
      { facts: eventsOf([-9, 'a'], [-1, 'b']) },
      'found events from 2024-12-31T15:00:00Z to 2024-12-31T23:00:00Z; expected some in the run or around it, 2025-01-01T00:00:00Z to 2025-01-01T04:00:00Z',
    ],
  ])('one that does not cover the run is refused: %s', async (_, feeds, message) => {
    const [name] = Object.keys(feeds)
    expect(await refused({ ...all, ...feeds })).toMatchObject({
      code: 'feed-uncovered',
      where: `data.feeds.${name}`,
      message,
    })
  })

  it('one covers the run to its end where no more is missing than its maxGap, or one of its own candles', () => {
    const status = (btc: Feed) => play(looking, marketOf(4, { ...all, btc })).status
    expect(status(feedOf(1, [1, 2], 0, 2 * HOUR_MS))).toBe('complete')
    expect(status(feedOf(24, [1, 2], -48))).toBe('complete')
  })
})
