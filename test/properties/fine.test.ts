import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Candles, MarketData } from '#domain/candles.js'
import { decimal, max, min } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import { laidFine } from '#market/fine.js'
import { arbitraryFine, fineOf } from './arbitrary-fine.js'
import { stepsOf } from './arbitrary-plan.js'
import { arbitraryRun, configOf, dataOf, type DrawnRun } from './arbitrary-run.js'
import { settings } from './settings.js'

function withFine(data: MarketData, fine: Candles | null): MarketData {
  return { ...data, ...laidFine(data.candles, data.mark, fine, data, 'test'), assumptions: [] }
}

function resultOver(drawn: DrawnRun, data: MarketData): BacktestResult {
  return run(configOf(drawn.venue, stepsOf(drawn.plan, data.candles), data.candles), null, data).result
}

/** All but what the finer series itself is told by. */
function factsOf(result: BacktestResult) {
  return { ...result, assumptions: [], path: { ...result.path, missingFine: null } }
}

it('P4: drilling down into the candles themselves is not drilling down', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const data = withFine(dataOf(drawn), null)
      const same = withFine(data, data.candles)
      // A mark has no volume.
      expect({ ...same.fine!.mark, volume: null }).toEqual({ ...data.mark, volume: null })
      expect(factsOf(resultOver(drawn, same))).toEqual(factsOf(resultOver(drawn, data)))
    }),
    settings,
  )
})

it('P4, P8: the mark inside keeps to its candle: its open, its close, both extremes, and nothing beyond', () => {
  fc.assert(
    fc.property(arbitraryRun, arbitraryFine, (drawn, drawnFine) => {
      const data = dataOf(drawn)
      const { fine, mark } = withFine(data, fineOf(drawnFine, data.candles))
      const { firstOf, perCandle, mark: inside, candles: last } = fine!
      for (const [candle, first] of firstOf.entries()) {
        if (first < 0 || mark === data.candles) continue
        const end = first + perCandle
        const { open, high, low, close } = inside
        expect([open[first], close[end - 1]]).toEqual([mark.open[candle], mark.close[candle]])
        expect(Math.max(...high.subarray(first, end))).toBe(mark.high[candle])
        expect(Math.min(...low.subarray(first, end))).toBe(mark.low[candle])
        for (let at = first; at < end; at++) {
          expect(Math.max(open[at], close[at])).toBeLessThanOrEqual(high[at])
          expect(Math.min(open[at], close[at])).toBeGreaterThanOrEqual(low[at])
        }
        expect(last.openedAt[first]).toBe(data.candles.openedAt[candle])
      }
    }),
    settings,
  )
})

it('P3, P4: on one fine candle the worst path leaves the lower equity of the two, and the best the higher', () => {
  fc.assert(
    fc.property(arbitraryRun, arbitraryFine, (drawn, drawnFine) => {
      const market = dataOf({ market: { ...drawn.market, candles: drawn.market.candles.slice(0, 1), funding: [] } })
      const data = withFine(market, fineOf({ ...drawnFine, perCandle: 1 }, market.candles))
      const plan = drawn.plan.map((step) => ({ ...step, candle: 0 }))
      const finals = (['ohlc', 'olhc', 'worst', 'best'] as const).map((path) =>
        decimal(resultOver({ ...drawn, plan, venue: { ...drawn.venue, path, closeAtEnd: false } }, data).account.final),
      )
      const [high, low, worst, best] = finals
      expect([worst.toFixed(), best.toFixed()]).toEqual([min(high, low).toFixed(), max(high, low).toFixed()])
    }),
    settings,
  )
})
