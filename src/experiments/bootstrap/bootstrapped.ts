import type { Outcome, RunPool, Task, TwinOutcome } from '../run-pool.js'
import { type Fan, fanIndices, fanOf } from './fan.js'
import { type Interval, percentileInterval, proportion, type Proportion } from './interval.js'

/** What one account did over all paths: the run's own, or a twin's. */
export interface AccountOverPaths {
  readonly name: 'run' | 'unhedged' | 'net' | 'smallerCore'
  readonly totalReturn: Interval | null
  readonly maxDrawdown: Interval | null
  /** Share of the paths with a liquidation, and with a loss. */
  readonly liquidation: Proportion | null
  readonly loss: Proportion | null
  /** Equity at some closes. */
  readonly fan: Fan
}

export interface Bootstrapped {
  /** The history as it was. */
  readonly observed: Outcome
  /** By path; those that failed or were refused are null. */
  readonly paths: readonly (PathFigures | null)[]
  /** All over the same paths: those on which each was played. */
  readonly accounts: readonly AccountOverPaths[]
  /** How many paths that is. */
  readonly compared: number
  /** Paths that the run was played on and its twins were not; null where there are none, or where no leg hedges another. */
  readonly twinsMissing: { readonly paths: number; readonly error: string } | null
  /** Sharpe ratio of the run. */
  readonly sharpe: Interval | null
  readonly errors: readonly { readonly path: number; readonly error: string }[]
}

/** One account on one path. */
export interface AccountFigures {
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly liquidations: number
}

export interface PathFigures extends Readonly<Record<AccountOverPaths['name'], AccountFigures | null>> {
  readonly run: AccountFigures
  readonly sharpe: number | null
}

/** Points of a fan. */
const POINTS = 200
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95]
/** Errors that are told. */
const ERRORS_MAX = 5

/**
 * The run on so many resampled histories, each twin on the same ones. Path k is the same whichever others are played, by
 * however many. `closes`: candles of the run.
 */
export async function bootstrapped(
  plan: { readonly runs: number; readonly blockMs: number; readonly seed: number; readonly closes: number },
  pool: RunPool,
  { signal, onPath }: { readonly signal?: AbortSignal; readonly onPath?: (done: number) => void },
): Promise<Bootstrapped> {
  const { runs, blockMs, seed, closes } = plan
  const common = { settings: {}, twins: true, curvePoints: POINTS }
  const tasks: readonly Task[] = [
    { ...common, index: 0 },
    ...Array.from({ length: runs }, (_, path) => ({ ...common, index: path + 1, resampled: { seed, path, blockMs } })),
  ]
  const outcomes: Outcome[] = []
  let done = 0
  const take = (outcome: Outcome): void => {
    outcomes[outcome.index] = outcome
    onPath?.(++done)
  }
  await pool.play(tasks, take, signal)
  const [observed, ...played] = outcomes
  const complete = played.filter(({ status }) => status === 'complete')
  const twinned = complete.filter(({ twins }) => twins !== null)
  const compared = twinned.length === 0 ? complete : twinned
  const missing = complete.filter(({ twinsError }) => twinsError !== undefined)
  return {
    observed,
    paths: played.map(figuresOf),
    accounts: compared.length === 0 ? [] : accountsOf(compared, fanIndices(closes, POINTS)),
    compared: compared.length,
    twinsMissing: missing.length === 0 ? null : { paths: missing.length, error: missing[0].twinsError! },
    sharpe: percentileInterval(compared.map(({ metrics }) => metrics?.['sharpe'] ?? null)),
    errors: played
      .filter(({ status }) => status !== 'complete')
      .slice(0, ERRORS_MAX)
      .map(({ index, error }) => ({ path: index - 1, error: error ?? '' })),
  }
}

function accountsOf(outcomes: readonly Outcome[], at: Int32Array): readonly AccountOverPaths[] {
  const own = account('run', outcomes.map(ownOf), at)
  const twinned = outcomes.flatMap(({ twins }) => twins ?? [])
  if (twinned.length === 0) return [own]
  const names = ['unhedged', 'net', 'smallerCore'] as const
  return [
    own,
    ...names.map((name) =>
      account(
        name,
        twinned.map((twins) => twins[name]),
        at,
      ),
    ),
  ]
}

function ownOf({ metrics, curve }: Outcome): TwinOutcome {
  return {
    totalReturn: metrics?.['totalReturn'] ?? null,
    maxDrawdown: metrics?.['maxDrawdown'] ?? null,
    liquidations: metrics?.['liquidations'] ?? 0,
    curve,
  }
}

function account(name: AccountOverPaths['name'], paths: readonly TwinOutcome[], at: Int32Array): AccountOverPaths {
  const count = (holds: (path: TwinOutcome) => boolean): number => paths.filter(holds).length
  return {
    name,
    totalReturn: percentileInterval(paths.map(({ totalReturn }) => totalReturn)),
    maxDrawdown: percentileInterval(paths.map(({ maxDrawdown }) => maxDrawdown)),
    liquidation: proportion(
      count(({ liquidations }) => liquidations > 0),
      paths.length,
    ),
    loss: proportion(
      count(({ totalReturn }) => totalReturn !== null && totalReturn < 0),
      paths.length,
    ),
    fan: fanOf(
      paths.map(({ curve }) => curve!),
      at,
      SHARES,
    ),
  }
}

function figuresOf(outcome: Outcome): PathFigures | null {
  if (outcome.status !== 'complete') return null
  const bare = ({ totalReturn, maxDrawdown, liquidations }: TwinOutcome): AccountFigures => ({
    totalReturn,
    maxDrawdown,
    liquidations,
  })
  const { twins, metrics } = outcome
  return {
    run: bare(ownOf(outcome)),
    unhedged: twins && bare(twins.unhedged),
    net: twins && bare(twins.net),
    smallerCore: twins && bare(twins.smallerCore),
    sharpe: metrics?.['sharpe'] ?? null,
  }
}
