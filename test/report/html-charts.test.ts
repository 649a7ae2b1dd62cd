import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#domain/time.js'
import { deflate } from '#io/deflate.js'
import { drawnAccount, drawnCandles } from '#report/html-buckets.js'
import { levelKinds, levelSegments, poolSegments } from '#report/html-levels.js'
import { Packer } from '#report/html-pack.js'
import { priceRows } from '#report/html-price-rows.js'
import { fixtureResult } from '../analysis/fixture.js'
import { reportOf } from './report-of.js'

const result = fixtureResult({ length: 1000, timeframeMs: MINUTE_MS, cycle: 240 })
const packer = new Packer(deflate)
const MANY = 20_000

describe('buckets', () => {
  it('are the candles themselves while there are few', () => {
    const candles = drawnCandles(result, MANY)
    expect(candles.length).toBe(1000)
    expect([...candles.close]).toEqual([...result.candles.close])
    expect([...drawnAccount(result, MANY).equity]).toEqual([...result.curve.equity])
  })

  it('hold whole usual lengths of UTC time when there are many', () => {
    const buckets = drawnCandles(result, 110)
    expect(buckets.lengthMs).toBe(10 * MINUTE_MS)
    expect(buckets.length).toBe(100)
    for (const opened of buckets.openedAt) expect(opened % (10 * MINUTE_MS)).toBe(0)
  })

  it('have the first open, the extremes and the last close of their candles, and the worst of the account', () => {
    const buckets = { ...drawnCandles(result, 110), ...drawnAccount(result, 110) }
    const from = 420
    const { open, high, low, close } = result.candles
    const equity = result.curve.equity.subarray(from, from + 10)
    expect(buckets.open[42]).toBe(open[from])
    expect(buckets.high[42]).toBe(Math.max(...high.subarray(from, from + 10)))
    expect(buckets.low[42]).toBe(Math.min(...low.subarray(from, from + 10)))
    expect(buckets.close[42]).toBe(close[from + 9])
    expect(buckets.equity[42]).toBe(equity[9])
    expect(buckets.equityLow[42]).toBe(Math.min(...equity))
    expect(buckets.equityHigh[42]).toBe(Math.max(...equity))
    expect(Math.max(...buckets.drawdown)).toBe(Math.max(...drawnAccount(result, MANY).drawdown))
  })

  it('end at a gap in the candles, so that no bucket reaches over it', () => {
    const openedAt = result.candles.openedAt.map((opened, candle) => (candle < 515 ? opened : opened + 600 * MINUTE_MS))
    const gapped = { ...result, candles: { ...result.candles, openedAt } }
    const buckets = { ...drawnCandles(gapped, 110), ...drawnAccount(gapped, 110) }
    expect(buckets.ofCandle[514]).toBe(51)
    expect(buckets.ofCandle[515]).toBe(52)
    expect(buckets.openedAt[52] - buckets.openedAt[51]).toBe(600 * MINUTE_MS)
    expect(buckets.closedAt[51] - buckets.openedAt[51]).toBe(5 * MINUTE_MS)
    expect(buckets.closedAt[50] - buckets.openedAt[50]).toBe(10 * MINUTE_MS)
  })

  it('are said on the page when they are coarser than the candles', () => {
    expect(reportOf(fixtureResult({ length: 500 }))).not.toContain('Drawn as')
    const long = fixtureResult({ length: 20_100, timeframeMs: MINUTE_MS, cycle: 12_000 })
    expect(reportOf(long)).toContain('Drawn as 10,050 points of 2m, made from\n20,100 closes of 1m')
  })
})

describe('the account over a bucket', () => {
  const whole = drawnAccount(result, MANY)
  const grouped = drawnAccount(result, 110)

  it('is its last exposure and funding, its highest margin use and its smallest distance to liquidation', () => {
    for (const bucket of [20, 42, 67]) {
      const [from, to] = [bucket * 10, bucket * 10 + 10]
      const defined = [...whole.liquidationDistance.subarray(from, to)].filter((value) => !Number.isNaN(value))
      expect(grouped.netExposure[bucket]).toBe(whole.netExposure[to - 1])
      expect(grouped.grossExposure[bucket]).toBe(whole.grossExposure[to - 1])
      expect(grouped.funding[bucket]).toBe(whole.funding[to - 1])
      expect(grouped.marginUse[bucket]).toBe(Math.max(...whole.marginUse.subarray(from, to)))
      expect(grouped.liquidationDistance[bucket]).toBe(defined.length === 0 ? Number.NaN : Math.min(...defined))
    }
  })

  it('has moved by funding what the legs paid and received', () => {
    const hourly = fixtureResult()
    const { funding } = drawnAccount(hourly, MANY)
    const paid = hourly.legs.reduce((sum, leg) => sum + Number(leg.pnl.funding), 0)
    expect(paid).not.toBe(0)
    expect(funding.at(-1)).toBeCloseTo(paid, 8)
    expect(funding[0]).toBe(0)
  })
})

describe('packed columns', () => {
  const inflated = (base64: string) => [...inflateRawSync(Buffer.from(base64, 'base64'))]

  it('are base64 of their deflated bytes', () => {
    const part = Float64Array.of(1, 2.5, -3).subarray(1)
    const { type, base64 } = packer.floats(part)
    expect(type).toBe('f64')
    expect(inflated(base64)).toEqual([...new Uint8Array(Float64Array.of(2.5, -3).buffer)])
    for (const text of ['', 'a', 'ab', 'abc', 'hedgé']) {
      expect(Buffer.from(inflated(packer.text(text).base64)).toString()).toBe(text)
    }
  })

  it('hold integers as zig-zag varints, or their steps as such', () => {
    expect(inflated(packer.integers([0, -1, 1, 63, -64, 64, 300]).base64)).toEqual([0, 1, 2, 126, 127, 128, 1, 216, 4])
    expect(inflated(packer.steps([5, 5, 8, 2]).base64)).toEqual([10, 0, 6, 11])
    expect(inflated(packer.integers([2 ** 50]).base64)).toEqual([128, 128, 128, 128, 128, 128, 128, 4])
  })

  it('keep prices to the last digit, in ticks as fine as they need', () => {
    const { drawn, packed } = priceRows(result, packer)
    expect(packed.places).toBe(2)
    const gaps = inflated(packed.gap.base64)
    // The first open stands alone, in ticks: 300.00 of them are 30,000, doubled by the sign.
    expect(gaps[0] - 128 + (gaps[1] - 128) * 128 + gaps[2] * 128 * 128).toBe(60_000)
    expect(drawn.open[0]).toBe(300)
    const thirds = result.candles.close.map((price) => price / 3)
    const endless = { ...result.candles, open: thirds, high: thirds, low: thirds, close: thirds }
    expect(priceRows({ ...result, candles: endless }, packer).packed.places).toBe(8)
  })
})

describe('levels', () => {
  const rowOfCandle = drawnCandles(result, MANY).ofCandle

  it('reach from where they were set to where they were moved, or the leg closed', () => {
    const leg = result.legs.find(
      ({ id }) => result.levels.filter((level) => level.leg === id && level.what === 'stop').length === 3,
    )!
    const changes = result.levels.filter((level) => level.leg === leg.id && level.what === 'stop')
    const minute = (instant: number) => (instant - result.candles.openedAt[0]) / MINUTE_MS
    const stops = levelSegments(result, rowOfCandle)
      .filter(({ opening, kind }) => opening === leg.id && kind === levelKinds.indexOf('stop'))
      .map(({ from, to, price }) => [from, to, price])
    expect(stops).toEqual([
      [minute(changes[0].at), minute(changes[1].at), Number(changes[0].price)],
      [minute(changes[1].at), minute(leg.closedAt!), Number(changes[1].price)],
    ])
  })

  it('that repeat their price are one stretch', () => {
    const [first, ...rest] = result.levels.filter((level) => level.what === 'stop')
    const again = { ...first, at: first.at + MINUTE_MS }
    const repeated = levelSegments({ ...result, levels: [first, again, ...rest] }, rowOfCandle)
    const plain = levelSegments({ ...result, levels: [first, ...rest] }, rowOfCandle)
    expect(repeated).toEqual(plain)
  })

  it('of a shared wallet are those of the account, and only where a leg shares it', () => {
    expect(poolSegments(result, rowOfCandle)).toEqual([])
    const [leg, ...rest] = result.legs
    const span = {
      fromCandle: 10,
      wallet: 1,
      collateral: 1,
      offset: 1,
      netQuantity: 0,
      grossQuantity: 0,
      liquidationBelow: 90,
      liquidationAbove: Number.NaN,
    }
    const spans = [span, { ...span, fromCandle: 14, liquidationBelow: 95, liquidationAbove: 400 }]
    const cross = {
      ...result,
      legs: [{ ...leg, margin: 'cross' as const }, ...rest],
      curve: { ...result.curve, spans },
    }
    expect(poolSegments(cross, rowOfCandle)).toEqual([
      { from: 10, to: 13, price: 90 },
      { from: 14, to: 999, price: 95 },
      { from: 14, to: 999, price: 400 },
    ])
  })
})
