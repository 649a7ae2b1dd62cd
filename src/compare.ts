import type { ResolvedConfig } from '#config/resolved.js'
import { InputError } from '#domain/failure.js'
import { checkLegOverrides } from '#engine/run.js'
import { type ComparedRun, type Comparison, comparisonOf, nameOf } from '#experiments/compare/comparison.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { Outcome, RunPool, Task } from '#experiments/run-pool.js'
import { gridPoints } from '#experiments/space/grid.js'
import { configAt, settingsOf } from '#experiments/space/settings.js'
import { spaceOf } from '#experiments/space/vary.js'
import { playTask, type TrialWorld } from '#experiments/trial-runner.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import { type ConfigSource, configFrom } from '#io/config-file.js'
import type { RowLog } from '#io/row-log.js'
import { loadStrategy } from '#io/strategy-bundle.js'
import { defaultWorkers } from '#io/worker-pool.js'
import type { Strategy } from '#strategy/define.js'
import { resolveParams } from '#strategy/params.js'
import { dataSeen, experimentBase } from './experiment-base.js'
import { experimentPool } from './experiment-pool.js'
import { resumingPool } from './resuming-pool.js'
import { type ExperimentBase, worldOf } from './worker.js'

export interface CompareOptions {
  /** Values of config paths, each as `path=a,b,c` or `path=0..1/0.1`; every combination is a run. For one config alone. */
  readonly vary?: readonly string[]
  /** Threads. Default: as many as the machine runs at once, none for fewer than four runs of a plan. */
  readonly workers?: number
  /** More than 10⁶ combinations are meant. Default: false. */
  readonly isManyAllowed?: boolean
  /** Where parsed candles are kept and taken from. Default: nowhere. */
  readonly cache?: CacheFolder | null
  /** Told how much is done, 0 … 1. */
  readonly onProgress?: (phase: 'read' | 'run', fraction: number) => void
  readonly signal?: AbortSignal
  /** Where runs are kept as they are finished, and taken from; opened once the first is to be played. Default: nowhere. */
  readonly openLog?: () => Promise<RowLog>
}

/** Fewer runs of a plan than this are played in this process: a thread begins slower than they are done. */
const RUNS_FOR_WORKERS = 4
/** Of more runs than this no curves and fills are kept: nobody sees that many lines. */
const DETAILED_MAX = 100
const CURVE_POINTS = 500
/** So many combinations are looked at for one that may be played. */
const CHECKED_MAX = 100

/**
 * Plays several configs, or one config with values varied, and puts the runs side by side. A run whose strategy throws, or
 * that is refused, costs itself alone. Throws `InputError` for what is wrong with all of them: a config, a path that does
 * not exist, an empty range, fewer than two runs.
 */
export async function compare(sources: readonly ConfigSource[], options: CompareOptions = {}): Promise<Comparison> {
  const { vary = [] } = options
  if (vary.length > 0) return compareVaried(sources, vary, options)
  if (sources.length < 2) throw tooFew(sources.length)
  const runs: ComparedRun[] = []
  const data: DataSeen[] = []
  for (const [at, source] of sources.entries()) {
    const base = await baseOf(source, { ...options, onProgress: () => {} })
    const [outcome] = await played(base, [taskOf(0, {}, true)], { ...options, workers: 1, onProgress: () => {} })
    data.push(dataSeen(base))
    const { name } = configFrom(source)
    runs.push(runOf(runs.some((run) => run.name === name) ? `${name} (${at + 1})` : name, {}, outcome))
    options.onProgress?.('run', (at + 1) / sources.length)
  }
  refuseIfAllRefused(runs)
  return comparisonOf(configFrom(sources[0]).name, [], runs, data)
}

async function compareVaried(
  sources: readonly ConfigSource[],
  vary: readonly string[],
  options: CompareOptions,
): Promise<Comparison> {
  const [source] = sources
  if (sources.length !== 1) {
    throw new InputError('compare-vary-one', `found ${sources.length} configs; expected one where values are varied`, {
      where: '--vary',
      hint: 'Vary one config, or compare several as they are.',
    })
  }
  const space = spaceOf(vary, options.isManyAllowed)
  const points = gridPoints(space, options.isManyAllowed)
  if (points.size < 2) throw tooFew(points.size)
  const isDetailed = points.size <= DETAILED_MAX
  const tasks: Task[] = []
  for (const point of points) tasks.push(taskOf(tasks.length, settingsOf(space, point), isDetailed))
  await checkOne(
    Array.from(firstOf(points, CHECKED_MAX), (point) => configAt(source.values, space, point)),
    source,
  )
  const base = await baseOf(source, options)
  const outcomes = await played(base, tasks, options)
  const runs = tasks.map(({ index, settings }) => runOf(nameOf(settings), settings, outcomes[index]))
  refuseIfAllRefused(runs)
  return comparisonOf(
    configFrom(source).name,
    space.map(({ path }) => path.join('.')),
    runs,
    [dataSeen(base)],
  )
}

function taskOf(index: number, settings: Task['settings'], isDetailed: boolean): Task {
  return { index, settings, twins: true, ...(isDetailed ? { details: true, curvePoints: CURVE_POINTS } : {}) }
}

/** What is wrong in all runs, such as a path that does not exist, is told before any of them is played. */
async function checkOne(candidates: readonly unknown[], source: ConfigSource): Promise<void> {
  const failures: InputError[] = []
  for (const values of candidates) {
    try {
      return await checkStrategy(configFrom(source, values))
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      failures.push(error)
    }
  }
  throw failures[0]
}

function* firstOf<Value>(values: Iterable<Value>, count: number): Generator<Value> {
  let at = 0
  for (const value of values) {
    if (at++ === count) return
    yield value
  }
}

async function checkStrategy(config: ResolvedConfig): Promise<void> {
  if (config.strategy.use === null) return
  const strategy = (await loadStrategy(config.strategy.use)).strategy as Strategy
  resolveParams(strategy.params, config.strategy.params)
  checkLegOverrides(config, strategy)
}

function baseOf(source: ConfigSource, { cache = null, onProgress }: CompareOptions): Promise<ExperimentBase> {
  const onRead = (fraction: number): void => onProgress?.('read', fraction)
  return experimentBase({ source, config: configFrom(source) }, { cache, onRead })
}

/** All outcomes in the order of their tasks, whatever plays them. */
async function played(
  base: ExperimentBase,
  tasks: readonly Task[],
  { workers, onProgress, signal, openLog }: CompareOptions,
): Promise<readonly Outcome[]> {
  const log = (await openLog?.()) ?? null
  const world = worldOf(base)
  const fresh = poolFor(base, world, workers ?? null)
  const pool = log === null ? fresh : resumingPool(fresh, log, world)
  const outcomes: Outcome[] = []
  let done = 0
  const take = (outcome: Outcome): void => {
    outcomes[outcome.index] = outcome
    onProgress?.('run', ++done / tasks.length)
  }
  await pool.play(tasks, take, signal)
  return outcomes
}

/** Plays in threads, or in this process where that is safe and sooner done. */
function poolFor(base: ExperimentBase, world: TrialWorld, workers: number | null): RunPool {
  // A plan can neither end the process nor keep it from hearing of an interruption.
  const isPlan = configFrom(base.source).strategy.use === null
  return {
    size: workers ?? defaultWorkers(),
    async play(tasks, onOutcome, signal) {
      if (tasks.length === 0) return
      const isQuick = isPlan && tasks.length < RUNS_FOR_WORKERS
      const size = workers ?? (isQuick ? 1 : Math.min(defaultWorkers(), tasks.length))
      if (isPlan && size === 1) await playHere(tasks, world, onOutcome, signal)
      else await inThreads(base, size, tasks, onOutcome, signal)
    },
  }
}

async function playHere(
  tasks: readonly Task[],
  world: TrialWorld,
  onOutcome: (outcome: Outcome) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const task of tasks) {
    signal?.throwIfAborted()
    onOutcome(await playTask(task, world))
    await new Promise(setImmediate)
  }
  signal?.throwIfAborted()
}

async function inThreads(
  base: ExperimentBase,
  size: number,
  tasks: readonly Task[],
  onOutcome: (outcome: Outcome) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pool = experimentPool(base, size)
  try {
    await pool.play(tasks, onOutcome, signal)
  } finally {
    await pool.close()
  }
}

function runOf(name: string, params: Task['settings'], outcome: Outcome): ComparedRun {
  const { index: _, dailyReturns: __, ...rest } = outcome
  return { name, params, ...rest }
}

/** A comparison of which not one run could begin is a wrong one. */
function refuseIfAllRefused(runs: readonly ComparedRun[]): void {
  if (runs.some(({ status }) => status !== 'refused')) return
  throw new InputError('compare-refused', `Every run was refused: ${runs[0].error}`, {
    hint: 'hedgerow run tells what is wrong with a config or its strategy.',
  })
}

function tooFew(count: number): InputError {
  return new InputError('compare-too-few', `found ${count === 1 ? 'one run' : 'no run'}; expected two or more`, {
    where: 'command line',
    hint: 'Name several configs, or vary a value: --vary strategy.params.hedgeRatio=0,0.25,0.5.',
  })
}
