import type { Bracket, BracketPath } from '#domain/result.js'
import type { Metrics } from './figures.js'

/** The metrics of one run along one price path. */
export interface BracketedRun {
  readonly path: BracketPath
  readonly metrics: Metrics
}

/**
 * Least and greatest value of every metric over some runs (rule P7). Both are null where a run leaves the metric
 * undefined. Each path is chosen candle by candle, so this is no proof of a bound.
 */
export function bracketOf(runs: readonly BracketedRun[]): Bracket {
  const names = Object.keys(runs[0].metrics) as (keyof Metrics)[]
  return {
    paths: runs.map(({ path }) => path),
    metrics: Object.fromEntries(names.map((name) => [name, rangeOf(runs.map(({ metrics }) => metrics[name]))])),
  }
}

function rangeOf(values: readonly (number | null)[]): { readonly min: number | null; readonly max: number | null } {
  const defined = values.filter((value) => value !== null)
  if (defined.length < values.length) return { min: null, max: null }
  return { min: Math.min(...defined), max: Math.max(...defined) }
}
