import { workerData } from 'node:worker_threads'
import type { ResolvedConfig } from '#config/resolved.js'
import { withSetting } from '#config/overrides.js'
import type { Candles, MarketData } from '#domain/candles.js'
import type { Outcome, Task } from '#experiments/run-pool.js'
import { playTask, type TrialWorld } from '#experiments/trial-runner.js'
import { ColumnMemory } from '#io/column-memory.js'
import { type ConfigSource, configFrom } from '#io/config-file.js'
import { sha256 } from '#io/hash.js'
import { loadMarketData } from '#io/market-data.js'
import { loadStrategy } from '#io/strategy-bundle.js'
import type { Strategy } from '#strategy/define.js'
import { columnsOfFeed } from '#strategy/feed-columns.js'
import { keepColumnsIn } from '#strategy/indicator-view.js'

/** What all tasks of an experiment share. Columns lie in shared memory. */
export interface ExperimentBase {
  readonly source: ConfigSource
  /** The data of the base config, loaded once. */
  readonly data: MarketData
  readonly engineVersion: string
}

/** What a thread is handed. */
export interface ThreadBase extends ExperimentBase {
  /** Of `columnMemory`: indicators of the base's own data, computed by whichever thread needs them first. */
  readonly indicators: SharedArrayBuffer
}

/** Histories that tasks asked for by their settings, besides the base's own. */
const HISTORIES_MAX = 4

/** The world of an experiment: config, strategy and data by the settings of a task, remembered from task to task. */
export function worldOf({ source, data, engineVersion }: ExperimentBase): TrialWorld {
  const own = dataKey(configFrom(source))
  const histories = new Map<string, Promise<MarketData>>()
  const strategies = new Map<string, ReturnType<TrialWorld['strategyOf']>>()
  return {
    configOf: (settings) => configWith(source, settings),
    strategyOf: ({ strategy: { use, plan } }) => {
      if (use === null) return Promise.resolve({ strategy: null, sha256: sha256(JSON.stringify(plan)) })
      return remembered(strategies, use, async () => {
        const loaded = await loadStrategy(use)
        return { strategy: loaded.strategy as Strategy, sha256: loaded.sha256 }
      })
    },
    dataOf: (config) => {
      const key = dataKey(config)
      if (key === own) return Promise.resolve(data)
      return remembered(histories, key, () => loadMarketData(config.data), HISTORIES_MAX)
    },
    sha256,
    engineVersion,
  }
}

/** The config of a source with settings applied. Throws `InputError`. */
export function configWith(source: ConfigSource, settings: Task['settings']): ResolvedConfig {
  const values = Object.entries(settings).reduce<unknown>(
    (config, [path, value]) => withSetting(config, path.split('.'), value),
    source.values,
  )
  return configFrom(source, values)
}

function dataKey({ data }: ResolvedConfig): string {
  return JSON.stringify(data)
}

/** What was asked for before, or now; the one that was made first goes where there are too many. */
function remembered<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
  max = Number.POSITIVE_INFINITY,
): Promise<Value> {
  const earlier = known.get(key)
  if (earlier !== undefined) return earlier
  const made = make()
  known.set(key, made)
  if (known.size > max) known.delete(known.keys().next().value!)
  return made
}

/** In a thread of the pool: plays a chunk of tasks, in their order. */
export default async function playChunk(tasks: readonly Task[]): Promise<readonly Outcome[]> {
  world ??= worldOfThread(workerData as ThreadBase)
  const outcomes: Outcome[] = []
  // oxlint-disable-next-line no-await-in-loop
  for (const task of tasks) outcomes.push(await playTask(task, world))
  return outcomes
}

function worldOfThread(base: ThreadBase): TrialWorld {
  shareIndicators(base)
  return worldOf(base)
}

function shareIndicators({ data: { candles, feeds }, indicators }: ThreadBase): void {
  const memory = new ColumnMemory(indicators)
  const share = (series: Candles, name: string): void =>
    keepColumnsIn(series, {
      columns: (key, count, length, make) => memory.columns(`${name} ${key}`, count, length, make),
    })
  share(candles, 'candles')
  for (const [name, feed] of Object.entries(feeds)) {
    const series = columnsOfFeed(feed)
    // A feed of the traded candles themselves keeps their name.
    if (series !== null && series !== candles) share(series, `feeds.${name}`)
  }
}

let world: TrialWorld | null = null
