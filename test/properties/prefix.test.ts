import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Candles, MarketData } from '#domain/candles.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import { candleOfStep, stepsOf } from './arbitrary-plan.js'
import { arbitraryRun, configOf, dataOf, type DrawnRun } from './arbitrary-run.js'
import { settings } from './settings.js'

/** The candles before `end`. */
function before(candles: Candles, end: number): Candles {
  const { openedAt, open, high, low, close, volume } = candles
  return {
    ...candles,
    length: end,
    openedAt: openedAt.slice(0, end),
    open: open.slice(0, end),
    high: high.slice(0, end),
    low: low.slice(0, end),
    close: close.slice(0, end),
    volume: volume.slice(0, end),
  }
}

/** The run over what is known when candle `end` opens: steps that would fill from there on are not in the plan. */
function runBefore(drawn: DrawnRun, data: MarketData, end: number): BacktestResult {
  const { candles, mark, funding } = data
  const known = before(candles, end)
  const plan = stepsOf(drawn.plan, candles).filter((_, at) => candleOfStep(drawn.plan[at], candles) < end)
  return run(configOf(drawn.venue, plan, candles), null, {
    ...data,
    candles: known,
    mark: mark === candles ? known : before(mark, end),
    funding: funding.filter(({ candle }) => candle < end),
    end,
  }).result
}

/** All that a result says of the time before `instant`. */
function factsBefore(result: BacktestResult, instant: number) {
  const early = <Fact extends { readonly at: number }>(facts: readonly Fact[]) => facts.filter(({ at }) => at < instant)
  return {
    fills: early(result.fills),
    refusals: early(result.refusals),
    journal: early(result.journal),
    levels: early(result.levels),
    ambiguousAt: result.path.ambiguousAt.filter((at) => at < instant),
    legs: result.legs.filter(({ closedAt }) => closedAt !== null && closedAt < instant),
  }
}

it('T1: nothing before an instant is changed by what comes after it', () => {
  fc.assert(
    fc.property(arbitraryRun, fc.nat(58), (drawn, cut) => {
      const data = dataOf(drawn)
      const end = 1 + (cut % (data.end - 1))
      const whole = run(configOf(drawn.venue, stepsOf(drawn.plan, data.candles), data.candles), null, data).result
      const prefix = runBefore(drawn, data, end)
      const instant = data.candles.openedAt[end]
      expect(factsBefore(prefix, instant)).toEqual(factsBefore(whole, instant))
      // With end-of-data fills the prefix's last mark is after them.
      const compared = drawn.venue.closeAtEnd ? end - 1 : end
      expect(prefix.curve.equity.slice(0, compared)).toEqual(whole.curve.equity.slice(0, compared))
    }),
    settings,
  )
})
