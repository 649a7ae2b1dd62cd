import type { DataSeen } from '../data-seen.js'
import type { Outcome, Task } from '../run-pool.js'
import { type Parting, partingOf } from './parting.js'

/** One run of a comparison. */
export interface ComparedRun extends Omit<Outcome, 'index' | 'dailyReturns'> {
  /** What tells it from the others: the name of its config, or the values that were varied. */
  readonly name: string
  readonly params: Task['settings']
}

/** A few runs side by side, in the order of their combinations or configs. */
export interface Comparison {
  readonly name: string
  /** Config paths that were varied; none where configs are compared. */
  readonly paths: readonly string[]
  readonly runs: readonly ComparedRun[]
  /** Of the config that is varied, or of each that is compared, the same once. */
  readonly data: readonly DataSeen[]
  /** Hash of the complete run with the highest Sharpe ratio, the first of them; null where none has one. */
  readonly best: string | null
  /** Of every two complete runs, the nearest in order first; above 24 of them of each and the next one alone. */
  readonly partings: readonly RunParting[]
}

export interface RunParting {
  /** Names of the two runs. */
  readonly between: readonly [string, string]
  /** Null: all their fills are the same. */
  readonly parting: Parting | null
}

/** Puts finished runs side by side. */
export function comparisonOf(
  name: string,
  paths: readonly string[],
  runs: readonly ComparedRun[],
  data: readonly DataSeen[] = [],
): Comparison {
  const distinct = new Map(data.map((seen) => [JSON.stringify(seen), seen]))
  return { name, paths, runs, data: [...distinct.values()], best: bestOf(runs), partings: partingsOf(runs) }
}

function bestOf(runs: readonly ComparedRun[]): string | null {
  let best: ComparedRun | null = null
  let highest = -Infinity
  for (const run of runs) {
    const sharpe = run.metrics?.['sharpe'] ?? -Infinity
    if (sharpe > highest) [best, highest] = [run, sharpe]
  }
  return best?.hash ?? null
}

/** Above it every pair would be a long list and a long while. */
const PAIRED_MAX = 24

function partingsOf(runs: readonly ComparedRun[]): readonly RunParting[] {
  const complete = runs.filter(({ details }) => details !== null)
  const apart = complete.length > PAIRED_MAX ? 1 : complete.length - 1
  return Array.from({ length: Math.max(apart, 0) }, (_, before) =>
    complete.slice(before + 1).map((run, at) => ({
      between: [complete[at].name, run.name] as const,
      parting: partingOf(complete[at].details!.fills, run.details!.fills),
    })),
  ).flat()
}

/** `hedgeRatio 0.4`: the last keys of the paths and their values. */
export function nameOf(settings: Task['settings']): string {
  return Object.entries(settings)
    .map(([path, value]) => `${path.split('.').at(-1)!} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
