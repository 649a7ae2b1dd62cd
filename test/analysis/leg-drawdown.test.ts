import { describe, expect, it } from 'vitest'
import { legExposure } from '#analysis/leg-exposure.js'
import { legSpans } from '#analysis/leg-spans.js'
import { legDrawdown } from '#analysis/leg-drawdown.js'
import type { LegSide, OrderSide } from '#domain/position.js'
import type { Entry } from '#domain/journal.js'
import type { BacktestResult, FillResult } from '#domain/result.js'
import { HOUR_MS } from '#domain/time.js'
import { bareResult, flatCandles, START, trade } from './bare-result.js'

type Step = readonly [
  candle: number,
  side: OrderSide,
  reason: 'entry' | 'reduce' | 'signal',
  price: number,
  quantity: number,
  wallet: number,
]

/** A run over the closes given in which one leg does the steps; `wallet` is what each step adds to the wallet. */
function runOf(closes: readonly number[], side: LegSide, steps: readonly Step[]): BacktestResult {
  const candles = flatCandles(Float64Array.from(closes))
  const fills = steps.map(
    ([candle, orderSide, reason, price, quantity]): FillResult => ({
      at: START + candle * HOUR_MS,
      leg: 1,
      name: 'core',
      order: 1,
      side: orderSide,
      price: String(price),
      expected: String(price),
      quantity: String(quantity),
      fee: '0',
      slippage: '0',
      liquidity: 'taker',
      reason,
      phase: 'open',
    }),
  )
  const journal = steps.map(
    ([candle, , reason, , , wallet]): Entry => ({
      at: START + candle * HOUR_MS,
      what: reason === 'entry' ? 'entry' : 'exit',
      leg: 'core',
      postings: [
        { account: 'collateral:1', amount: '50' },
        { account: 'available', amount: String(wallet - 50) },
        { account: 'fees:1', amount: String(-wallet) },
      ],
    }),
  )
  return bareResult(
    closes.map(() => 1000),
    { candles, mark: candles, fills, journal, legs: [{ ...trade(1, 'core', '0'), side }] },
  )
}

describe('drawdown of a leg', () => {
  it('is the largest fall of booked plus open PnL at closes, costs included', () => {
    // Net at the closes: 0, −1, 19, −11, 6.
    const long = runOf([100, 100, 110, 95, 104], 'long', [
      [1, 'buy', 'entry', 100, 2, -1],
      [4, 'sell', 'signal', 104, 2, 7],
    ])
    expect(legDrawdown(long, legSpans(long, 'core'))).toBeCloseTo(30, 12)
  })

  it('follows a short through a partial exit', () => {
    // Net at the closes: 0, 40, 20 + 10, 20 − 20, then flat at 0.
    const short = runOf([50, 40, 45, 60, 70], 'short', [
      [0, 'sell', 'entry', 50, 4, 0],
      [2, 'buy', 'reduce', 40, 2, 20],
      [4, 'buy', 'signal', 60, 2, -20],
    ])
    expect(legDrawdown(short, legSpans(short, 'core'))).toBeCloseTo(40, 12)
  })

  it('starts at zero: a leg that only loses falls by all it lost', () => {
    const long = runOf([100, 90, 80], 'long', [[0, 'buy', 'entry', 100, 1, -2]])
    expect(legDrawdown(long, legSpans(long, 'core'))).toBeCloseTo(22, 12)
  })

  it('is zero for a name that never opened', () => {
    const result = runOf([100, 90], 'long', [])
    expect(legDrawdown(result, legSpans(result, 'hedge'))).toBe(0)
  })
})

describe('exposure of a leg', () => {
  it('is the mean over all closes of its signed notional ÷ equity, and the share of closes at which it is open', () => {
    const steps = [
      [1, 'buy', 'entry', 100, 2, -1],
      [3, 'sell', 'signal', 90, 2, 0],
    ] as const satisfies Parameters<typeof runOf>[2]
    for (const side of ['long', 'short'] as const) {
      const result = runOf([100, 100, 110, 90], side, steps)
      const { mean, timeInMarket } = legExposure(result, legSpans(result, 'core'))
      expect(mean).toBeCloseTo(((side === 'long' ? 1 : -1) * (0.2 + 0.22)) / 4, 12)
      expect(timeInMarket).toBe(0.5)
    }
  })

  it('leaves closes without equity out of the mean alone', () => {
    const result = runOf([100, 100, 110], 'long', [[1, 'buy', 'entry', 100, 2, -1]])
    result.curve.equity[2] = 0
    const { mean, timeInMarket } = legExposure(result, legSpans(result, 'core'))
    expect([mean, timeInMarket]).toEqual([0.1, expect.closeTo(2 / 3, 12)])
  })
})
