import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal, max, min } from '#domain/decimal.js'
import type { BacktestResult, PathMode } from '#domain/result.js'
import { arbitraryRun, type DrawnRun, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'

const wick = fc.integer({ min: 0, max: 100 })

/** One candle in which entries fill and the price stands still, then one with two wicks; legs are left open. */
const oneCandle: fc.Arbitrary<DrawnRun> = fc
  .tuple(arbitraryRun, wick, wick)
  .map(([{ market, plan, venue }, up, down]) => ({
    market: {
      ...market,
      fine: null,
      candles: [
        { gap: 0, body: 0, up: 0, down: 0 },
        { ...market.candles[1], up, down },
      ],
      // Nor does the mark move in the first one: a stop on it, or one that trails it, would make that candle ambiguous.
      bases: market.bases?.map((basis, at) => (at === 0 ? still(basis.open) : basis)) ?? null,
      funding: market.funding.map((due) => ({ ...due, candle: due.candle % 2 })),
    },
    plan: plan.map((step) => ({ ...step, candle: step.verb === 'open' ? 0 : 1 })),
    venue: { ...venue, closeAtEnd: false, latencyMinutes: 0 },
  }))

function still(basis: number) {
  return { open: basis, high: basis, low: basis, close: basis }
}

function resultBy(drawn: DrawnRun, path: PathMode): BacktestResult {
  return resultOf({ ...drawn, venue: { ...drawn.venue, path } })
}

it('P3: over one candle the worst path leaves the lower equity of the two, and the best the higher', () => {
  fc.assert(
    fc.property(oneCandle, (drawn) => {
      const [high, low, worst, best] = (['ohlc', 'olhc', 'worst', 'best'] as const).map((path) =>
        decimal(resultBy(drawn, path).account.final),
      )
      expect([worst.toFixed(), best.toFixed()]).toEqual([min(high, low).toFixed(), max(high, low).toFixed()])
    }),
    { ...settings, numRuns: settings.numRuns * 2 },
  )
})

it('P3, P7: a candle is ambiguous exactly where high first and low first differ in fills', () => {
  fc.assert(
    fc.property(oneCandle, (drawn) => {
      const fillsBy = (path: PathMode): readonly string[] =>
        resultBy(drawn, path)
          .fills.map(({ name, price, quantity, reason }) => `${name} ${price} ${quantity} ${reason}`)
          .toSorted()
      const differ = fillsBy('ohlc').join() !== fillsBy('olhc').join()
      expect(resultBy(drawn, 'worst').path.ambiguousCandles > 0).toBe(differ)
      expect(resultBy(drawn, 'best').path.ambiguousCandles > 0).toBe(differ)
    }),
    { ...settings, numRuns: settings.numRuns * 2 },
  )
})
