import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Candles, Feed, MarketData } from '#domain/candles.js'
import { MINUTE_MS } from '#domain/time.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import { type CandleRow, candlesOf } from '#market/candle-builder.js'
import { defineStrategy } from '#strategy/define.js'
import { candleFeed, eventFeed, seriesFeed } from '#strategy/feeds.js'
import { ema } from '#strategy/indicators/index.js'
import { over } from '#strategy/over.js'
import { arbitraryRun, configOf, dataOf } from './arbitrary-run.js'
import { settings } from './settings.js'

/** Rows by the minutes that lie between them; what a row says is a number. */
interface DrawnRow {
  readonly minutes: number
  readonly value: number
}

interface DrawnFeeds {
  /** Minutes from the first open of the market to the feed's first row. */
  readonly begins: number
  readonly timeframe: number
  readonly candles: readonly number[]
  readonly series: readonly DrawnRow[]
  readonly events: readonly DrawnRow[]
}

const value = fc.integer({ min: 1, max: 1_000 })
const rows = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 400 }), value }), { minLength: 1, maxLength: 40 })
const feeds: fc.Arbitrary<DrawnFeeds> = fc.record({
  begins: fc.integer({ min: -600, max: 600 }),
  timeframe: fc.constantFrom(15, 60, 90, 240, 1_440),
  candles: fc.array(value, { minLength: 2, maxLength: 60 }),
  series: rows,
  events: rows,
})

interface TimedRow {
  readonly at: number
  readonly value: number
}

function timed(drawn: readonly DrawnRow[], start: number): readonly TimedRow[] {
  let at = start
  return drawn.map((row) => ({ at: (at += row.minutes * MINUTE_MS), value: row.value }))
}

/** What `drawn` says up to `instant`, and `other` says after it. Of a candle the close counts, when it may be known. */
function feedsUntil(
  instant: number,
  drawn: DrawnFeeds,
  other: DrawnFeeds,
  start: number,
): Readonly<Record<string, Feed>> {
  const begins = start + drawn.begins * MINUTE_MS
  const timeframeMs = drawn.timeframe * MINUTE_MS
  const candleRows = drawn.candles.map((own, at): CandleRow => {
    const openedAt = begins + at * timeframeMs
    const later = other.candles[at % other.candles.length]
    const close = openedAt + timeframeMs <= instant ? own : later
    return [openedAt, close, close + 1, close / 2, close, close]
  })
  const mixed = (own: readonly DrawnRow[], later: readonly DrawnRow[]) => [
    ...timed(own, begins).filter(({ at }) => at <= instant),
    ...timed(later, begins).filter(({ at }) => at > instant),
  ]
  const series = mixed(drawn.series, other.series)
  const events = mixed(drawn.events, other.events)
  return {
    btc: { kind: 'candles', candles: candlesOf(candleRows).candles, maxGapMs: 0 },
    // Where nothing is left of a feed, it is as one that is not given.
    ...(series.length === 0 ? {} : { metric: seriesOf(series) }),
    ...(events.length === 0 ? {} : { facts: eventsOf(events) }),
  }
}

function seriesOf(values: readonly TimedRow[]): Feed {
  const at = Float64Array.from(values, (row) => row.at)
  return { kind: 'series', series: { at, values: Float64Array.from(values, (row) => row.value) } }
}

function eventsOf(values: readonly TimedRow[]): Feed {
  return {
    kind: 'events',
    events: values.map((row) => ({ at: row.at, kind: 'fact', title: `${row.value}`, weight: row.value })),
  }
}

interface Seen {
  readonly at: number
  readonly what: readonly unknown[]
}

/** Trades by nothing but its feeds, and writes down all that it is shown of them. */
function watcher(seen: Seen[]) {
  return defineStrategy({
    name: 'watcher',
    legs: { core: { side: 'long' }, hedge: { side: 'short', leverage: 2 } },
    feeds: {
      btc: candleFeed({ optional: true }),
      metric: seriesFeed({ optional: true }),
      facts: eventFeed({ optional: true }),
    },
    indicators: () => ({ btc: over('btc', ema(3)), metric: over('metric', ema(2)) }),
    onEvent({ candle, event, legs: { hedge } }) {
      seen.push({ at: candle.closedAt, what: [event.at, event.title, event.weight] })
      if (hedge.isFlat) hedge.open({ fractionOfEquity: event.weight / 2_000 })
      else if (hedge.isOpen) hedge.close()
    },
    onCandle({ candle, feeds: { btc, metric }, indicators, legs: { core } }) {
      const shown =
        btc === null ? null : [btc.openedAt, btc.closedAt, btc.open, btc.high, btc.low, btc.close, btc.volume]
      seen.push({ at: candle.closedAt, what: [shown, metric, indicators.btc, indicators.metric] })
      const isHigh = (btc?.close ?? 0) > (indicators.btc ?? 0) || (metric ?? 0) > 500
      if (core.isFlat && isHigh) core.open({ fractionOfEquity: 0.3, stop: '9%' })
      if (core.isOpen && !isHigh) core.close()
    },
  })
}

function upTo(instant: number, result: BacktestResult) {
  const early = <Fact extends { readonly at: number }>(facts: readonly Fact[]) => facts.filter(({ at }) => at < instant)
  return { fills: early(result.fills), refusals: early(result.refusals), journal: early(result.journal) }
}

it('T3, T4: nothing before an instant is changed by what feeds say after it', () => {
  let traded = 0
  fc.assert(
    fc.property(arbitraryRun, feeds, feeds, fc.nat(60 * 60), (drawn, own, other, minutes) => {
      const data = dataOf(drawn)
      const { candles } = data
      const start = candles.openedAt[0]
      const instant = start + (minutes % (candles.length * 60)) * MINUTE_MS
      const [whole, changed] = [own, other].map((later) =>
        watched(drawn.venue, data, feedsUntil(instant, own, later, start), candles),
      )
      const known = (seen: readonly Seen[]) => seen.filter(({ at }) => at <= instant)
      expect(known(changed.seen)).toEqual(known(whole.seen))
      expect(upTo(instant, changed.result)).toEqual(upTo(instant, whole.result))
      traded += whole.result.fills.length
    }),
    settings,
  )
  expect(traded).toBeGreaterThan(settings.numRuns)
})

function watched(
  venue: Parameters<typeof configOf>[0],
  data: MarketData,
  given: Readonly<Record<string, Feed>>,
  candles: Candles,
) {
  const seen: Seen[] = []
  const { result, failure } = run(configOf(venue, [], candles), watcher(seen), { ...data, feeds: given })
  if (failure !== null) throw failure
  return { seen, result }
}
