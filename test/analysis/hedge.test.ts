import { describe, expect, it } from 'vitest'
import { downsideCapture, upsideCapture } from '#analysis/capture.js'
import { drawdownRemoved } from '#analysis/drawdown-removed.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { figuresOf } from '#analysis/figures.js'
import { hedgeEffectiveness } from '#analysis/hedge-effectiveness.js'
import { hedgeFigures } from '#analysis/hedge-figures.js'
import { InvariantError } from '#domain/failure.js'
import { DAY_MS } from '#domain/time.js'
import { bareResult, flatCandles, trade } from './bare-result.js'
import { coreAndHedge } from './openings.js'

/** Equity at daily closes after an initial balance of 1000. */
function daily(...equity: readonly number[]) {
  const candles = flatCandles(new Float64Array(equity.length).fill(100), DAY_MS)
  return equityOfRun(bareResult(equity, { candles }))
}

describe('against the unhedged twin', () => {
  const unhedged = daily(1100, 880, 1056)
  const hedged = daily(1060, 954, 1049.4)

  it('drawdown removed is the difference of the deepest ones', () => {
    expect(drawdownRemoved(hedged, unhedged)).toBeCloseTo(0.2 - 0.1, 12)
    expect(drawdownRemoved(unhedged, hedged)).toBeCloseTo(-0.1, 12)
  })

  it('effectiveness of a constant share q of the core is 1 − (1 − q)², whatever the market does', () => {
    const core = [1100, 880, 1056, 1056, 700]
    const net = core.map((equity) => 1000 + (equity - 1000) * (1 - 0.4))
    expect(hedgeEffectiveness(daily(...net), daily(...core))).toBeCloseTo(1 - 0.6 ** 2, 12)
  })

  it('effectiveness is of money changes, from the initial balance on, and negative where the hedge added some', () => {
    // Changes 100, −100 against 50, −50.
    expect(hedgeEffectiveness(daily(1100, 1000), daily(1050, 1000))).toBeCloseTo(1 - 4, 12)
    expect(hedgeEffectiveness(daily(1100, 1000), daily(1010, 1020))).toBeNull()
  })

  it('captures are Σ returns ÷ Σ twin returns over the days on which the twin rose, or fell', () => {
    const twin = Float64Array.of(0.1, -0.2, 0.2, 0)
    const own = Float64Array.of(0.06, -0.1, 0.1, 0.5)
    expect(upsideCapture(own, twin)).toBeCloseTo(0.16 / 0.3, 12)
    expect(downsideCapture(own, twin)).toBeCloseTo(0.5, 12)
    expect([upsideCapture(own, own.fill(0)), downsideCapture(own, own)]).toEqual([null, null])
  })

  it('are told together, of two series with the same instants', () => {
    expect(hedgeFigures(hedged, unhedged)).toEqual({
      drawdownRemoved: 0.1,
      hedgeEffectiveness: expect.closeTo(hedgeEffectiveness(hedged, unhedged)!, 11),
      upsideCapture: expect.closeTo(0.16 / 0.3, 11),
      downsideCapture: expect.closeTo(0.5, 11),
    })
    expect(() => hedgeFigures(hedged, daily(1000))).toThrow(InvariantError)
    expect(hedgeFigures(daily(0, 10), daily(10, 20)).upsideCapture).toBeNull()
  })
})

describe('hedge cost', () => {
  it('is fees, funding and slippage of the hedge legs, without what their price did', () => {
    const paid = (name: string) => ({
      ...trade(1, name, '0'),
      pnl: { ...trade(1, name, '500').pnl, fees: '-1', funding: '0.25', slippage: '-0.5', liquidation: '-9' },
    })
    const result = bareResult([1000], { strategy: coreAndHedge, legs: [paid('core'), paid('hedge'), paid('hedge')] })
    expect(figuresOf(result, { periodsPerYear: 365, riskFree: 0 }).metrics.hedgeCost).toBe(-2.5)
  })
})
