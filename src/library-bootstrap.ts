import { durationMs } from '#domain/time.js'
import { checkOptions, option, type OptionChecks } from './call-options.js'
import { type ConfigInput, type ConfigValues, sourceOf } from './config-input.js'
import type { BootstrapOptions, BootstrapResult } from './bootstrap.js'

/** What a bootstrap takes: the flags of `hedgerow bootstrap`, docs/bootstrap.md. */
export interface BootstrapCall {
  readonly set?: ConfigValues
  /** How many histories. Default: 1000. */
  readonly runs?: number
  /** Mean length of a block: `12h`, `3d`, `1w`. Default: `3d`. */
  readonly block?: string
  /** Default: the config's own. */
  readonly seed?: number
  /** Threads; the answer does not depend on them. Default: as many as the machine runs at once. */
  readonly workers?: number
  /** Keep parsed candles in the user's cache folder. Default: true. */
  readonly cache?: boolean
  /** Ends it early: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: BootstrapOptions['onProgress']
}

const bootstrapOptions: OptionChecks<BootstrapCall> = {
  set: option.settings,
  runs: option.whole(1),
  block: option.text('3d'),
  seed: option.whole(0),
  workers: option.whole(1),
  cache: option.truth,
  signal: option.signal,
  onProgress: option.action,
}

/** The run on many histories as plain data. `closes[fan.at[i]]` is the instant of the i-th point of a fan. */
export interface BootstrapAnswer extends Omit<BootstrapResult, 'config'> {
  readonly name: string
}

/**
 * The whole run, and its twins, on histories that never were, as `hedgerow bootstrap` plays them. Writes nothing. Rejects with
 * an error that has `code`, `message`, `where` and `hint` for a request that is wrong.
 */
export async function bootstrap(config: ConfigInput, call: BootstrapCall = {}): Promise<BootstrapAnswer> {
  checkOptions(call, bootstrapOptions)
  const { set = {}, runs = 1000, block = '3d', seed, workers, cache = true, signal, onProgress } = call
  const [{ bootstrap: replay }, { cacheFolder }] = await Promise.all([
    import('./bootstrap.js'),
    import('#io/cache/cache-folder.js'),
  ])
  const { config: resolved, ...found } = await replay(
    {
      source: await sourceOf(config, set),
      runs,
      blockMs: durationMs(block, 'block'),
      ...(seed === undefined ? {} : { seed }),
      ...(workers === undefined ? {} : { workers }),
    },
    {
      cache: cache ? cacheFolder() : null,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    },
  )
  return { name: resolved.name, ...found }
}
