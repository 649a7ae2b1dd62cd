import { dailyReturns } from '#analysis/calendar-returns.js'
import type { FigureOptions } from '#analysis/equity-figures.js'
import type { EquitySeries } from '#analysis/equity-series.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { sharpe } from '#analysis/sharpe.js'
import { significant } from '#analysis/significant.js'
import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import type { Outcome } from '../run-pool.js'
import type { SearchPlan } from '../sweep/plan.js'
import { search, type SearchMeans } from '../sweep/search.js'
import type { BestTrial } from '../sweep/trial-book.js'
import { walkForwardEfficiency } from './efficiency.js'
import type { Span } from './span.js'
import { stitchedEquity } from './stitched.js'
import type { Window } from './windows.js'

/** One window: what was chosen on its training, and what that did on its test. */
export interface WalkedWindow {
  readonly train: Span
  readonly test: Span
  /** Null where no trial kept to the constraints: then nothing is traded in the test. */
  readonly chosen: Pick<BestTrial, 'hash' | 'params'> | null
  readonly trainReturn: number | null
  readonly testReturn: number | null
  readonly testMaxDrawdown: number | null
}

export interface Walk {
  readonly windows: readonly WalkedWindow[]
  /** Trials of all trainings together. */
  readonly trials: number
  /** Equity of the tests one after the other. */
  readonly equity: EquitySeries
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly sharpe: number | null
  /** Return a year out of sample ÷ in sample. */
  readonly efficiency: number | null
}

/** Searches each training and plays what it chose on the test that follows. `balance`: what each run begins with. */
export async function walkForward(
  plan: SearchPlan,
  windows: readonly Window[],
  means: SearchMeans,
  market: { readonly candles: Candles; readonly balance: number } & FigureOptions,
): Promise<Walk> {
  const walked: WalkedWindow[] = []
  const tests: EquitySeries[] = []
  let trials = 0
  for (const { train, test } of windows) {
    // oxlint-disable-next-line no-await-in-loop
    const book = await search({ ...plan, span: train }, { ...means, onTrial: (done) => means.onTrial?.(trials + done) })
    trials += book.trials
    const chosen = book.winner()
    // oxlint-disable-next-line no-await-in-loop
    const played = chosen === null ? null : await testOf(chosen, test, means)
    tests.push(equityOf(played, test, market))
    walked.push({
      train,
      test,
      chosen: chosen && { hash: chosen.hash, params: chosen.params },
      trainReturn: chosen?.metrics['totalReturn'] ?? null,
      testReturn: chosen === null ? 0 : (played?.metrics?.['totalReturn'] ?? null),
      testMaxDrawdown: chosen === null ? 0 : (played?.metrics?.['maxDrawdown'] ?? null),
    })
  }
  const equity = stitchedEquity(tests, market.balance)
  const returns = dailyReturns(equity)
  const judged = walked.flatMap(({ train, test, trainReturn, testReturn }) =>
    trainReturn === null || testReturn === null
      ? []
      : [{ train: { span: train, totalReturn: trainReturn }, test: { span: test, totalReturn: testReturn } }],
  )
  return {
    windows: walked,
    trials,
    equity,
    totalReturn: significant(equity.values[equity.values.length - 1] / equity.initial - 1),
    maxDrawdown: significant(maxDrawdown(equity).depth),
    sharpe: significant(returns && sharpe(returns, market.periodsPerYear, market.riskFree)),
    efficiency: significant(walkForwardEfficiency(judged)),
  }
}

async function testOf({ params }: BestTrial, test: Span, { pool, signal }: SearchMeans): Promise<Outcome | null> {
  let played: Outcome | null = null
  const task = { index: 0, settings: params, span: test, curvePoints: Number.MAX_SAFE_INTEGER }
  await pool.play([task], (outcome) => (played = outcome), signal)
  return played
}

/** Equity of a test; as it began where nothing was traded. */
function equityOf(
  played: Outcome | null,
  { from, to }: Span,
  { candles, balance }: { readonly candles: Candles; readonly balance: number },
): EquitySeries {
  const first = indexAtOrAfter(candles.openedAt, from)
  const values = played?.curve ?? new Float64Array(indexAtOrAfter(candles.openedAt, to) - first).fill(balance)
  const startsAt = candles.openedAt[first]
  return {
    initial: balance,
    values,
    instantOf: (index) => (index < 0 ? startsAt : candles.openedAt[first + index] + candles.timeframeMs),
    isDated: true,
  }
}
