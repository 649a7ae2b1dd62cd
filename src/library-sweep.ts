import type { Objective } from '#experiments/search/objectives.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Evidence } from '#experiments/overfitting/evidence.js'
import type { Verdict } from '#experiments/overfitting/verdict.js'
import type { SearchMethod } from '#experiments/sweep/plan.js'
import type { OutcomeRow } from '#experiments/sweep/outcome-row.js'
import type { Walk } from '#experiments/walk-forward/walk.js'
import type { Span } from '#experiments/walk-forward/span.js'
import { checkOptions, option, type OptionChecks } from './call-options.js'
import { type ConfigInput, type ConfigValues, sourceOf, type VariedValues, varyTexts } from './config-input.js'
import type { HoldoutResult, SweepPhase, SweepResult } from './sweep.js'

/** What a sweep takes: the flags of `hedgerow sweep`, docs/sweep.md. */
export interface SweepCall {
  /** At least one path. */
  readonly vary: VariedValues
  readonly set?: ConfigValues
  /** Default: `grid`. */
  readonly search?: SearchMethod
  /** Of a search that is no grid. Default: 200. */
  readonly trials?: number
  /** Default: the config's own. */
  readonly seed?: number
  /** `sharpe`, `min maxDrawdown`, or several with commas. Default: `sharpe`. */
  readonly objective?: string
  /** Each as `liquidations = 0`. */
  readonly constraints?: readonly string[]
  /** `train=180d,test=60d[,anchored]`. */
  readonly walkForward?: string
  /** `20%`. */
  readonly holdout?: string
  /** Threads; the answer does not depend on them. Default: as many as the machine runs at once. */
  readonly workers?: number
  /** More than a million trials, too. Default: false. */
  readonly isManyAllowed?: boolean
  /**
   * Where trials are kept as they are finished and taken from, with sweep.csv, sweep.parquet and sweep.json at the end.
   * Default: nothing is left.
   */
  readonly folder?: string
  /** Keep parsed candles in the user's cache folder. Default: true. */
  readonly cache?: boolean
  /** Ends it early: the promise rejects with the signal's reason, and what was finished is in `folder`. */
  readonly signal?: AbortSignal
  /** 0 … 1 of each phase. */
  readonly onProgress?: (phase: SweepPhase, fraction: number) => void
}

const methods: Readonly<Record<SearchMethod, true>> = { grid: true, random: true, tpe: true }

const sweepOptions: OptionChecks<SweepCall> = {
  vary: option.variations,
  set: option.settings,
  search: option.oneOf(Object.keys(methods)),
  trials: option.whole(1),
  seed: option.whole(0),
  objective: option.text('sharpe, min maxDrawdown'),
  constraints: option.texts('liquidations = 0'),
  walkForward: option.text('train=180d,test=60d'),
  holdout: option.text('20%'),
  workers: option.whole(1),
  isManyAllowed: option.truth,
  folder: option.text('reports/my-sweep'),
  cache: option.truth,
  signal: option.signal,
  onProgress: option.action,
}

/** One trial. */
export type SweepRun = Omit<OutcomeRow, 'dailyReturns'>

/** A finished sweep as plain data; times are ms since 1970. */
export interface SweepAnswer {
  readonly name: string
  readonly search: SearchMethod
  readonly seed: number
  /** Config paths. */
  readonly varied: readonly string[]
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
  /** What the search saw of the data. */
  readonly seen: Span
  /** Every trial, in the order of their combinations. */
  readonly runs: readonly SweepRun[]
  /** Hash of the winner; null where no trial keeps to the constraints with every objective defined. */
  readonly best: string | null
  /** Hashes of the trials that no other beats in all objectives. */
  readonly front: readonly string[]
  readonly trials: number
  readonly counts: { readonly complete: number; readonly failed: number; readonly refused: number }
  /** Trials that an earlier session had finished. */
  readonly reused: number
  readonly evidence: Evidence | null
  readonly verdict: Verdict | null
  readonly walkForward: WalkForwardAnswer | null
  readonly holdout: HoldoutResult | null
}

export interface WalkForwardAnswer extends Omit<Walk, 'equity'> {
  /** Equity of the tests one after the other; a window that failed or was refused has none. */
  readonly equity: { readonly times: Float64Array; readonly values: Float64Array }
}

/**
 * Many runs of one config with some of its paths varied, as `hedgerow sweep` makes them. All trials with their figures are
 * in memory at the end. Rejects with an error that has `code`, `message`, `where` and `hint` for a request that is wrong.
 */
export async function sweep(config: ConfigInput, call: SweepCall): Promise<SweepAnswer> {
  checkOptions(call, sweepOptions)
  const { vary, set = {}, folder, cache = true, signal, onProgress, ...request } = call
  const [{ sweep: search }, { sweepRows, writeSweepFiles }, { cacheFolder }, { inTemporaryFolder }] = await Promise.all(
    [
      import('./sweep.js'),
      import('./sweep-files.js'),
      import('#io/cache/cache-folder.js'),
      import('#io/temporary-folder.js'),
    ],
  )
  const source = await sourceOf(config, set)
  const searchedIn = async (place: string): Promise<SweepAnswer> => {
    const result = await search(
      { ...request, source, vary: varyTexts(vary) },
      {
        folder: place,
        cache: cache ? cacheFolder() : null,
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      },
    )
    if (folder !== undefined) await writeSweepFiles(result, folder, { command: '', report: false })
    const runs: SweepRun[] = []
    for await (const { dailyReturns: _, ...run } of sweepRows(place)) runs.push(run)
    return answerOf(result, runs)
  }
  return folder === undefined ? inTemporaryFolder(searchedIn) : searchedIn(folder)
}

function answerOf(result: SweepResult, runs: readonly SweepRun[]): SweepAnswer {
  const { config, space, objectives, constraints, method, seed, seen, book, winner } = result
  const { reused, evidence, verdict, walk, holdout } = result
  return {
    name: config.name,
    search: method,
    seed,
    varied: space.map(({ path }) => path.join('.')),
    objectives,
    constraints,
    seen,
    runs,
    best: winner?.hash ?? null,
    front: book.best().flatMap(({ isOnFront, hash }) => (isOnFront ? [hash] : [])),
    trials: book.trials,
    counts: book.counts,
    reused,
    evidence,
    verdict,
    walkForward: walk && walkAnswer(walk),
    holdout,
  }
}

function walkAnswer({ equity: { values, instantOf }, ...walk }: NonNullable<SweepResult['walk']>): WalkForwardAnswer {
  return { ...walk, equity: { times: Float64Array.from(values, (_, at) => instantOf(at)), values } }
}
