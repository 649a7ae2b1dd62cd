import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MarketData } from '#domain/candles.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import { stepsOf } from './arbitrary-plan.js'
import { arbitraryRun, configOf, dataOf } from './arbitrary-run.js'
import { settings } from './settings.js'

/** A rate of zero falls due at every open and every close, so that no candle is passed over. */
function woken(data: MarketData): MarketData {
  const { openedAt, timeframeMs } = data.candles
  const zeros = [...openedAt].flatMap((at, candle) => [
    { at, rate: 0, candle, phase: 'open', known: true } as const,
    { at: at + timeframeMs / 2, rate: 0, candle, phase: 'close', known: true } as const,
  ])
  return { ...data, funding: [...data.funding, ...zeros].sort((one, other) => one.at - other.at) }
}

/** All that zero payments cannot change. */
function factsOf({ account, legs, fills, refusals, levels, path, curve, warnings }: BacktestResult) {
  const { entries: _, ...money } = account
  return { money, legs, fills, refusals, levels, path, equity: curve.equity, warnings }
}

it('T2: passing over a candle in which nothing can happen changes nothing', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const data = dataOf(drawn)
      const config = configOf(drawn.venue, stepsOf(drawn.plan, data.candles), data.candles)
      expect(factsOf(run(config, null, woken(data)).result)).toEqual(factsOf(run(config, null, data).result))
    }),
    settings,
  )
})
