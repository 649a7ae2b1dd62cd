import { describe, expect, it } from 'vitest'
import { accountSeries } from '#analysis/account-series.js'
import { exposure } from '#analysis/exposure.js'
import type { AccountSpan, BacktestResult } from '#domain/result.js'
import { bareResult, flatCandles } from './bare-result.js'
import { fixtureResult } from './fixture.js'

const flat: AccountSpan = {
  fromCandle: 0,
  wallet: 1000,
  collateral: 0,
  offset: 1000,
  netQuantity: 0,
  grossQuantity: 0,
  liquidationBelow: Number.NaN,
  liquidationAbove: Number.NaN,
}

/** Flat for one candle, then long 6 and short 2 at 100 from the close of candle 1, flat again from candle 4. */
function hedged(): BacktestResult {
  const candles = flatCandles(Float64Array.of(100, 100, 110, 50, 50))
  const open = { ...flat, fromCandle: 1, collateral: 300, offset: 600, netQuantity: 4, grossQuantity: 8 }
  const spans = [
    flat,
    { ...open, liquidationBelow: 55, liquidationAbove: 132 },
    { ...flat, fromCandle: 4, wallet: 800 },
  ]
  return bareResult([1000, 1000, 1040, 800, 800], {
    candles,
    mark: candles,
    curve: { equity: Float64Array.of(1000, 1000, 1040, 800, 800), spans },
  })
}

function columns(result: BacktestResult, blockLength: number) {
  const rows: Record<string, number[]> = {}
  for (const { start: _start, length, ...block } of accountSeries(result, blockLength)) {
    for (const [name, column] of Object.entries(block)) (rows[name] ??= []).push(...column.subarray(0, length))
  }
  return rows
}

describe('account series', () => {
  it('writes out what the spans hold, candle by candle', () => {
    const { wallet, collateral, marginUse, grossExposure, netExposure } = columns(hedged(), 4096)
    expect(wallet).toEqual([1000, 1000, 1000, 1000, 800])
    expect(collateral).toEqual([0, 300, 300, 300, 0])
    expect(marginUse).toEqual([0, 0.3, 0.3, 0.3, 0])
    expect(grossExposure).toEqual([0, 0.8, 880 / 1040, 0.5, 0].map((value) => expect.closeTo(value, 12)))
    expect(netExposure).toEqual([0, 0.4, 440 / 1040, 0.25, 0].map((value) => expect.closeTo(value, 12)))
  })

  it('drawdown is the share of the highest equity so far', () => {
    expect(columns(hedged(), 4096)['drawdown']).toEqual([0, 0, 0, 240 / 1040, 240 / 1040])
  })

  it('distance to liquidation is the nearer side, as a fraction of the mark, and NaN where there is none', () => {
    const { liquidationDistance } = columns(hedged(), 4096)
    expect(liquidationDistance).toEqual(
      [Number.NaN, 0.32, 0.2, -0.1, Number.NaN].map((value) =>
        Number.isNaN(value) ? value : expect.closeTo(value, 12),
      ),
    )
  })

  it('is the same whatever the length of a block', () => {
    const result = fixtureResult({ length: 500 })
    const whole = columns(result, 4096)
    expect(columns(result, 1)).toEqual(whole)
    expect(columns(result, 7)).toEqual(whole)
  })

  it('equity is offset + net quantity × mark close', () => {
    const result = fixtureResult({ length: 500 })
    const net = columns(result, 64)['netExposure']
    for (const { fromCandle, offset, netQuantity } of result.curve.spans) {
      const equity = result.curve.equity[fromCandle]
      const mark = result.mark.close[fromCandle]
      expect(offset + netQuantity * mark).toBeCloseTo(equity, 6)
      expect(net[fromCandle] * equity).toBeCloseTo(netQuantity * mark, 6)
    }
    expect(result.curve.spans.length).toBeGreaterThan(50)
  })

  it('counts from the first candle of the run, whatever came before it for the warm-up', () => {
    const whole = hedged()
    const late = { ...whole, first: 2, curve: { ...whole.curve, equity: whole.curve.equity.subarray(2) } }
    expect(columns(late, 4096)['collateral']).toEqual([300, 300, 0])
    expect(columns(late, 4096)['grossExposure'][0]).toBeCloseTo(880 / 1040, 12)
  })
})

describe('exposure', () => {
  it('is the mean over all closes; time in the market is the share of closes with an open leg', () => {
    const { gross, net, timeInMarket } = exposure(hedged())
    expect(gross).toBeCloseTo((0.8 + 880 / 1040 + 0.5) / 5, 12)
    expect(net).toBeCloseTo((0.4 + 440 / 1040 + 0.25) / 5, 12)
    expect(timeInMarket).toBe(3 / 5)
  })

  it('leaves closes without equity out of the means', () => {
    const broke = hedged()
    broke.curve.equity[3] = 0
    expect(exposure(broke).gross).toBeCloseTo((0.8 + 880 / 1040) / 4, 12)
    expect(exposure(broke).timeInMarket).toBe(3 / 5)
  })
})
