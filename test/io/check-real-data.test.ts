import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, iso, MINUTE_MS } from '#domain/time.js'
import { type DataFile, readDataFile } from '#io/read-data-file.js'
import { type CandleCheck, checkCandles, defaultCheck } from '#market/checks/check-candles.js'
import { checkSeries, type SeriesCheck } from '#market/checks/check-series.js'
import { findingText } from '#market/checks/finding-text.js'
import { join } from '#market/join.js'
import { resample } from '#market/resample.js'
import { soundCandles, type SoundCandles } from '#market/sound-candles.js'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const absent = !existsSync(data)
const title = (words: string) => (absent ? `${words} (skipped: ../shared/data is not here)` : words)

const read = (path: string): Promise<DataFile> => readDataFile(data + path, {}, () => {})

async function candlesOf(path: string): Promise<CandleCheck> {
  const file = await read(path)
  if (file.kind !== 'candles') throw new Error(`${path} was read as ${file.kind}`)
  return checkCandles(file.raw, { ...defaultCheck, writtenAt: file.writtenAt })
}

async function seriesOf(path: string): Promise<SeriesCheck & { readonly kind: string }> {
  const file = await read(path)
  if (file.kind === 'candles') throw new Error(`${path} was read as candles`)
  return { kind: file.kind, ...checkSeries(file.raw) }
}

async function soundOf(path: string): Promise<SoundCandles> {
  const file = await read(path)
  if (file.kind !== 'candles') throw new Error(`${path} was read as ${file.kind}`)
  return soundCandles(file.raw, path, (line) => `${path}:${line}`)
}

const faults = ({ findings }: Pick<CandleCheck, 'findings'>) =>
  findings.filter(({ severity }) => severity === 'fault').map((finding) => findingText(finding))
const minute = (at: number | null) => (at === null ? null : iso(at).slice(0, 16).replace('T', ' '))

describe.skipIf(absent)(title('a check of real candles states what is known of them'), () => {
  // As the tables of the data's README state it: none has a gap. The last column: candles without volume.
  it.each([
    ['tao/binance-spot/TAOUSDT-spot-1h.csv', '1h', 17_196, '2024-04-11 12:00', '2026-03-28 23:00', 0],
    ['tao/binance-spot/TAOUSDT-spot-30m.csv', '30m', 33_128, '2024-04-11 12:00', '2026-03-02 15:30', 0],
    ['tao/binance-spot/TAOUSDT-spot-5m-2024-04_2024-09.csv', '5m', 42_796, '2024-04-11 12:00', '2024-09-07 02:15', 0],
    ['tao/binance-spot/TAOUSDT-spot-5m-2024-12_2026-02.csv', '5m', 119_795, '2024-12-31 00:00', '2026-02-19 22:50', 0],
    [
      'tao/binance-spot/TAOUSDT-spot-3m-2024-12_2026-02.csv.gz',
      '3m',
      199_668,
      '2024-12-31 00:00',
      '2026-02-19 23:21',
      4,
    ],
    ['tao/binance-spot/TAOUSDT-spot-1d.csv', '1d', 631, '2024-04-11 00:00', '2026-01-01 00:00', 0],
    ['tao/binance-perp/TAOUSDT-perp-1h.csv', '1h', 16_974, '2024-04-11 14:00', '2026-03-19 19:00', 0],
    ['tao/binance-perp/TAOUSDT-perp-30m.csv', '30m', 26_906, '2024-04-11 14:30', '2025-10-24 03:00', 0],
    ['tao/binance-perp/TAOUSDT-perp-15m.csv', '15m', 41_682, '2024-10-23 07:30', '2025-12-31 11:45', 0],
    ['tao/binance-perp/TAOUSDT-perp-5m.csv', '5m', 51_839, '2025-07-04 12:15', '2025-12-31 12:05', 3],
    ['tao/binance-perp/TAOUSDT-perp-4h.csv', '4h', 4_244, '2024-04-11 12:00', '2026-03-19 16:00', 0],
    ['tao/binance-perp/TAOUSDT-perp-1d.csv', '1d', 707, '2024-04-11 00:00', '2026-03-18 00:00', 0],
    ['tao/okx-perp/TAO-USDT-SWAP-1h.csv', '1h', 16_063, '2024-09-20 05:00', '2026-07-21 11:00', 0],
    ['tao/bybit-perp/TAOUSDT-1d.csv', '1d', 653, '2024-01-30 00:00', '2025-11-12 00:00', 0],
    ['tao/hyperliquid-perp/TAO-USD-1m.csv', '1m', 6_796, '2025-07-21 12:10', '2025-07-26 05:25', 462],
    ['tao/hyperliquid-perp/TAO-USD-5m.csv', '5m', 38_421, '2025-03-14 19:35', '2025-07-26 05:15', 18],
    ['tao/hyperliquid-perp/TAO-USD-15m.csv', '15m', 16_139, '2025-02-08 02:15', '2025-07-26 04:45', 3],
    ['tao/hyperliquid-perp/TAO-USD-1h.csv', '1h', 7_783, '2024-09-04 21:00', '2025-07-26 03:00', 0],
    ['tao/hyperliquid-perp/TAO-USD-4h.csv', '4h', 3_135, '2024-02-19 12:00', '2025-07-25 20:00', 0],
    ['tao/hyperliquid-perp/TAO-USD-1d.csv', '1d', 522, '2024-02-19 00:00', '2025-07-24 00:00', 0],
    ['tao/kucoin-spot/TAO-USDT-1h.csv', '1h', 2_166, '2026-01-22 00:00', '2026-04-22 05:00', 0],
    ['tao/kucoin-spot/TAO-USDT-4h.csv', '4h', 735, '2026-04-03 20:00', '2026-08-04 04:00', 0],
    ['tao/kraken-spot/TAOUSD-1d-2026-06_2026-09.csv', '1d', 118, '2026-06-02 00:00', '2026-09-27 00:00', 0],
    ['correlation/okx-perp/BTC-USDT-SWAP-1h.csv', '1h', 31_917, '2023-01-01 00:00', '2026-08-22 20:00', 0],
    ['correlation/okx-perp/ETH-USDT-SWAP-1h.csv', '1h', 31_917, '2023-01-01 00:00', '2026-08-22 20:00', 0],
    ['correlation/okx-perp/SOL-USDT-SWAP-1h.csv', '1h', 31_917, '2023-01-01 00:00', '2026-08-22 20:00', 0],
    ['correlation/okx-perp/DOT-USDT-SWAP-1h.csv', '1h', 13_273, '2025-01-01 00:00', '2026-07-08 00:00', 0],
    ['correlation/okx-perp/XAU-USDT-SWAP-1h.csv', '1h', 10_911, '2025-04-09 10:00', '2026-07-08 00:00', 0],
    ['correlation/binance-perp/BTCUSDT-perp-4h.csv', '4h', 4_499, '2024-02-28 20:00', '2026-03-19 12:00', 0],
    ['correlation/binance-perp/BTCUSDT-perp-1d.csv', '1d', 799, '2024-01-10 00:00', '2026-03-18 00:00', 0],
    ['correlation/binance-perp/ETHUSDT-perp-4h.csv', '4h', 4_499, '2024-02-28 20:00', '2026-03-19 12:00', 0],
    ['correlation/binance-perp/ETHUSDT-perp-1d.csv', '1d', 799, '2024-01-10 00:00', '2026-03-18 00:00', 0],
    ['correlation/binance-perp/SOLUSDT-perp-4h.csv', '4h', 4_499, '2024-02-29 00:00', '2026-03-19 16:00', 0],
    ['correlation/binance-perp/SOLUSDT-perp-1d.csv', '1d', 799, '2024-01-10 00:00', '2026-03-18 00:00', 0],
    ['correlation/binance-perp/DOTUSDT-perp-1h.csv', '1h', 4_499, '2025-09-13 09:00', '2026-03-19 19:00', 0],
    ['correlation/binance-perp/DOTUSDT-perp-4h.csv', '4h', 4_499, '2024-02-29 00:00', '2026-03-19 16:00', 0],
    ['correlation/binance-perp/DOTUSDT-perp-1d.csv', '1d', 799, '2024-01-10 00:00', '2026-03-18 00:00', 0],
    ['correlation/binance-perp/YFIUSDT-perp-1h.csv', '1h', 4_499, '2025-09-13 09:00', '2026-03-19 19:00', 0],
    ['correlation/binance-perp/YFIUSDT-perp-4h.csv', '4h', 4_499, '2024-02-29 00:00', '2026-03-19 16:00', 0],
    ['correlation/binance-perp/YFIUSDT-perp-1d.csv', '1d', 799, '2024-01-10 00:00', '2026-03-18 00:00', 0],
    ['correlation/binance-perp/PAXGUSDT-perp-4h.csv', '4h', 2_145, '2025-03-27 08:00', '2026-03-19 16:00', 0],
    ['correlation/binance-perp/PAXGUSDT-perp-1d.csv', '1d', 357, '2025-03-27 00:00', '2026-03-18 00:00', 0],
  ])('%s', async (path, timeframe, rows, first, last, zeroVolume) => {
    const check = await candlesOf(path)
    expect({
      faults: faults(check),
      timeframe: check.grid?.name,
      rows: check.rows,
      first: minute(check.first),
      last: minute(check.last),
      gaps: check.gaps.count,
      zeroVolume: check.zeroVolume,
    }).toEqual({ faults: [], timeframe, rows, first, last, gaps: 0, zeroVolume })
  })

  it('remarks the crash of 2025-10-10 and finds no fault in it', async () => {
    const { findings } = await candlesOf('tao/binance-perp/TAOUSDT-perp-1h.csv')
    expect(findings).toMatchObject([
      { kind: 'outlier', severity: 'remark', line: 13_137, at: Date.UTC(2025, 9, 10, 21), of: 'low', value: 130.54 },
    ])
  })

  it.each([
    ['correlation/metals/XAUUSD-1d.csv', 7_170, '1998-03-02', '2026-01-15', 6],
    ['correlation/metals/XAGUSD-1d.csv', 4_508, '2008-08-01', '2026-01-20', 4],
  ])('%s: weekends and holidays are no faults', async (path, rows, first, last, longestDays) => {
    const check = await candlesOf(path)
    expect(check).toMatchObject({
      rows,
      gaps: { count: 0 },
      zeroVolume: null,
      closings: { longestMs: longestDays * DAY_MS },
    })
    expect([minute(check.first)?.slice(0, 10), minute(check.last)?.slice(0, 10)]).toEqual([first, last])
    expect(faults(check)).toEqual([])
  })

  it('tao/yahoo/TAO22974-USD-1mo.csv: months, the last row of which is no month start', async () => {
    const check = await candlesOf('tao/yahoo/TAO22974-USD-1mo.csv')
    expect(check).toMatchObject({ rows: 11, grid: { name: '1mo' }, gaps: { count: 0 } })
    expect(check.findings).toMatchObject([{ kind: 'off-grid', severity: 'remark', line: 12, last: true }])
  })
})

describe.skipIf(absent)(title('a check of real series states what is known of them'), () => {
  it.each<[string, string, number, string, string, readonly (readonly [string, number])[]]>([
    [
      'tao/yahoo/TAO22974-USD-1d-close.csv',
      'series',
      683,
      '2023-03-05 00:00',
      '2025-01-16 00:00',
      [
        ['1d', 681],
        ['2d', 1],
      ],
    ],
    [
      'tao/funding/hyperliquid-TAO-funding-1h.csv',
      'funding',
      12_542,
      '2024-02-19 14:00',
      '2025-07-26 04:00',
      [
        ['1h', 12_538],
        ['45m', 1],
        ['75m', 1],
        ['2h', 1],
      ],
    ],
    ['tao/funding/binance-TAOUSDT-funding.csv', 'funding', 200, '2026-02-14 20:00', '2026-03-20 00:00', [['4h', 199]]],
    [
      'tao/funding/okx-TAO-USDT-SWAP-funding.csv',
      'funding',
      338,
      '2026-04-07 08:00',
      '2026-07-21 08:00',
      [
        ['8h', 293],
        ['4h', 44],
      ],
    ],
    [
      'correlation/funding/okx-BTC-USDT-SWAP-funding.csv',
      'funding',
      413,
      '2026-04-07 08:00',
      '2026-08-22 16:00',
      [['8h', 412]],
    ],
    [
      'correlation/funding/okx-ETH-USDT-SWAP-funding.csv',
      'funding',
      413,
      '2026-04-07 08:00',
      '2026-08-22 16:00',
      [['8h', 412]],
    ],
    [
      'correlation/funding/okx-SOL-USDT-SWAP-funding.csv',
      'funding',
      413,
      '2026-04-07 08:00',
      '2026-08-22 16:00',
      [['8h', 412]],
    ],
    [
      'tao/open-interest/binance-TAOUSDT-oi-4h.csv',
      'series',
      168,
      '2026-02-20 04:00',
      '2026-03-20 00:00',
      [['4h', 167]],
    ],
    ['tao/open-interest/binance-TAOUSDT-oi-1d.csv', 'series', 28, '2026-02-21 00:00', '2026-03-20 00:00', [['1d', 27]]],
  ])('%s', async (path, kind, rows, first, last, steps) => {
    const check = await seriesOf(path)
    expect({
      faults: faults(check),
      kind: check.kind,
      rows: check.rows,
      first: minute(check.first),
      last: minute(check.last),
      steps: check.steps.map(({ step, count }) => [step, count]),
    }).toEqual({ faults: [], kind, rows, first, last, steps })
  })

  it.each([
    ['tao/yahoo/TAO22974-USD-1d-close.csv', '2025-01-15 00:00'],
    ['tao/funding/hyperliquid-TAO-funding-1h.csv', '2024-08-15 13:00'],
  ])('%s lacks one', async (path, missing) => {
    const { findings } = await seriesOf(path)
    expect(findings).toMatchObject([{ kind: 'gap', severity: 'remark', missing: 1 }])
    expect(findings.map((finding) => (finding.kind === 'gap' ? minute(finding.from) : null))).toEqual([missing])
  })
})

describe.skipIf(absent)(title('real candles, made longer and joined'), () => {
  it('half hours make the hours that the exchange gives, to the last digit', async () => {
    const halves = await soundOf('tao/binance-perp/TAOUSDT-perp-30m.csv')
    const hours = await soundOf('tao/binance-perp/TAOUSDT-perp-1h.csv')
    const { candles, begin, end } = resample(halves.candles, 30 * MINUTE_MS, HOUR_MS, 'halves')
    // Trading began at 14:30, and the last half hour stands alone.
    expect([begin, end]).toEqual([
      { at: Date.UTC(2024, 3, 11, 14), candles: 1 },
      { at: Date.UTC(2025, 9, 24, 3), candles: 1 },
    ])
    const made = { candles, line: Uint32Array.from(candles.time, (_, row) => row) }
    const { overlap, disagreements } = join([hours, made], 'first')
    expect(overlap).toBe(13_452)
    // The README's sixth note: the exchange's own hour of 2024-10-28 21:00 holds half of what was traded.
    expect([...new Set(disagreements.map(({ at }) => minute(at)))]).toEqual(['2024-10-28 21:00'])
  })
})
