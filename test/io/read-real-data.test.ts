import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { FundingConfig } from '#config/resolved.js'
import type { DataFact } from '#domain/candles.js'
import { decimal } from '#domain/decimal.js'
import { DAY_MS, HOUR_MS, iso } from '#domain/time.js'
import { loadMarketData, type MarketRequest } from '#io/market-data.js'
import { failureOf } from '../market/failure-of.js'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const absent = !existsSync(data)
const title = absent ? 'real data (skipped: ../shared/data is not here)' : 'real data'

const candles = `${data}tao/binance-perp/TAOUSDT-perp-1h.csv`
const files = ['hyperliquid-TAO-funding-1h', 'binance-TAOUSDT-funding', 'okx-TAO-USDT-SWAP-funding'].map(
  (name) => `${data}tao/funding/${name}.csv`,
)

function load(request: Partial<MarketRequest>) {
  return loadMarketData({
    candles,
    mark: null,
    fine: null,
    funding: { kind: 'none' },
    from: null,
    to: null,
    maxGapMs: DAY_MS,
    ...request,
  })
}

async function factOf(path: string, maxGapMs = DAY_MS): Promise<DataFact> {
  return (await load({ candles: data + path, maxGapMs })).facts[0]
}

describe.skipIf(absent)(title, () => {
  it('reads the hourly perpetual without a gap', async () => {
    const market = await load({})
    expect(market.facts).toMatchObject([
      {
        file: 'TAOUSDT-perp-1h.csv',
        rows: 16_974,
        from: '2024-04-11T14:00:00Z',
        to: '2026-03-19T20:00:00Z',
        timeframe: '1h',
        gaps: 0,
        synthetic: false,
      },
    ])
    const crash = market.candles.openedAt.indexOf(Date.UTC(2025, 9, 10, 21))
    expect([market.candles.low[crash], market.candles.low.length]).toEqual([130.54, 16_974])
  })

  const series: FundingConfig = { kind: 'series', files, fallback: null }

  it('F4: refuses the known funding alone and names the half year without any', async () => {
    expect(await failureOf(() => load({ funding: series }))).toMatchObject({
      code: 'funding-uncovered',
      where: 'data.funding',
      message:
        'found no funding from 2025-07-26T04:00:00Z to 2026-02-14T20:00:00Z; expected a print at least every 24 h of the run',
    })
  })

  it('F2, F4: joins the venues, lets the fallback stand in between them, and settles late prints at the open', async () => {
    const fallback = { rate: decimal('0.0001'), everyMs: 8 * HOUR_MS }
    const market = await load({ funding: { ...series, fallback } })
    const { openedAt } = market.candles
    const known = market.funding.filter((due) => due.known)
    const [inside, ...others] = known.filter((due) => due.phase === 'close')
    expect([iso(inside.at), iso(openedAt[inside.candle]), others]).toEqual([
      '2025-07-19T10:14:47.645Z',
      '2025-07-19T10:00:00Z',
      [],
    ])
    const delays = known.filter((due) => due !== inside).map((due) => due.at - openedAt[due.candle])
    expect(delays.every((delay) => delay >= 0 && delay <= 60_000)).toBe(true)
    expect(delays.some((delay) => delay > 0)).toBe(true)
    // Hourly from 2024-04-11 14:00 to 2025-07-26 04:00 but for one, then four-hourly from 2026-02-14 20:00 to 2026-03-19 16:00.
    const hourly = (Date.UTC(2025, 6, 26, 4) - Date.UTC(2024, 3, 11, 14)) / HOUR_MS
    const fourHourly = (Date.UTC(2026, 2, 19, 16) - Date.UTC(2026, 1, 14, 20)) / (4 * HOUR_MS) + 1
    expect(known).toHaveLength(hourly + fourHourly)
    const stoodIn = market.funding.filter((due) => !due.known)
    expect([iso(stoodIn[0].at), iso(stoodIn.at(-1)!.at), stoodIn.length]).toEqual([
      '2025-07-26T08:00:00Z',
      '2026-02-14T16:00:00Z',
      611,
    ])
    expect(market.assumptions).toContain(
      'Funding is not known in 1 stretch, 203d 16h together (2025-07-26T04:00:00Z to 2026-02-14T20:00:00Z): the fallback stands in, 0.0001 every 8h from 00:00 UTC there.',
    )
    expect(market.assumptions).toContain('Settled at the close of the candle in which they fall: 1 funding time.')
    expect(market.facts.map((fact) => fact.rows)).toEqual([16_974, 12_542, 200, 338])
  })

  it('F4: needs no fallback where the run is covered', async () => {
    const covered = { from: Date.UTC(2024, 4, 1), to: Date.UTC(2024, 5, 1) }
    const market = await load({ funding: series, ...covered })
    expect(market.funding).toHaveLength(31 * 24)
    expect(market.assumptions).toEqual(['There is no mark series: the traded candles stand in for the mark price.'])
  })

  it.each([
    ['tao/okx-perp/TAO-USDT-SWAP-1h.csv', 16_063, '1h', 0],
    ['tao/binance-perp/TAOUSDT-perp-5m.csv', 51_839, '5m', 0],
    ['formats/binance-vision/BTCUSDT-1h-2024-12.spot.noheader.ms.csv', 240, '1h', 0],
    ['formats/binance-vision/BTCUSDT-1h-2025-01.spot.noheader.us.csv', 240, '1h', 0],
    ['formats/binance-rest/TAOUSDT-1d.duplicate-column-names.csv', 199, '1d', 0],
    ['formats/bybit/TAOUSDT-1d.with-turnover.csv', 199, '1d', 0],
    ['formats/kucoin/TAOUSDT_4H.iso-z.csv', 199, '4h', 0],
    ['formats/ccxt/TAO_USDT_1h.datetime.csv', 199, '1h', 0],
    ['formats/okx-rest/XAU-USDT-SWAP-1H.iso-offset-timestamps.csv', 199, '1h', 0],
    ['formats/yahoo/BTC-USD.csv', 199, '1d', 0],
    ['formats/cryptodatadownload/Binance_BTCUSDT_d.url-line.descending.csv', 148, '1d', 0],
  ])('reads %s', async (path, rows, timeframe, gaps) => {
    expect(await factOf(path)).toMatchObject({ rows, timeframe, gaps })
  })

  it('sees the hour in a sparse series of which most hours are absent', async () => {
    const fact = await factOf('formats/kraken/XBTUSD_60.ohlcvt.noheader.csv', Infinity)
    expect(fact).toMatchObject({ rows: 300, timeframe: '1h' })
    expect(fact.notes).toContain('times are in seconds since 1970, converted to milliseconds')
  })

  it.each([
    ['formats/tradingview/BINANCE_BTCUSDT, 60.csv', 'column-missing', 1],
    ['formats/yahoo/TAO22974-USD-1mo.adjclose-no-space.csv', 'timeframe-mixed', 3],
    ['formats/kraken/BCHEUR.trades.csv', 'column-count', 1],
  ])('refuses %s', async (path, code, line) => {
    expect(await failureOf(() => factOf(path, Infinity))).toMatchObject({
      code,
      where: `${path.split('/').at(-1)!}:${line}`,
    })
  })
})
