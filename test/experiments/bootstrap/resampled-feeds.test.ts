import { describe, expect, it } from 'vitest'
import type { Candles, Feed, MarketData } from '#domain/candles.js'
import { HOUR_MS, MINUTE_MS } from '#domain/time.js'
import { resampledMarket } from '#experiments/bootstrap/resampled.js'
import { resampledFeeds } from '#experiments/bootstrap/resampled-feeds.js'

const begins = Date.UTC(2025, 0, 1)
const hour = (number: number, minutes = 0): number => begins + number * HOUR_MS + minutes * MINUTE_MS

function candlesAt(hours: readonly number[], closes: readonly number[]): Candles {
  const close = Float64Array.from(closes)
  const openedAt = Float64Array.from(hours, (number) => hour(number))
  return {
    length: hours.length,
    timeframeMs: HOUR_MS,
    openedAt,
    open: close,
    high: close,
    low: close,
    close,
    volume: close,
  }
}

const base = candlesAt([0, 1, 2, 3], [100, 110, 121, 60])

function marketWith(feeds: Readonly<Record<string, Feed>>, fine: MarketData['fine'] = null): MarketData {
  return { candles: base, mark: base, fine, funding: [], feeds, first: 0, end: 4, facts: [], assumptions: [] }
}

/** Candle 0, then 3, then 1 and 2 as one block. */
const source = Int32Array.of(0, 3, 1, 2)

function along(feed: Feed): Feed {
  return resampledFeeds(marketWith({ feed }), source)['feed']
}

describe('feeds on a resampled history', () => {
  it('candles go along as ratios to their own close before, and what came before the run stays', () => {
    // One candle before the run, at 5; then 10, 20, 40, 10: ratios 2, 2, 2 and a quarter.
    const candles = candlesAt([-1, 0, 1, 2, 3], [5, 10, 20, 40, 10])
    const path = along({ kind: 'candles', candles, maxGapMs: 0 })
    if (path.kind !== 'candles') throw new Error('expected candles')
    expect([...path.candles.close]).toEqual([5, 10, 2.5, 5, 10])
    expect([...path.candles.volume]).toEqual([5, 10, 10, 20, 40])
    expect([...path.candles.openedAt]).toEqual([-1, 0, 1, 2, 3].map((number) => hour(number)))
  })

  it('a candle that the feed lacks is lacking on the path', () => {
    const path = along({ kind: 'candles', candles: candlesAt([0, 1, 2], [10, 20, 40]), maxGapMs: HOUR_MS })
    if (path.kind !== 'candles') throw new Error('expected candles')
    expect([...path.candles.openedAt]).toEqual([0, 2, 3].map((number) => hour(number)))
    expect([...path.candles.close]).toEqual([10, 20, 40])
  })

  it('values travel with their candle, and hold from the beginning of a block as they held there', () => {
    const at = Float64Array.of(hour(-5), hour(1, 30), hour(2))
    const path = along({ kind: 'series', series: { at, values: Float64Array.of(1, 2, 3) } })
    if (path.kind !== 'series') throw new Error('expected a series')
    // The block of candle 3 begins with 3, that of candle 1 with 1; its own 2 comes at half past, and 3 an hour on.
    expect([...path.series.at]).toEqual([hour(-5), hour(1), hour(2), hour(2, 30), hour(3)])
    expect([...path.series.values]).toEqual([1, 3, 1, 2, 3])
  })

  it('events travel with their candle', () => {
    const event = (at: number, title: string) => ({ at, kind: 'news', title, weight: 1 })
    const events = [event(hour(-2), 'old'), event(hour(1, 15), 'one'), event(hour(3, 45), 'three')]
    const path = along({ kind: 'events', events })
    expect(path).toEqual({
      kind: 'events',
      events: [event(hour(-2), 'old'), event(hour(1, 45), 'three'), event(hour(2, 15), 'one')],
    })
  })

  it('candles of another timeframe are refused with the remedy', () => {
    const candles = { ...candlesAt([0, 4], [1, 2]), timeframeMs: 4 * HOUR_MS }
    const feeds = { btc: { kind: 'candles', candles, maxGapMs: 0 } } as const
    expect(() => resampledFeeds(marketWith(feeds), source)).toThrow(
      expect.objectContaining({ code: 'bootstrap-feed-timeframe', where: 'data.feeds.btc' }),
    )
  })

  it('finer candles are left out, and the result says so', () => {
    const fine = {
      candles: base,
      mark: base,
      firstOf: Int32Array.of(0, 1, 2, 3),
      perCandle: 1,
      reach: { last: base, mark: base },
    }
    const path = resampledMarket(marketWith({}, fine), { blockMs: HOUR_MS, seed: 1, path: 0, tick: 0.01 })
    expect(path.fine).toBeNull()
    expect(path.assumptions.at(-1)).toBe('The finer candles are left out: blocks are made of the candles of the run.')
  })
})
