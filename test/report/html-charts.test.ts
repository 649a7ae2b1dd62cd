import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#domain/time.js'
import { bucketsOf } from '#report/html-buckets.js'
import { pack } from '#report/html-pack.js'
import { chartPayload, levelKinds } from '#report/html-payload.js'
import { fixtureResult } from '../analysis/fixture.js'
import { reportOf } from './report-of.js'

const result = fixtureResult({ length: 1000, timeframeMs: MINUTE_MS, cycle: 240 })
const order = new Map([
  ['core', 0],
  ['hedge', 1],
])
const labels = { pair: 'TAO/USDT:USDT', priceDigits: 2 }

describe('buckets', () => {
  it('are the candles themselves while there are few', () => {
    const buckets = bucketsOf(result)
    expect(buckets.length).toBe(1000)
    expect([...buckets.close]).toEqual([...result.candles.close])
    expect([...buckets.equity]).toEqual([...result.curve.equity])
  })

  it('hold whole usual lengths of UTC time when there are many', () => {
    const buckets = bucketsOf(result, 110)
    expect(buckets.lengthMs).toBe(10 * MINUTE_MS)
    expect(buckets.length).toBe(100)
    for (const opened of buckets.openedAt) expect(opened % (10 * MINUTE_MS)).toBe(0)
  })

  it('have the first open, the extremes and the last close of their candles, and the worst of the account', () => {
    const buckets = bucketsOf(result, 110)
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
    expect(Math.max(...buckets.drawdown)).toBe(Math.max(...bucketsOf(result).drawdown))
  })

  it('end at a gap in the candles, so that no bucket reaches over it', () => {
    const openedAt = result.candles.openedAt.map((opened, candle) => (candle < 515 ? opened : opened + 600 * MINUTE_MS))
    const buckets = bucketsOf({ ...result, candles: { ...result.candles, openedAt } }, 110)
    expect(buckets.ofCandle[514]).toBe(51)
    expect(buckets.ofCandle[515]).toBe(52)
    expect(buckets.openedAt[52] - buckets.openedAt[51]).toBe(600 * MINUTE_MS)
    expect(buckets.closedAt[51] - buckets.openedAt[51]).toBe(5 * MINUTE_MS)
    expect(buckets.closedAt[50] - buckets.openedAt[50]).toBe(10 * MINUTE_MS)
  })

  it('are said on the page when they are coarser than the candles', () => {
    expect(reportOf(fixtureResult({ length: 500 }))).not.toContain('Drawn as')
    const long = fixtureResult({ length: 20_100, timeframeMs: MINUTE_MS, cycle: 12_000 })
    expect(reportOf(long)).toContain('Drawn as 10,050 candles of 2m, made from\n20,100 of 1m')
  })
})

describe('packed columns', () => {
  it('are base64 of their bytes, whatever the length', () => {
    for (const bytes of [[], [1], [1, 2], [1, 2, 3], [255, 254, 253, 252]]) {
      expect(pack(Uint8Array.from(bytes)).base64).toBe(Buffer.from(bytes).toString('base64'))
    }
    const part = Float64Array.of(1, 2.5, -3).subarray(1)
    expect(pack(part)).toEqual({ type: 'f64', base64: Buffer.from(Float64Array.of(2.5, -3).buffer).toString('base64') })
  })
})

describe('levels', () => {
  const payload = chartPayload(result, bucketsOf(result), order, labels, null)
  const unpack = (base64: string) => Buffer.from(base64, 'base64')
  const integers = (base64: string) => [...new Int32Array(new Uint8Array(unpack(base64)).buffer)]
  const floats = (base64: string) => [...new Float64Array(new Uint8Array(unpack(base64)).buffer)]

  it('reach from where they were set to where they were moved, or the leg closed', () => {
    const leg = result.legs.find(
      ({ id }) => result.levels.filter((level) => level.leg === id && level.what === 'stop').length === 3,
    )!
    const changes = result.levels.filter((level) => level.leg === leg.id && level.what === 'stop')
    const minute = (instant: number) => (instant - result.candles.openedAt[0]) / MINUTE_MS
    const { opening, kind, from, to, price } = payload.levels
    const kinds = [...unpack(kind.base64)]
    const stops = integers(opening.base64).flatMap((id, at) =>
      id === leg.id && kinds[at] === levelKinds.indexOf('stop')
        ? [[integers(from.base64)[at], integers(to.base64)[at], floats(price.base64)[at]]]
        : [],
    )
    expect(stops).toEqual([
      [minute(changes[0].at), minute(changes[1].at), Number(changes[0].price)],
      [minute(changes[1].at), minute(leg.closedAt!), Number(changes[1].price)],
    ])
  })

  it('that repeat their price are one stretch', () => {
    const [first, ...rest] = result.levels.filter((level) => level.what === 'stop')
    const again = { ...first, at: first.at + MINUTE_MS }
    const repeated = chartPayload(
      { ...result, levels: [first, again, ...rest] },
      bucketsOf(result),
      order,
      labels,
      null,
    )
    const plain = chartPayload({ ...result, levels: [first, ...rest] }, bucketsOf(result), order, labels, null)
    expect(repeated.levels).toEqual(plain.levels)
  })
})
