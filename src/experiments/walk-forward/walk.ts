import { dailyReturns } from '#analysis/calendar-returns.js'
import type { FigureOptions } from '#analysis/equity-figures.js'
import type { EquitySeries } from '#analysis/equity-series.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { sharpe } from '#analysis/sharpe.js'
import { significant } from '#analysis/significant.js'
import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import { InputError } from '#domain/failure.js'
import type { Outcome } from '../run-pool.js'
import type { SearchPlan } from '../sweep/plan.js'
import { search, type SearchMeans } from '../sweep/search.js'
import type { BestTrial, TrialBook } from '../sweep/trial-book.js'
import { walkForwardEfficiency } from './efficiency.js'
import type { Span } from './span.js'
import { stitchedEquity } from './stitched.js'
import type { Window } from './windows.js'

/**
 * What became of a window. `complete`: its test was played. `untraded`: no trial of the training was good enough to trade
 * with. `failed`, `refused`: the strategy threw in the test, or it could not begin; or so did every trial of the training.
 */
export type WindowStatus = Outcome['status'] | 'untraded'

/** One window: what was chosen on its training, and what that did on its test. */
export interface WalkedWindow {
  readonly train: Span
  readonly test: Span
  readonly status: WindowStatus
  /** Why it is not complete, for a person. */
  readonly error: string | null
  /** Null where the training has no winner. */
  readonly chosen: Pick<BestTrial, 'hash' | 'params'> | null
  readonly trainReturn: number | null
  /** 0 where nothing was traded, null where that is not known. */
  readonly testReturn: number | null
  readonly testMaxDrawdown: number | null
}

/** Figures are of the windows that are complete or untraded; null where none is complete. */
export interface Walk {
  readonly windows: readonly WalkedWindow[]
  /** How many of the windows. */
  readonly counts: Readonly<Record<WindowStatus, number>>
  /** Trials of all trainings together. */
  readonly trials: number
  /** Equity of the tests one after the other; a window that failed or was refused has none. */
  readonly equity: EquitySeries
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly sharpe: number | null
  /** Return a year out of sample ÷ in sample, of the complete windows. */
  readonly efficiency: number | null
  /** Why there is no efficiency, for a person; null where there is one. */
  readonly efficiencyError: string | null
}

interface Market extends FigureOptions {
  readonly candles: Candles
  /** What each run begins with. */
  readonly balance: number
}

/**
 * Searches each training and plays what it chose on the test that follows. Throws `InputError` where every window failed or
 * was refused.
 */
export async function walkForward(
  plan: SearchPlan,
  windows: readonly Window[],
  means: SearchMeans,
  market: Market,
): Promise<Walk> {
  const walked: WalkedWindow[] = []
  const tests: EquitySeries[] = []
  let trials = 0
  for (const window of windows) {
    // oxlint-disable-next-line no-await-in-loop
    const book = await search(
      { ...plan, span: window.train },
      { ...means, onTrial: (done) => means.onTrial?.(trials + done) },
    )
    trials += book.trials
    const chosen = book.winner()
    // oxlint-disable-next-line no-await-in-loop
    const played = chosen === null ? null : await testOf(chosen, window.test, means)
    const done = walkedWindow(window, book, chosen, played)
    walked.push(done)
    if (isKnown(done)) tests.push(equityOf(played, window.test, market))
  }
  if (tests.length === 0) throw nonePlayed(walked)
  return { windows: walked, trials, ...figuresOf(walked, tests, market) }
}

function walkedWindow(
  { train, test }: Window,
  book: TrialBook,
  chosen: BestTrial | null,
  played: Outcome | null,
): WalkedWindow {
  const span = { train, test, chosen: chosen && { hash: chosen.hash, params: chosen.params } }
  const trainReturn = chosen?.metrics['totalReturn'] ?? null
  if (played === null) {
    const { status, error } = withoutWinner(book)
    const known = status === 'untraded' ? 0 : null
    return { ...span, status, error, trainReturn, testReturn: known, testMaxDrawdown: known }
  }
  const { status, error, metrics } = played
  return {
    ...span,
    status,
    error: error === null ? null : `the test ${status}: ${error}`,
    trainReturn,
    testReturn: metrics?.['totalReturn'] ?? null,
    testMaxDrawdown: metrics?.['maxDrawdown'] ?? null,
  }
}

/** A training that could be played and has no winner says not to trade; one that could not says nothing. */
function withoutWinner({ counts, errors, trials }: TrialBook): {
  readonly status: WindowStatus
  readonly error: string
} {
  if (counts.complete > 0) {
    return {
      status: 'untraded',
      error: 'no trial of the training keeps to the constraints with every objective defined',
    }
  }
  const status = counts.failed > 0 ? 'failed' : 'refused'
  const fate =
    counts.failed > 0 && counts.refused > 0 ? 'failed or was refused' : status === 'failed' ? 'failed' : 'was refused'
  const first = errors.find((one) => one.status === status)
  const all = trials === 1 ? 'the one trial' : `every one of the ${trials} trials`
  return { status, error: `${all} of the training ${fate}: ${first?.error ?? ''}` }
}

/** Whether it is known what the account did in the test. */
function isKnown({ status }: WalkedWindow): boolean {
  return status === 'complete' || status === 'untraded'
}

function nonePlayed([first, ...others]: readonly WalkedWindow[]): InputError {
  const all = others.length === 0 ? 'The one window' : `Each of the ${others.length + 1} windows`
  return new InputError('walk-forward-failed', `${all} failed or was refused. In the first, ${first.error}`, {
    where: '--walk-forward',
    hint: 'Choose longer windows, or leave it out: the trials of the sweep are kept in its folder and are not played again.',
  })
}

function figuresOf(
  windows: readonly WalkedWindow[],
  tests: readonly EquitySeries[],
  market: Market,
): Omit<Walk, 'windows' | 'trials'> {
  const counts = { complete: 0, untraded: 0, failed: 0, refused: 0 }
  for (const { status } of windows) counts[status]++
  const equity = stitchedEquity(tests, market.balance)
  const returns = returnsOf(tests)
  const judged = windows.flatMap(({ train, test, trainReturn, testReturn, status }) =>
    status !== 'complete' || trainReturn === null || testReturn === null
      ? []
      : [{ train: { span: train, totalReturn: trainReturn }, test: { span: test, totalReturn: testReturn } }],
  )
  const isTraded = counts.complete > 0
  const efficiency = significant(walkForwardEfficiency(judged))
  return {
    counts,
    equity,
    totalReturn: isTraded ? significant(equity.values[equity.values.length - 1] / equity.initial - 1) : null,
    maxDrawdown: isTraded ? significant(maxDrawdown(equity).depth) : null,
    sharpe: isTraded ? significant(returns && sharpe(returns, market.periodsPerYear, market.riskFree)) : null,
    efficiency,
    efficiencyError:
      efficiency !== null
        ? null
        : judged.length === 0
          ? 'no test was played'
          : 'the choices earned nothing in training, in the windows that were tested',
  }
}

/** Daily returns of all tests. A window that is missing between two of them is no day on which nothing happened. */
function returnsOf(tests: readonly EquitySeries[]): Float64Array | null {
  const stretches: EquitySeries[][] = []
  let ended = Number.NaN
  for (const test of tests) {
    if (test.instantOf(-1) === ended) stretches[stretches.length - 1].push(test)
    else stretches.push([test])
    ended = test.instantOf(test.values.length - 1)
  }
  const returns = stretches.map((stretch) => dailyReturns(stitchedEquity(stretch, stretch[0].initial)))
  return returns.some((series) => series === null) ? null : Float64Array.from(returns.flatMap((series) => [...series!]))
}

async function testOf({ params }: BestTrial, test: Span, { pool, signal }: SearchMeans): Promise<Outcome> {
  const outcomes: Outcome[] = []
  const task = { index: 0, settings: params, span: test, curvePoints: Number.MAX_SAFE_INTEGER }
  await pool.play([task], (outcome) => void outcomes.push(outcome), signal)
  return outcomes[0]
}

/** Equity of a test; as it began where nothing was traded. */
function equityOf(played: Outcome | null, { from, to }: Span, { candles, balance }: Market): EquitySeries {
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
