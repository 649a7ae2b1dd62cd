import type { ResolvedConfig } from '#config/resolved.js'
import { InputError } from '#domain/failure.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { Evidence } from '#experiments/overfitting/evidence.js'
import { type Verdict, verdictOf } from '#experiments/overfitting/verdict.js'
import type { Outcome, RunPool, Task } from '#experiments/run-pool.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { Dimension } from '#experiments/space/dimension.js'
import { evidenceOfBook } from '#experiments/sweep/evidence-of-book.js'
import type { SearchMethod, SearchPlan } from '#experiments/sweep/plan.js'
import { search } from '#experiments/sweep/search.js'
import type { BestTrial, TrialBook } from '#experiments/sweep/trial-book.js'
import { hashOfTask, type TrialWorld } from '#experiments/trial-runner.js'
import { type SweepCurves, trialCurves } from '#experiments/sweep/trial-curves.js'
import { holdout } from '#experiments/walk-forward/holdout.js'
import type { Span } from '#experiments/walk-forward/span.js'
import { type Walk, walkForward } from '#experiments/walk-forward/walk.js'
import { walkForwardWindows } from '#experiments/walk-forward/windows.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import { checkLogFolder, type KeptRows, openRowLog, type RowLog } from '#io/row-log.js'
import { defaultWorkers } from '#io/worker-pool.js'
import { closedAt } from '#market/run-range.js'
import { dataSeen, experimentBase } from './experiment-base.js'
import { experimentPool } from './experiment-pool.js'
import { type SweepRequest, type Understood, understand, wholeRange } from './sweep-request.js'
import { type ExperimentBase, worldOf } from './worker.js'

export interface SweepOptions {
  /** The sweep's own folder: its trials lie there as they are finished, and are taken from there. */
  readonly folder: string
  /** Told once the sweep's first file is there: the request was understood, and its data are read. */
  readonly onBegin?: () => Promise<void>
  readonly cache?: CacheFolder | null
  readonly signal?: AbortSignal
  /** Equity of the best, which are played once more for it. Default: false. */
  readonly curves?: boolean
  readonly onProgress?: (phase: SweepPhase, fraction: number) => void
}

export type SweepPhase = 'reading candles' | 'searching' | 'walking forward' | 'playing the best once more'

/** What the winner did on data that the search did not see. */
export interface HoldoutResult {
  readonly span: Span
  readonly status: Outcome['status']
  readonly error: string | null
  readonly metrics: Outcome['metrics']
}

export interface SweepResult {
  readonly config: ResolvedConfig
  readonly space: readonly Dimension[]
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
  readonly method: SearchMethod
  readonly seed: number
  readonly workers: number
  /** What the search saw of the data. */
  readonly seen: Span
  readonly book: TrialBook
  /** Trials that an earlier session had finished. */
  readonly reused: number
  /** What other sweeps in this folder have left, by file. */
  readonly kept: readonly KeptRows[]
  readonly winner: BestTrial | null
  readonly evidence: Evidence | null
  readonly verdict: Verdict | null
  readonly walk: Walk | null
  readonly holdout: HoldoutResult | null
  readonly data: DataSeen
  /** Null where they were not wanted. */
  readonly curves: SweepCurves | null
}

/** The names of the logs in a sweep's folder. */
export const TRIALS_LOG = 'runs'
const WALK_LOG = 'walk-forward'

/**
 * Many runs of one config with some of its paths varied. Throws `InputError` for a request that is wrong, before data are
 * read where it can be told; rejects with the signal's reason once aborted, with what was finished in the folder.
 */
export async function sweep(request: SweepRequest, options: SweepOptions): Promise<SweepResult> {
  const understood = await understand(request)
  await checkLogFolder(options.folder)
  const base = await experimentBase(understood, {
    cache: options.cache ?? null,
    onRead: (fraction) => options.onProgress?.('reading candles', fraction),
  })
  options.signal?.throwIfAborted()
  const log = await openRowLog(options.folder, TRIALS_LOG)
  try {
    await options.onBegin?.()
    const workers = Math.min(request.workers ?? defaultWorkers(), understood.plan.trials)
    const pool = experimentPool(base, workers)
    try {
      const result = await swept(understood, { base, pool, log, options })
      const kept = [await log.finish(), ...result.kept].filter(({ rows }) => rows > 0)
      return { ...result, kept }
    } finally {
      await pool.close()
    }
  } finally {
    await log.close()
  }
}

interface Means {
  readonly base: ExperimentBase
  readonly pool: RunPool
  readonly log: RowLog
  readonly options: SweepOptions
}

async function swept(understood: Understood, means: Means): Promise<SweepResult> {
  const { plan, config, holdoutShare } = understood
  const { base, pool, log, options } = means
  const world = worldOf(base)
  const whole = spanOf(base)
  const cut = holdoutShare === null ? null : holdout(whole, holdoutShare, base.data.candles.timeframeMs)
  const seen = cut?.seen ?? whole
  const seenPlan = cut === null ? plan : { ...plan, span: seen }
  const windows =
    understood.walk === null ? [] : walkForwardWindows(seen, understood.walk, base.data.candles.timeframeMs)
  const { store, reused } = storeOf(log, world)
  const { signal, onProgress } = options
  const onTrial = (done: number): void => onProgress?.('searching', done / plan.trials)
  const book = await search(seenPlan, { pool, store, onTrial, ...(signal === undefined ? {} : { signal }) })
  refuseIfAllRefused(book, plan.space)
  const winner = book.winner()
  const evidence = winner && (await evidenceAbout(winner, book, seenPlan, { config, pool, signal }))
  const walking = windows.length === 0 ? null : await walked(seenPlan, windows, world, { ...means, config })
  return {
    config,
    space: plan.space,
    ...plan.goal,
    method: plan.method,
    seed: plan.seed,
    workers: pool.size,
    seen,
    book,
    reused: reused(),
    winner,
    evidence,
    verdict: evidence && verdictOf(evidence),
    walk: walking && walking.walk,
    kept: walking === null ? [] : [walking.kept],
    holdout: winner && cut && (await heldOut(winner, cut.heldOut, pool, signal)),
    data: dataSeen(base),
    curves:
      options.curves === true
        ? await trialCurves({ best: book.best(), winner }, cut, {
            pool,
            onDone: (fraction) => onProgress?.('playing the best once more', fraction),
            ...(signal === undefined ? {} : { signal }),
          })
        : null,
  }
}

function spanOf({ data: { candles, first, end } }: ExperimentBase): Span {
  return { from: candles.openedAt[first], to: closedAt(candles, end - 1) }
}

/** Asks for a hash only where something can have it. */
function storeOf(log: RowLog, world: TrialWorld) {
  let reused = 0
  const store = {
    find: async (task: Task) => {
      if (log.earlier === 0) return null
      const hash = await hashOfTask(task, world)
      const row = hash === '' ? null : await log.find(hash)
      if (row !== null) reused++
      return row
    },
    append: (row: string) => log.append(row),
    putAside: (rows: readonly string[]) => log.putAside(rows),
  }
  return { store, reused: () => reused }
}

/** A request of which not one run could begin is a wrong one. */
function refuseIfAllRefused({ counts, errors }: TrialBook, space: readonly Dimension[]): void {
  if (counts.complete > 0 || counts.failed > 0) return
  const [endless] = space.filter(({ kind }) => kind === 'continuous')
  const whole =
    endless?.kind === 'continuous'
      ? ` ${wholeRange(endless)} if ${endless.path.join('.')} takes whole numbers alone.`
      : ''
  throw new InputError('sweep-refused', `Every run was refused: ${errors[0].error}`, {
    where: '--vary',
    hint: `Vary between values that the config and the strategy take.${whole}`,
  })
}

async function evidenceAbout(
  winner: BestTrial,
  book: TrialBook,
  plan: SearchPlan,
  { config, pool, signal }: { config: ResolvedConfig; pool: RunPool; signal: AbortSignal | undefined },
): Promise<Evidence> {
  const own = book.returns.get(winner.index)?.returns ?? (await onceMore(winner, plan.span, pool, signal)).dailyReturns
  return evidenceOfBook(book, plan.space, { winner, own }, config.analysis)
}

async function heldOut(winner: BestTrial, span: Span, pool: RunPool, signal?: AbortSignal): Promise<HoldoutResult> {
  const { status, error, metrics } = await onceMore(winner, span, pool, signal)
  return { span, status, error, metrics }
}

async function onceMore(
  { params }: BestTrial,
  span: Span | undefined,
  pool: RunPool,
  signal?: AbortSignal,
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  const task = { index: 0, settings: params, returns: true, ...(span === undefined ? {} : { span }) }
  await pool.play([task], (outcome) => void outcomes.push(outcome), signal)
  return outcomes[0]
}

async function walked(
  plan: SearchPlan,
  windows: ReturnType<typeof walkForwardWindows>,
  world: TrialWorld,
  { base, pool, options, config }: Means & { readonly config: ResolvedConfig },
): Promise<{ readonly walk: Walk; readonly kept: KeptRows }> {
  const log = await openRowLog(options.folder, WALK_LOG)
  try {
    const { signal, onProgress } = options
    const total = plan.trials * windows.length
    const walk = await walkForward(
      plan,
      windows,
      {
        pool,
        store: storeOf(log, world).store,
        onTrial: (done) => onProgress?.('walking forward', done / total),
        ...(signal === undefined ? {} : { signal }),
      },
      { candles: base.data.candles, balance: config.account.balance.toNumber(), ...config.analysis },
    )
    return { walk, kept: await log.finish() }
  } finally {
    await log.close()
  }
}
