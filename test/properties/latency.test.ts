import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import type { PlanStep } from '#strategy/plan-steps.js'
import { stepsOf } from './arbitrary-plan.js'
import { arbitraryRun, configOf, dataOf, type DrawnRun } from './arbitrary-run.js'
import { settings } from './settings.js'

function resultOf(drawn: DrawnRun, latencyMinutes: number, later: number): BacktestResult {
  const data = dataOf(drawn)
  const { openedAt, length } = data.candles
  const moved = (at: PlanStep['at']): number => (at === 'start' ? openedAt[0] : at) + later * HOUR_MS
  const plan = stepsOf(drawn.plan, data.candles)
    .map((step) => (later === 0 ? step : { ...step, at: moved(step.at) }))
    .filter(({ at }) => at === 'start' || at <= openedAt[length - 1])
  return run(configOf({ ...drawn.venue, latencyMinutes }, plan, data.candles), null, data).result
}

/** What happened. Warnings, and from which close on a leg has another collateral, may be a candle apart. */
function factsOf({ fills, legs, journal, refusals, levels, account, curve }: BacktestResult) {
  return { fills, legs, journal, refusals, levels, account, equity: curve.equity }
}

it('P8: a latency of whole candles is the same orders, so many candles later', () => {
  fc.assert(
    fc.property(arbitraryRun, fc.integer({ min: 1, max: 3 }), (drawn, candles) => {
      const delayed = resultOf(drawn, candles * 60, 0)
      expect(factsOf(delayed)).toEqual(factsOf(resultOf(drawn, 0, candles)))
    }),
    settings,
  )
})
