import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { type ImportedSet, importData, type ImportRequest } from '#io/import-data.js'
import { readCandles } from '#io/read-candles.js'
import { readDataFile } from '#io/read-data-file.js'
import type { RawCandles } from '#market/raw-candles.js'
import { failureOf } from '../market/failure-of.js'

const samples = fileURLToPath(new URL('../../../shared/data/formats/', import.meta.url))
const absent = !existsSync(samples)
const folder = mkdtempSync(join(tmpdir(), 'hedgerow-samples-'))
afterAll(() => rmSync(folder, { recursive: true }))

let sets = 0

async function imported(file: string, choice: Partial<ImportRequest> = {}): Promise<ImportedSet> {
  sets += 1
  const { sets: written } = await importData({ files: [samples + file], out: join(folder, `set-${sets}`), ...choice })
  return written[0]
}

const cdd = 'cryptodatadownload/Binance_BTCUSDT_d.header-only.descending.mixed-units.csv'

/** What each sample is: kind, rows, first time, timeframe. */
const known: readonly (readonly [file: string, kind: string, rows: number, from: string, timeframe: string | null])[] =
  [
    ['binance-rest/TAOUSDT-1d.duplicate-column-names.csv', 'candles', 199, '2024-04-11T00:00:00Z', '1d'],
    ['binance-rest/TAOUSDT-1d.klines-array.json', 'candles', 120, '2025-02-16T00:00:00Z', '1d'],
    ['binance-rest/TAOUSDT-1h.pandas-dump.trailing-zero-volume.csv', 'candles', 720, '2025-07-20T04:00:00Z', '1h'],
    ['binance-rest/TAOUSDT-funding.ms-jitter.csv', 'funding', 200, '2026-02-14T20:00:00Z', null],
    ['binance-rest/TAOUSDT-open-interest-4h.csv', 'series', 168, '2026-02-20T04:00:00Z', null],
    ['binance-rest/TAOUSDT-perp-1h.in-progress-last-bar.csv', 'candles', 200, '2026-03-11T13:00:00Z', '1h'],
    ['binance-vision/ALGOUSDT-1m-2023-02.um-futures.header.ms.csv', 'candles', 399, '2023-02-01T00:00:00Z', '1m'],
    ['binance-vision/BTCUSDT-1h-2024-12.spot.noheader.ms.csv', 'candles', 240, '2024-12-01T00:00:00Z', '1h'],
    ['binance-vision/BTCUSDT-1h-2025-01.spot.noheader.us.csv', 'candles', 240, '2025-01-01T00:00:00Z', '1h'],
    ['bybit/TAOUSDT-1d.with-turnover.csv', 'candles', 199, '2024-01-30T00:00:00Z', '1d'],
    ['ccxt/TAO_USDT_1h.datetime.csv', 'candles', 199, '2025-03-29T01:00:00Z', '1h'],
    ['cryptodatadownload/Binance_BTCUSDT_d.url-line.descending.csv', 'candles', 148, '2021-09-01T00:00:00Z', '1d'],
    ['freqtrade/TAO_USDT-1d.feather', 'candles', 149, '2024-04-11T00:00:00Z', '1d'],
    ['freqtrade/XRP_USDT_USDT-1h-futures.json.gz', 'candles', 100, '2021-11-17T01:00:00Z', '1h'],
    ['freqtrade/bybit-AAVE_USDT_USDT-1d-futures.json', 'candles', 100, '2024-05-01T00:00:00Z', '1d'],
    ['freqtrade/bybit-AAVE_USDT_USDT-8h-funding_rate.json', 'funding', 300, '2024-05-01T08:00:00Z', null],
    ['freqtrade/gateio-TAO_USDT_USDT-4h-futures.feather', 'candles', 62, '2024-08-01T00:00:00Z', '4h'],
    ['freqtrade/gateio-TAO_USDT_USDT-8h-funding_rate.feather', 'funding', 62, '2024-08-01T00:00:00Z', null],
    ['freqtrade/hyperliquid-TAO_USDC_USDC-1d-futures.feather', 'candles', 523, '2024-02-19T00:00:00Z', '1d'],
    [
      'freqtrade/hyperliquid-TAO_USDC_USDC-1h-funding_rate.feather',
      'funding',
      12_542,
      '2024-02-19T14:00:00.174Z',
      null,
    ],
    ['kraken/XBTUSD_60.ohlcvt.noheader.csv', 'candles', 300, '2013-10-06T21:00:00Z', '1h'],
    ['kucoin/TAOUSDT_4H.iso-z.csv', 'candles', 199, '2026-04-03T20:00:00Z', '4h'],
    ['okx-rest/TAO-USDT-SWAP-1H.csv', 'candles', 299, '2024-09-20T05:00:00Z', '1h'],
    ['okx-rest/TAO-USDT-SWAP-funding.exponent-numbers.csv', 'funding', 338, '2026-04-07T08:00:00Z', null],
    ['okx-rest/XAU-USDT-SWAP-1H.iso-offset-timestamps.csv', 'candles', 199, '2025-04-09T10:00:00Z', '1h'],
    ['yahoo/BTC-USD.csv', 'candles', 199, '2017-10-10T00:00:00Z', '1d'],
  ]

/** Why each other sample must be refused. */
const refusals: readonly (readonly [file: string, code: string, where: string, message: string])[] = [
  [cdd, 'time-unit-changes', ':1755', "found the time '1513555200.0' in seconds; expected milliseconds"],
  ['freqtrade/gateio-TAO_USDT_USDT-8h-mark.feather', 'kind-open', '', 'a volume of 0 throughout'],
  ['kraken/BCHEUR.trades.csv', 'column-count', ':1', 'trades (time, price, amount)'],
  ['tradingview/BINANCE_BTCUSDT, 60.csv', 'column-missing', ':1', 'expected a column for the volume'],
  ['yahoo/TAO22974-USD-1mo.adjclose-no-space.csv', 'timeframe-mixed', ':3', 'candles of calendar months'],
]

describe.skipIf(absent)(absent ? 'samples (skipped: ../shared/data is not here)' : 'samples', () => {
  it('are all in one of the two lists', () => {
    const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'))
    expect([...known, ...refusals].map(([file]) => file).toSorted()).toEqual(files.toSorted())
  })

  it.each(known)('%s is imported as %s', async (file, kind, rows, from, timeframe) => {
    expect(await imported(file)).toMatchObject({ kind, rows, from, timeframe })
  })

  it.each(refusals)('%s is refused: %s', async (file, code, where, message) => {
    const failure = await failureOf(() => imported(file))
    expect(failure).toMatchObject({ code, where: `${file.split('/').at(-1)!}${where}` })
    expect(failure.message).toContain(message)
    expect(failure.hint).toMatch(/\.$/)
  })

  it('that are refused as candles without a volume are imported as mark prices', async () => {
    for (const [file, rows] of [
      ['freqtrade/gateio-TAO_USDT_USDT-8h-mark.feather', 31],
      ['tradingview/BINANCE_BTCUSDT, 60.csv', 199],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const { path, kind, rows: written } = await imported(file, { kind: 'mark' })
      expect([kind, written, readFileSync(path, 'utf8').split('\n')[0]]).toEqual([
        'mark',
        rows,
        'time,open,high,low,close',
      ])
    }
  })

  it('of which one file has a day twice, in two units, are refused by either column of times', async () => {
    expect(await failureOf(() => imported(cdd, { columns: { time: 'date' } }))).toMatchObject({
      code: 'candles-twice',
      where: `${cdd.split('/')[1]}:1755`,
      message: expect.stringContaining('the candle of 2017-12-18T00:00:00Z again'),
    })
    const file = await readDataFile(samples + cdd, { kind: 'candles' }, () => undefined)
    const raw = file.raw as RawCandles
    expect([raw.time.length, raw.unreadable.length]).toEqual([1_877, 124])
  })

  it('read the same as the data set that is made of them', async () => {
    for (const [file, kind] of known.filter(([, kind]) => kind === 'candles')) {
      const reading = { where: file }
      // oxlint-disable-next-line no-await-in-loop
      const { path } = await imported(file)
      // oxlint-disable-next-line no-await-in-loop
      const [source, made] = await Promise.all([
        readCandles(samples + file, 'candles', Infinity, reading),
        readCandles(path, 'candles', Infinity, reading),
      ])
      expect([kind, made.candles]).toEqual([kind, source.candles])
    }
  })
})
