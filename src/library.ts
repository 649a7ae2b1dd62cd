import type { Metrics } from '#analysis/figures.js'
import type { BacktestResult } from '#domain/result.js'
import type { ComparedRun, Comparison, RunParting } from '#experiments/compare/comparison.js'
import type { StressOutcome } from '#experiments/stress/stress.js'
import type { Twins } from '#experiments/twins/twins.js'
import type { ResultDocument } from '#report/documents/result-document.js'
import { checkOptions, option, type OptionChecks } from './call-options.js'
import { type ConfigInput, type ConfigValues, sourceOf, type VariedValues, varyTexts } from './config-input.js'

export interface BacktestCall {
  readonly set?: ConfigValues
  /** Run along `worst` and `best` besides, and give every metric as a range. Default: false. */
  readonly bracket?: boolean
  /** Keep parsed candles in the user's cache folder. Default: true. */
  readonly cache?: boolean
}

const backtestOptions: OptionChecks<BacktestCall> = {
  set: option.settings,
  bracket: option.truth,
  cache: option.truth,
}

/** One finished run. Money is exact decimal text, metrics are numbers, times ms since 1970. */
export interface BacktestAnswer {
  readonly result: BacktestResult
  /** By name, docs/metrics.md; null where undefined. */
  readonly metrics: Metrics
  /** Null where no leg hedges another, and where the strategy throws without its hedge. */
  readonly twins: Twins | null
  /** The latter, in words. */
  readonly twinsError: string | null
  readonly stress: readonly StressOutcome[] | null
  /** What `result.json` holds. */
  readonly document: ResultDocument
}

/**
 * Plays one run in this process and writes nothing. Rejects with an error that has `code`, `message`, `where` and `hint` for
 * bad input. Where the strategy throws, `result.status` is `incomplete` and `result.error` says why.
 */
export async function backtest(config: ConfigInput, call: BacktestCall = {}): Promise<BacktestAnswer> {
  checkOptions(call, backtestOptions)
  const { set = {}, bracket = false, cache = true } = call
  const [{ backtest: play }, { configFrom }, { cacheFolder }] = await Promise.all([
    import('./backtest.js'),
    import('#io/config-file.js'),
    import('#io/cache/cache-folder.js'),
  ])
  const source = await sourceOf(config, set)
  const done = await play(configFrom(source), { bracket, cache: cache ? cacheFolder() : null })
  const { result, twins, twinsError, stress, document, figures } = done
  return { result, metrics: figures.metrics, twins, twinsError, stress, document }
}

export interface CompareCall {
  /** Values of config paths; every combination is a run. For one config alone. */
  readonly vary?: VariedValues
  readonly set?: ConfigValues
  /** Threads. Default: as many as the machine runs at once; none for fewer than four runs of a plan. */
  readonly workers?: number
  /** Keep parsed candles in the user's cache folder. Default: true. */
  readonly cache?: boolean
  /** Ends it early: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

const compareOptions: OptionChecks<CompareCall> = {
  vary: option.variations,
  set: option.settings,
  workers: option.whole(1),
  cache: option.truth,
  signal: option.signal,
}

export type { ComparedRun, Comparison, RunParting }

/**
 * Plays several configs, or one with values varied, and puts the runs side by side, in the order of the configs or of the
 * combinations, whatever the number of threads. A run that fails costs itself alone: its `status` and `error` say why.
 */
export async function compare(
  configs: ConfigInput | readonly ConfigInput[],
  call: CompareCall = {},
): Promise<Comparison> {
  checkOptions(call, compareOptions)
  const { vary, set = {}, workers, cache = true, signal } = call
  const [{ compare: play }, { cacheFolder }] = await Promise.all([
    import('./compare.js'),
    import('#io/cache/cache-folder.js'),
  ])
  const inputs = Array.isArray(configs) ? (configs as readonly ConfigInput[]) : [configs as ConfigInput]
  return play(await Promise.all(inputs.map((config) => sourceOf(config, set))), {
    vary: varyTexts(vary),
    cache: cache ? cacheFolder() : null,
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
  })
}
