import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ResolvedConfig } from '#config/resolved.js'
import type { MarketData } from '#domain/candles.js'
import { HOUR_MS } from '#domain/time.js'
import { run } from '#engine/run.js'
import { pathSource, resampledCandles, resampledMarket, travelled } from '#experiments/bootstrap/resampled.js'
import { readConfig } from '#io/config-file.js'
import { loadMarketData } from '#io/market-data.js'
import { figuresOf } from '#analysis/figures.js'

const begins = Date.UTC(2025, 0, 1)

/** Six hourly candles with a gap before the fifth; the first only warms up. The mark lies 1 % above, then 2 %, then 1 % … */
function smallMarket(): MarketData {
  const hours = [0, 1, 2, 3, 7, 8]
  const column = (...values: readonly number[]) => Float64Array.from(values)
  const candles = {
    length: 6,
    timeframeMs: HOUR_MS,
    openedAt: Float64Array.from(hours, (hour) => begins + hour * HOUR_MS),
    open: column(100, 100, 110, 99, 120, 60),
    high: column(100, 112, 115, 130, 125, 66),
    low: column(100, 99, 88, 98, 50, 60),
    close: column(100, 110, 99, 120, 60, 66),
    volume: column(1, 2, 3, 4, 5, 6),
  }
  const premium = (values: Float64Array) => values.map((value, at) => value * (at % 2 === 0 ? 1.01 : 1.02))
  const mark = {
    ...candles,
    open: premium(candles.open),
    high: premium(candles.high),
    low: premium(candles.low),
    close: premium(candles.close),
  }
  const due = (candle: number, offset: number, phase: 'open' | 'close') => ({
    at: candles.openedAt[candle] + offset,
    rate: candle / 1000,
    candle,
    phase,
    known: true,
  })
  const funding = [due(1, 0, 'open'), due(2, 20, 'open'), due(2, 30 * 60_000, 'close'), due(4, -HOUR_MS, 'open')]
  return { candles, mark, fine: null, funding, feeds: {}, first: 1, end: 6, facts: [], assumptions: ['Before.'] }
}

describe('a resampled history', () => {
  it('is worked by hand', () => {
    const { candles, mark } = smallMarket()
    // Candles 0 and 1, then 4 (120 ÷ 120 open, 50 ÷ 120 low, half by the close), then 2 (110 ÷ 110, 88 ÷ 110, 99 ÷ 110).
    const source = Int32Array.of(0, 1, 4, 2)
    const path = resampledCandles(candles, candles, source, 0.01)
    expect([...path.open]).toEqual([100, 100, 110, 55])
    expect([...path.high]).toEqual([100, 112, 114.58, 57.5])
    expect([...path.low]).toEqual([100, 99, 45.83, 44])
    expect([...path.close]).toEqual([100, 110, 55, 49.5])
    expect([...path.volume]).toEqual([1, 2, 5, 3])
    expect([...path.openedAt]).toEqual([...candles.openedAt.subarray(0, 4)])
    // The mark keeps its premium of the candle: 1.01 of an even one, 1.02 of an odd one.
    const quoted = resampledCandles(mark, candles, source, 0.01)
    expect([...quoted.close]).toEqual([101, 112.2, 55.55, 50])
  })

  it('is the original where nothing is moved', () => {
    const { candles, mark } = smallMarket()
    const source = Int32Array.of(0, 1, 2, 3, 4, 5)
    expect(resampledCandles(candles, candles, source, 0.01)).toEqual(candles)
    const quoted = resampledCandles(mark, candles, source, 0.0001)
    for (let at = 0; at < 6; at++) expect(quoted.close[at]).toBeCloseTo(mark.close[at], 9)
  })

  it('keeps warm-up, clock and what was assumed, and says that it never happened', () => {
    const data = smallMarket()
    const path = resampledMarket(data, { blockMs: 2 * HOUR_MS, seed: 1, path: 4, tick: 0.01 })
    expect(path.candles.open[0]).toBe(100)
    expect(path.candles.openedAt).toEqual(data.candles.openedAt)
    expect([path.first, path.end, path.candles.length]).toEqual([1, 6, 6])
    expect(path.assumptions).toEqual([
      'Before.',
      'The history is resampled (stationary bootstrap, blocks of 2h on average, seed 1, path 5): it never happened.',
    ])
    const traded = resampledMarket({ ...data, mark: data.candles }, { blockMs: HOUR_MS, seed: 1, path: 4, tick: 0.01 })
    expect(traded.mark).toBe(traded.candles)
  })

  it('moves every candle with its ratios, its premium, its volume and its funding', () => {
    const data = smallMarket()
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), (seed, number) => {
        const options = { blockMs: 2 * HOUR_MS, seed, path: number, tick: 1e-9 }
        const source = pathSource(data, options)
        const path = resampledMarket(data, options)
        for (let candle = 1; candle < 6; candle++) {
          const from = source[candle]
          expect(from).toBeGreaterThanOrEqual(1)
          const before = { path: path.candles.close[candle - 1], data: data.candles.close[from - 1] }
          for (const corner of ['open', 'high', 'low', 'close'] as const) {
            const ratio = data.candles[corner][from] / before.data
            expect(path.candles[corner][candle] / before.path / ratio).toBeCloseTo(1, 6)
            const premium = data.mark[corner][from] / data.candles[corner][from]
            expect(path.mark[corner][candle] / path.candles[corner][candle]).toBeCloseTo(premium, 6)
          }
          expect(path.candles.volume[candle]).toBe(data.candles.volume[from])
          const paid = path.funding.filter((due) => due.candle === candle)
          const was = data.funding.filter((due) => due.candle === from)
          expect(paid.map(({ rate, phase }) => [rate, phase])).toEqual(was.map(({ rate, phase }) => [rate, phase]))
          for (const [at, due] of paid.entries()) {
            // What fell into the gap before its candle is due at the open.
            const offset = Math.max(was[at].at - data.candles.openedAt[from], 0)
            expect(due.at).toBe(data.candles.openedAt[candle] + offset)
          }
        }
        const times = path.funding.map(({ at }) => at)
        expect(times).toEqual(times.toSorted((one, other) => one - other))
      }),
    )
  })

  it('stays on the tick and above zero', () => {
    const data = smallMarket()
    const falling = { ...data.candles, close: data.candles.close.map((_, at) => 100 / 30 ** at) }
    const path = resampledCandles(falling, falling, Int32Array.of(0, 5, 5, 5, 5, 5), 0.01)
    expect(path.close[5]).toBe(0.01)
    const coarse = resampledCandles(data.candles, data.candles, Int32Array.of(0, 4, 2), 25)
    expect([...coarse.low]).toEqual([100, 50, 50])
  })

  it('moves dated things of any kind with their candle', () => {
    const events = [
      { candle: 1, title: 'upgrade' },
      { candle: 1, title: 'listing' },
      { candle: 3, title: 'halving' },
    ]
    const moved = travelled(
      events,
      ({ candle }) => candle,
      Int32Array.of(3, 1, 2, 3),
      (event, candle) => ({ ...event, candle }),
    )
    expect(moved.map(({ candle, title }) => `${candle} ${title}`)).toEqual([
      '0 halving',
      '1 upgrade',
      '1 listing',
      '3 halving',
    ])
  })
})

describe('the engine on a resampled history of the sample', () => {
  let config: ResolvedConfig
  let data: MarketData
  beforeAll(async () => {
    const plan =
      'strategy={ plan: [{ at: start, open: { leg: core, side: long, notional: 8000, leverage: 3, stop: 30% } },' +
      ' { at: start, open: { leg: hedge, side: short, ratioOf: core, ratio: 0.4, leverage: 4 } }] }'
    const file = fileURLToPath(new URL('../../../strategies/hold.yaml', import.meta.url))
    config = await readConfig(file, [plan])
    data = await loadMarketData(config.data)
  })

  it('balances to the last digit, and gives the same path for the same seed', () => {
    const runs = [0, 1, 2, 0].map((path) => {
      const moved = resampledMarket(data, { blockMs: 72 * HOUR_MS, seed: 9, path, tick: 0.01 })
      const { result, failure } = run(config, null, moved)
      expect(failure).toBeNull()
      return {
        final: result.account.final,
        account: figuresOf(result, config.analysis).account,
        sum: result.account.ledgerSum,
      }
    })
    for (const { account, sum } of runs) {
      expect(sum).toBe('0')
      expect([account.ledger.holds, account.wallet.holds, account.equity.holds]).toEqual([true, true, true])
    }
    expect(runs[3]).toEqual(runs[0])
    expect(new Set(runs.map(({ final }) => final)).size).toBe(3)
  })
})
