import { dailyReturns } from '#analysis/calendar-returns.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { figuresOf } from '#analysis/figures.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { configFingerprint, contentHashes } from '#config/write.js'
import { indexAtOrAfter, type MarketData } from '#domain/candles.js'
import { InputError } from '#domain/failure.js'
import { run } from '#engine/run.js'
import type { Strategy } from '#strategy/define.js'
import { detailsOf } from './compare/details.js'
import { fanIndices, thinned } from './bootstrap/fan.js'
import { resampledMarket } from './bootstrap/resampled.js'
import type { Outcome, Task, TwinOutcome } from './run-pool.js'
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
}

/** Plays one task from its settings to its outcome. A run that fails costs itself alone. */
export async function playTask(task: Task, world: TrialWorld): Promise<Outcome> {
  const nothing = {
    index: task.index,
    metrics: null,
    dailyReturns: null,
    curve: null,
    twins: null,
    details: null,
  } as const
  let hash = ''
  try {
    const asked = world.configOf(task.settings)
    const config = spanned(asked, task.span)
    const { strategy, sha256 } = await world.strategyOf(config)
    const history = restricted(await world.dataOf(asked), task.span)
    hash = hashOf(task, config, history, sha256, world.sha256)
    const data =
      task.resampled === undefined
        ? history
        : resampledMarket(history, { ...task.resampled, tick: config.instrument.tick.toNumber() })
    const { result, failure } = run(config, strategy, data)
    if (failure !== null) return { ...nothing, hash, status: 'failed', error: failure.message }
    const twins = task.twins === true ? await twinsOf({ config, strategy, data, result }) : null
    const shown = (equity: Float64Array): Float64Array | null =>
      task.curvePoints === undefined ? null : thinned(equity, fanIndices(equity.length, task.curvePoints))
    const outcome = ({ equity, totalReturn, maxDrawdown, liquidations }: Twin): TwinOutcome => ({
      totalReturn,
      maxDrawdown,
      liquidations,
      curve: shown(equity),
    })
    return {
      ...nothing,
      hash,
      status: 'complete',
      error: null,
      metrics: figuresOf(result, config.analysis).metrics,
      dailyReturns: dailyReturns(equityOfRun(result)),
      curve: shown(result.curve.equity),
      details: task.details === true ? detailsOf(result, twins, task.curvePoints ?? 0) : null,
      twins: twins && {
        unhedged: outcome(twins.unhedged),
        net: outcome(twins.net),
        smallerCore: outcome(twins.smallerCore),
      },
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { ...nothing, hash, status: 'refused', error: wordsOf(error) }
  }
}

function spanned(config: ResolvedConfig, span: Task['span']): ResolvedConfig {
  return span === undefined ? config : { ...config, data: { ...config.data, ...span } }
}

/** The part of a history that a span names; what lies before it warms up. A span reaches no further than the history. */
function restricted(data: MarketData, span: Task['span']): MarketData {
  if (span === undefined) return data
  const { openedAt } = data.candles
  const first = Math.max(indexAtOrAfter(openedAt, span.from), data.first)
  const end = Math.min(indexAtOrAfter(openedAt, span.to), data.end)
  return { ...data, first, end }
}

function wordsOf({ where, message }: InputError): string {
  return where === null ? message : `${where}: ${message}`
}

/** Two tasks with one hash ask for the same run on the same data. */
function hashOf(
  { resampled }: Task,
  config: ResolvedConfig,
  data: MarketData,
  strategySha256: string,
  sha256: (text: string) => string,
): string {
  const fingerprint = configFingerprint(config, contentHashes(config, data.facts, strategySha256))
  return sha256(`${fingerprint}\n${JSON.stringify(resampled ?? null)}`)
}
