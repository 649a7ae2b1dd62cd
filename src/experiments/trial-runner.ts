import { dailyReturnsToRuin } from '#analysis/calendar-returns.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { metricsOfRun } from '#analysis/figures.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { configFingerprint, contentHashes } from '#config/write.js'
import { indexAtOrAfter, type MarketData } from '#domain/candles.js'
import { InputError } from '#domain/failure.js'
import { run } from '#engine/run.js'
import type { Strategy } from '#strategy/define.js'
import { detailsOf } from './compare/details.js'
import { fanIndices, thinned } from './bootstrap/fan.js'
import { resampledMarket } from './bootstrap/resampled.js'
import { type Outcome, type Task, type TwinOutcome, withoutFigures } from './run-pool.js'
import { type Twin, twinsOf } from './twins/twins.js'

/** What a task needs of the world around. Each may be asked for often, and remembers. */
export interface TrialWorld {
  /** The base config with settings applied. Throws `InputError`. */
  readonly configOf: (settings: Task['settings']) => ResolvedConfig
  /** Null for a plan. */
  readonly strategyOf: (
    config: ResolvedConfig,
  ) => Promise<{ readonly strategy: Strategy | null; readonly sha256: string }>
  readonly dataOf: (config: ResolvedConfig) => Promise<MarketData>
  /** SHA-256 of text, hex. */
  readonly sha256: (text: string) => string
  /** Another version may give other numbers: its runs have other hashes. */
  readonly engineVersion: string
}

/** What a task is made of. */
interface Trial {
  readonly config: ResolvedConfig
  readonly strategy: Strategy | null
  readonly history: MarketData
  readonly hash: string
}

/** The hash of a task without its run; empty where the run would be refused. */
export async function hashOfTask(task: Task, world: TrialWorld): Promise<string> {
  try {
    return (await trialOf(task, world)).hash
  } catch (error) {
    if (error instanceof InputError) return ''
    throw error
  }
}

/** Plays one task from its settings to its outcome. A run that fails costs itself alone. */
export async function playTask(task: Task, world: TrialWorld): Promise<Outcome> {
  let hash = ''
  try {
    const trial = await trialOf(task, world)
    hash = trial.hash
    return await played(task, trial)
  } catch (error) {
    if (error instanceof InputError) return withoutFigures(task.index, 'refused', wordsOf(error), hash)
    // A strategy may throw before the run, too: where it declares its indicators.
    return withoutFigures(task.index, 'failed', error instanceof Error ? error.message : String(error), hash)
  }
}

async function trialOf(task: Task, world: TrialWorld): Promise<Trial> {
  const asked = world.configOf(task.settings)
  const config = spanned(asked, task.span)
  const { strategy, sha256 } = await world.strategyOf(config)
  const history = restricted(await world.dataOf(asked), task.span)
  const fingerprint = configFingerprint(config, contentHashes(config, history.facts, sha256))
  const parts = [fingerprint, JSON.stringify(task.resampled ?? null), world.engineVersion]
  return { config, strategy, history, hash: world.sha256(parts.join('\n')) }
}

async function played(task: Task, { config, strategy, history, hash }: Trial): Promise<Outcome> {
  const data =
    task.resampled === undefined
      ? history
      : resampledMarket(history, { ...task.resampled, tick: config.instrument.tick.toNumber() })
  const { result, failure } = run(config, strategy, data)
  if (failure !== null) return withoutFigures(task.index, 'failed', failure.message, hash)
  const found = task.twins === true ? await twinsOf({ config, strategy, data, result }) : null
  const twins = found?.twins ?? null
  const shown = (equity: Float64Array): Float64Array | null =>
    task.curvePoints === undefined ? null : thinned(equity, fanIndices(equity.length, task.curvePoints))
  const outcome = ({ equity, totalReturn, maxDrawdown, liquidations }: Twin): TwinOutcome => ({
    totalReturn,
    maxDrawdown,
    liquidations,
    curve: shown(equity),
  })
  return {
    index: task.index,
    hash,
    status: 'complete',
    error: null,
    metrics: metricsOfRun(result, config.analysis),
    dailyReturns: task.returns === true ? dailyReturnsToRuin(equityOfRun(result)) : null,
    curve: shown(result.curve.equity),
    details: task.details === true ? detailsOf(result, twins, task.curvePoints ?? 0) : null,
    twins: twins && {
      unhedged: outcome(twins.unhedged),
      net: outcome(twins.net),
      smallerCore: outcome(twins.smallerCore),
    },
    ...(found === null || found.error === null ? {} : { twinsError: found.error }),
  }
}

/** A config on no more than a part of its data. */
function spanned(config: ResolvedConfig, span: Task['span']): ResolvedConfig {
  if (span === undefined) return config
  const from = Math.max(config.data.from ?? -Infinity, span.from)
  const to = Math.min(config.data.to ?? Infinity, span.to)
  return { ...config, data: { ...config.data, from, to } }
}

/**
 * The part of a history that a span names; what lies before it warms up. A span reaches no further than the history.
 * Throws `InputError` where no candle is in it.
 */
function restricted(data: MarketData, span: Task['span']): MarketData {
  if (span === undefined) return data
  const { openedAt } = data.candles
  const first = Math.max(indexAtOrAfter(openedAt, span.from), data.first)
  const end = Math.min(indexAtOrAfter(openedAt, span.to), data.end)
  if (first < end) return { ...data, first, end, funding: data.funding.filter(within(first, end)) }
  throw new InputError('span-empty', 'found no candle in this part of the data; expected one at least', {
    where: 'data.candles',
    hint: 'The parts are cut from the base config: do not vary data.from and data.to beside them.',
  })
}

function within(first: number, end: number): (due: { readonly candle: number }) => boolean {
  return ({ candle }) => candle >= first && candle < end
}

function wordsOf({ where, message }: InputError): string {
  return where === null ? message : `${where}: ${message}`
}
