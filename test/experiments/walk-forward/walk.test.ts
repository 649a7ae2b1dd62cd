import { describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import { DAY_MS } from '#domain/time.js'
import { type Outcome, type RunPool, type Task, withoutFigures } from '#experiments/run-pool.js'
import { spaceOf } from '#experiments/space/vary.js'
import { walkForward } from '#experiments/walk-forward/walk.js'
import { walkForwardWindows } from '#experiments/walk-forward/windows.js'
import { walkFate } from '#report/sweep-words.js'
import { failureOf } from '../../market/failure-of.js'

/** A candle a day from day 0 on; training 2 days, test 2 days. */
const DAYS = 10
const days = Float64Array.from({ length: DAYS }, (_, day) => day * DAY_MS)
const candles = { openedAt: days, timeframeMs: DAY_MS } as unknown as Candles
const windows = walkForwardWindows(
  { from: 0, to: DAYS * DAY_MS },
  { trainMs: 2 * DAY_MS, testMs: 2 * DAY_MS, isAnchored: false },
  DAY_MS,
)
const market = { candles, balance: 100, periodsPerYear: 365, riskFree: 0 }
const plan = {
  space: spaceOf(['a=1,2']),
  goal: { objectives: [{ metric: 'sharpe', direction: 'max' as const }], constraints: [] },
  method: 'grid' as const,
  trials: 2,
  seed: 1,
}

type Fate = 'gains' | 'has no Sharpe' | 'throws' | 'is refused'

function outcomeOf({ index, curvePoints }: Task, fate: Fate): Outcome {
  if (fate === 'throws') return withoutFigures(index, 'failed', 'boom')
  if (fate === 'is refused') return withoutFigures(index, 'refused', 'no candle')
  return {
    ...withoutFigures(index, 'complete', ''),
    error: null,
    metrics: { sharpe: fate === 'gains' ? 1 : null, totalReturn: 0.2, maxDrawdown: 0.1 },
    curve: curvePoints === undefined ? null : Float64Array.of(90, 120),
  }
}

/** `fates`: of the training and of the test of each window. */
function walkOf(fates: readonly (readonly [Fate, Fate])[]) {
  const fateOf = ({ span, curvePoints }: Task): Fate => {
    const isTest = curvePoints !== undefined
    return fates[windows.findIndex(({ train, test }) => (isTest ? test : train).from === span!.from)][isTest ? 1 : 0]
  }
  const pool: RunPool = {
    size: 1,
    play: async (tasks, onOutcome) => {
      for (const task of tasks) onOutcome(outcomeOf(task, fateOf(task)))
    },
  }
  const store = { find: async () => null, append: async () => {}, putAside: async () => {} }
  return walkForward(plan, windows, { pool, store }, market)
}

describe('a walk forward', () => {
  it('has nothing to say where every window is played', async () => {
    const walk = await walkOf(Array.from({ length: 4 }, () => ['gains', 'gains'] as const))
    expect(walk.counts).toEqual({ complete: 4, untraded: 0, failed: 0, refused: 0 })
    expect(walk.totalReturn).toBeCloseTo(1.2 ** 4 - 1, 10)
    expect([walk.efficiency, walk.efficiencyError]).toEqual([1, null])
    expect(walkFate(walk)).toEqual([])
  })

  it('leaves a window that failed out of every figure, and says so', async () => {
    const walk = await walkOf([
      ['gains', 'gains'],
      ['gains', 'throws'],
      ['has no Sharpe', 'gains'],
      ['is refused', 'gains'],
    ])
    expect(walk.windows.map(({ status, error, testReturn }) => [status, error, testReturn])).toEqual([
      ['complete', null, 0.2],
      ['failed', 'the test failed: boom', null],
      ['untraded', 'no trial of the training keeps to the constraints with every objective defined', 0],
      ['refused', 'every one of the 2 trials of the training was refused: no candle', null],
    ])
    expect([...walk.equity.values]).toEqual([90, 120, 120, 120])
    expect([0, 1, 2, 3].map((at) => walk.equity.instantOf(at) / DAY_MS)).toEqual([3, 4, 7, 8])
    // Two days, and after a gap two more: what lies between is no return of zero.
    const returns = [-0.1, 1 / 3, 0, 0]
    const mean = returns.reduce((sum, value) => sum + value, 0) / 4
    const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3)
    expect(walk.sharpe).toBeCloseTo((mean / deviation) * Math.sqrt(365), 8)
    expect(walk.totalReturn).toBeCloseTo(0.2, 12)
    expect(walkFate(walk)).toEqual([
      '1 window not traded; the test from 1970-01-07: no trial of the training keeps to the constraints with every objective defined',
      '1 window failed; the test from 1970-01-05: the test failed: boom',
      '1 window refused; the test from 1970-01-09: every one of the 2 trials of the training was refused: no candle',
      'figures over 2 of 4 windows, equity unchanged where nothing was traded: what the others would have made is not known',
    ])
  })

  it('has no figures where nothing was traded, and says why there is no efficiency', async () => {
    const walk = await walkOf(Array.from({ length: 4 }, () => ['has no Sharpe', 'gains'] as const))
    expect(walk).toMatchObject({ totalReturn: null, maxDrawdown: null, sharpe: null, efficiency: null })
    expect(walk.efficiencyError).toBe('no test was played')
    expect(walkFate(walk).at(-1)).toBe('nothing was traded out of sample: there is nothing to judge')
  })

  it('of which no window could be played is an error', async () => {
    const failure = await failureOf(() => walkOf(Array.from({ length: 4 }, () => ['throws', 'gains'] as const)))
    expect(failure).toMatchObject({ code: 'walk-forward-failed', where: '--walk-forward' })
    expect(failure.message).toBe(
      'Each of the 4 windows failed or was refused. In the first, every one of the 2 trials of the training failed: boom',
    )
  })
})
