import type { ResolvedConfig } from '#config/resolved.js'
import { InputError, nearest } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { Evidence } from '#experiments/overfitting/evidence.js'
import { type Verdict, verdictOf } from '#experiments/overfitting/verdict.js'
import type { Outcome, RunPool, Task } from '#experiments/run-pool.js'
import { type Constraint, parseConstraint } from '#experiments/search/constraints.js'
import { type Objective, parseObjectives } from '#experiments/search/objectives.js'
import type { ContinuousDimension, Dimension } from '#experiments/space/dimension.js'
import { settingsOf } from '#experiments/space/settings.js'
import { spaceOf } from '#experiments/space/vary.js'
import { evidenceOfBook } from '#experiments/sweep/evidence-of-book.js'
import { type SearchMethod, type SearchPlan, trialsOf } from '#experiments/sweep/plan.js'
import { search } from '#experiments/sweep/search.js'
import type { BestTrial, TrialBook } from '#experiments/sweep/trial-book.js'
import { hashOfTask, type TrialWorld } from '#experiments/trial-runner.js'
import { type SweepCurves, trialCurves } from '#experiments/sweep/trial-curves.js'
import { holdout, parseHoldout } from '#experiments/walk-forward/holdout.js'
import type { Span } from '#experiments/walk-forward/span.js'
import { type Walk, walkForward } from '#experiments/walk-forward/walk.js'
import { parseWalkForward, type WalkForward, walkForwardWindows } from '#experiments/walk-forward/windows.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import type { ConfigSource } from '#io/config-file.js'
import { checkLogFolder, type KeptRows, openRowLog, type RowLog } from '#io/row-log.js'
import { defaultWorkers } from '#io/worker-pool.js'
import { closedAt } from '#market/run-range.js'
import type { Strategy } from '#strategy/define.js'
import { declarationsOf } from '#strategy/params.js'
import { dataSeen, experimentBase, type Start, startOf } from './experiment-base.js'
import { experimentPool } from './experiment-pool.js'
import { configWith, type ExperimentBase, worldOf } from './worker.js'

/** What to vary, and how to look for the best. Texts are of the form that the command line takes. */
export interface SweepRequest {
  readonly source: ConfigSource
  /** `path=values`, at least one. */
  readonly vary: readonly string[]
  /** Default: `grid`. */
  readonly search?: SearchMethod
  /** Of a search that is no grid. Default: 200. */
  readonly trials?: number | null
  /** Default: the config's own. */
  readonly seed?: number | null
  /** Default: `sharpe`. */
  readonly objective?: string
  readonly constraints?: readonly string[]
  /** Default: as many as the machine can run at once. */
  readonly workers?: number | null
  /** More than 10⁶ trials, too. Default: false. */
  readonly isManyAllowed?: boolean
  /** `train=180d,test=60d[,anchored]`. Default: none. */
  readonly walkForward?: string | null
  /** `20%`. Default: none. */
  readonly holdout?: string | null
}

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

/** A request that was understood. */
interface Understood extends Start {
  readonly plan: SearchPlan
  readonly walk: WalkForward | null
  readonly holdoutShare: number | null
}

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

async function understand(request: SweepRequest): Promise<Understood> {
  const { source, vary, search: method = 'grid', trials = null, isManyAllowed = false } = request
  if (vary.length === 0) {
    throw new InputError('vary-missing', 'found nothing to vary; expected a config path with values', {
      where: '--vary',
      hint: 'Vary a path: --vary strategy.params.hedgeRatio=0..1/0.25.',
    })
  }
  const space = spaceOf(vary, isManyAllowed)
  const goal = {
    objectives: parseObjectives(request.objective ?? 'sharpe'),
    constraints: (request.constraints ?? []).map((text) => parseConstraint(text)),
  }
  const walk = request.walkForward ? parseWalkForward(request.walkForward) : null
  const holdoutShare = request.holdout ? parseHoldout(request.holdout) : null
  if (walk !== null || holdoutShare !== null) checkSpanIsFixed(space, walk === null ? '--holdout' : '--walk-forward')
  const start = await startOf(source)
  checkPaths(space, start)
  checkPlanDates(space, start, request)
  const plan = {
    space,
    goal,
    method,
    trials: trialsOf(space, method, trials, isManyAllowed),
    seed: request.seed ?? start.config.seed,
  }
  return { ...start, plan, walk, holdoutShare }
}

/** What is held back is a part of the base config's data: a trial that sets their bounds itself could see it. */
function checkSpanIsFixed(space: readonly Dimension[], flag: string): void {
  const found = space.find(({ path: [group, key] }) => group === 'data' && [undefined, 'from', 'to'].includes(key))
  if (found === undefined) return
  throw new InputError(
    'vary-span',
    `found ${found.path.join('.')} beside ${flag}; expected bounds of the data that stay`,
    {
      where: `--vary ${found.path.join('.')}`,
      hint: `Leave it out, or sweep without ${flag}.`,
    },
  )
}

/** Whether the config has what is to be varied. Throws `InputError` with the path that was probably meant. */
function checkPaths(space: readonly Dimension[], { source, strategy }: Start): void {
  const point = space.map((dimension) => (dimension.kind === 'listed' ? dimension.values[0] : dimension.from))
  try {
    configWith(source, settingsOf(space, point))
  } catch (error) {
    // Whether a value is one that the path takes is told of each trial.
    if (error instanceof InputError && ['config-unknown-key', 'config-override'].includes(error.code)) throw error
  }
  for (const { path } of space) {
    const [group, key, name] = path
    if (group !== 'strategy' || (key !== 'params' && key !== 'legs') || name === undefined) continue
    const known = strategy === null ? [] : Object.keys(key === 'params' ? strategy.params : strategy.legs)
    if (key === 'legs' && strategy === null) continue
    if (!known.includes(name)) throw unknownPath(path.join('.'), `strategy.${key}`, name, known)
  }
  if (strategy !== null) for (const dimension of space) checkWholeNumbers(dimension, strategy)
}

/** Of any number between two, next to none is a whole one: every trial would be refused. */
function checkWholeNumbers(dimension: Dimension, { params }: Strategy): void {
  const [group, key, name] = dimension.path
  if (dimension.kind !== 'continuous' || group !== 'strategy' || key !== 'params') return
  if (declarationsOf(params)[name].integer !== true) return
  const { from, to } = dimension
  throw new InputError(
    'vary-whole-number',
    `found any number from ${from} to ${to}; expected whole numbers, which the parameter '${name}' takes alone`,
    {
      where: `--vary ${dimension.path.join('.')}`,
      hint: `${wholeRange(dimension)}.`,
    },
  )
}

/**
 * A plan's step with a date lies in one part of the data: nothing can be searched on one part and played on another. Throws
 * `InputError` where that was asked for.
 */
function checkPlanDates(
  space: readonly Dimension[],
  { config }: Start,
  { walkForward: walk, holdout: held }: SweepRequest,
): void {
  const where = walk ? '--walk-forward' : held ? '--holdout' : null
  if (where === null) return
  const varied = new Set(space.map(({ path }) => path.join('.')))
  for (const [at, step] of (config.strategy.plan ?? []).entries()) {
    const path = `strategy.plan.${at}.at`
    if (step.at === 'start' || varied.has(path)) continue
    throw new InputError(
      'plan-step-dated',
      `found ${path} ${iso(step.at)}: a step with a date can be played on one part of the data alone, and ${where} plays on two`,
      {
        where,
        hint: "Leave it out, write 'at: start' in the plan (each part then begins with the step), or write a strategy instead of a plan.",
      },
    )
  }
}

function wholeRange({ from, to }: ContinuousDimension): string {
  return `Write ${Math.ceil(from)}..${Math.floor(to)}/1`
}

function unknownPath(path: string, above: string, name: string, known: readonly string[]): InputError {
  const near = nearest(name, known)
  const list = known.length === 0 ? 'There are none.' : `Known: ${known.join(', ')}.`
  return new InputError('vary-unknown-path', `found '${path}', which the config does not have`, {
    where: `--vary ${path}`,
    hint: near === null ? list : `Did you mean '${above}.${near}'? ${list}`,
  })
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
