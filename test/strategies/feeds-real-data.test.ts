import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { FeedConfig } from '#config/resolved.js'
import { DAY_MS, HOUR_MS, instantMs, iso } from '#domain/time.js'
import { run } from '#engine/run.js'
import { loadMarketData } from '#io/market-data.js'
import { defineStrategy } from '#strategy/define.js'
import { candleFeed, eventFeed, seriesFeed } from '#strategy/feeds.js'
import { ema } from '#strategy/indicators/index.js'
import { over } from '#strategy/over.js'
import { configOf } from '../engine/replay.js'
import { failureOf } from '../market/failure-of.js'

const real = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const absent = !existsSync(real)
const title = (what: string): string => (absent ? `${what} (skipped: ../shared/data is not here)` : what)

const candlesOf = (file: string, maxGapMs = DAY_MS): FeedConfig => ({ kind: 'candles', file: real + file, maxGapMs })
const btc = candlesOf('correlation/okx-perp/BTC-USDT-SWAP-1h.csv')
const btcDay = candlesOf('correlation/binance-perp/BTCUSDT-perp-1d.csv')
const gold = 'correlation/metals/XAUUSD-1d.csv'
const catalysts: FeedConfig = {
  kind: 'events',
  file: fileURLToPath(new URL('../../data/events/bittensor.csv', import.meta.url)),
}

function load(feeds: Readonly<Record<string, FeedConfig>>, to: string | null = null, from: string | null = null) {
  return loadMarketData({
    candles: `${real}tao/binance-perp/TAOUSDT-perp-1h.csv`,
    mark: null,
    fine: null,
    funding: { kind: 'none' },
    feeds,
    from: from === null ? null : instantMs(from),
    to: to === null ? null : instantMs(to),
    maxGapMs: DAY_MS,
  })
}

describe.skipIf(absent)(title('feeds beside the real candles of TAO'), () => {
  it('T3, T4: hourly and daily BTC, daily gold with its weekends, dated facts', async () => {
    const data = await load({ btc, btcDay, gold: candlesOf(gold, 7 * DAY_MS), catalysts }, '2026-01-15')
    const wrong: string[] = []
    const told: string[] = []
    const days = new Map<string, number>()
    let closes = 0
    const strategy = defineStrategy({
      name: 'looking',
      legs: { core: { side: 'long' } },
      feeds: { btc: candleFeed(), btcDay: candleFeed(), gold: candleFeed(), catalysts: eventFeed() },
      indicators: () => ({ btcTrend: over('btcDay', ema(20)) }),
      onEvent: ({ candle, event }) => void told.push(`${iso(event.at)} at ${iso(candle.closedAt)}`),
      onCandle({ candle: { closedAt }, feeds, indicators }) {
        closes++
        if (feeds.btc.closedAt !== closedAt) wrong.push(`hour ${iso(closedAt)}`)
        const midnight = Math.floor(closedAt / DAY_MS) * DAY_MS
        if (feeds.btcDay.closedAt !== midnight) wrong.push(`day ${iso(closedAt)}`)
        if (feeds.gold.closedAt > closedAt || closedAt - feeds.gold.closedAt > 8 * DAY_MS)
          wrong.push(`gold ${iso(closedAt)}`)
        if (closedAt === midnight) days.set(iso(closedAt).slice(0, 10), feeds.btcDay.close)
        if (!(Math.abs(indicators.btcTrend / feeds.btcDay.close - 1) < 0.3)) wrong.push(`trend ${iso(closedAt)}`)
      },
    })
    const { result, failure } = run(configOf(), strategy, data)
    expect([failure, wrong, closes]).toEqual([null, [], data.end - data.first])
    // The close of 2024-04-12 on Binance is what is known at the first instant of the 13th.
    expect(days.get('2024-04-13')).toBe(
      data.feeds['btcDay'].kind === 'candles'
        ? data.feeds['btcDay'].candles.close[data.feeds['btcDay'].candles.openedAt.indexOf(Date.UTC(2024, 3, 12))]
        : null,
    )
    expect(told).toHaveLength(9)
    expect(told).toContain('2025-12-15T13:31:00Z at 2025-12-15T14:00:00Z')
    expect(told).toContain('2025-02-14T00:00:00Z at 2025-02-14T00:00:00Z')
    expect(result.data.map(({ role, rows, timeframe }) => [role, rows, timeframe])).toEqual([
      ['candles', 16_974, '1h'],
      ['feed:btc', 31_917, '1h'],
      ['feed:btcDay', 799, '1d'],
      ['feed:gold', 7_170, '1d'],
      ['feed:catalysts', 16, null],
    ])
  })

  it('T3: open interest every four hours, by the column that is named', async () => {
    const interest: FeedConfig = {
      kind: 'series',
      file: `${real}tao/open-interest/binance-TAOUSDT-oi-4h.csv`,
      column: 'open_interest_base',
    }
    const seen = new Map<string, number>()
    const strategy = defineStrategy({
      name: 'interest',
      legs: { core: { side: 'long' } },
      feeds: { interest: seriesFeed() },
      onCandle: ({ candle, feeds }) => void seen.set(iso(candle.closedAt), feeds.interest),
    })
    const { failure } = run(configOf(), strategy, await load({ interest }, null, '2026-02-20T04:00Z'))
    expect(failure).toBeNull()
    expect(['07', '08', '11', '12'].map((hour) => seen.get(`2026-02-20T${hour}:00:00Z`))).toEqual([
      207304.755,
      212869.309,
      212869.309,
      expect.any(Number),
    ])
    expect(seen.get('2026-02-20T12:00:00Z')).not.toBe(212869.309)
  })

  it('refuse gold that ends before the run, and its weekends without a maxGap for them', async () => {
    const strategy = defineStrategy({
      name: 'gold',
      legs: { core: { side: 'long' } },
      feeds: { gold: candleFeed() },
      onCandle() {},
    })
    const data = await load({ gold: candlesOf(gold, 7 * DAY_MS) })
    expect(await failureOf(() => run(configOf(), strategy, data))).toMatchObject({
      code: 'feed-uncovered',
      message:
        'found candles from 1998-03-02T00:00:00Z to 2026-01-16T00:00:00Z; expected candles up to 2026-03-19T20:00:00Z, the last close, with no more than its maxGap of 1w missing',
    })
    expect(await failureOf(() => load({ gold: candlesOf(gold, HOUR_MS) }))).toMatchObject({ code: 'gap-too-long' })
  })
})
