import type { ResolvedConfig } from '#config/resolved.js'
import { checkFeeds } from '#engine/feeds.js'
import type { CacheFolder } from '#io/cache/cache-folder.js'
import type { DataSeen } from '#experiments/data-seen.js'
import { type ConfigSource, configFrom } from '#io/config-file.js'
import { dataHash } from '#io/hash.js'
import { loadMarketData } from '#io/market-data.js'
import { packageVersion } from '#io/package.js'
import { inSharedMemory } from '#io/shared-columns.js'
import { loadStrategy } from '#io/strategy-bundle.js'
import { closedAt } from '#market/run-range.js'
import type { Strategy } from '#strategy/define.js'
import type { ExperimentBase } from './worker.js'

/** A base config with its strategy, before its data are read. */
export interface Start {
  readonly source: ConfigSource
  readonly config: ResolvedConfig
  /** Null for a plan. */
  readonly strategy: Strategy | null
}

/** Throws `InputError` where the config or its strategy is not what it should be. */
export async function startOf(source: ConfigSource): Promise<Start> {
  const config = configFrom(source)
  const { use } = config.strategy
  const strategy = use === null ? null : ((await loadStrategy(use)).strategy as Strategy)
  checkFeeds(strategy?.name ?? 'plan', strategy?.feeds ?? {}, config.data.feeds)
  return { source, config, strategy }
}

/** Reads the data of the base config, once for all threads. Throws `InputError`. */
export async function experimentBase(
  { source, config }: Pick<Start, 'source' | 'config'>,
  { cache = null, onRead }: { readonly cache?: CacheFolder | null; readonly onRead?: (fraction: number) => void },
): Promise<ExperimentBase> {
  const data = await loadMarketData({ ...config.data, cache, ...(onRead === undefined ? {} : { onProgress: onRead }) })
  return { source, data: inSharedMemory(data), engineVersion: await packageVersion() }
}

/** On which data an experiment stands, as its config has them. */
export function dataSeen({ source, data: { candles, first, end, facts } }: ExperimentBase): DataSeen {
  return {
    pair: configFrom(source).data.pair,
    timeframeMs: candles.timeframeMs,
    from: candles.openedAt[first],
    to: closedAt(candles, end - 1),
    candles: end - first,
    hash: dataHash(facts),
    synthetic: facts.some(({ synthetic }) => synthetic),
  }
}
