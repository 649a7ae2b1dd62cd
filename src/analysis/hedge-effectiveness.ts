import { standardDeviation } from './deviation.js'
import type { EquitySeries } from './equity-series.js'

/**
 * 1 − variance of the money changes with the hedge ÷ without it, from value to value (Ederington). 1 removes all, 0
 * nothing; negative: it added some. Both series have the same instants. Null where the unhedged one does not vary.
 */
export function hedgeEffectiveness(hedged: EquitySeries, unhedged: EquitySeries): number | null {
  const withHedge = standardDeviation(changesOf(hedged))
  const without = standardDeviation(changesOf(unhedged))
  return withHedge === null || without === null || without === 0 ? null : 1 - (withHedge / without) ** 2
}

function changesOf({ initial, values }: EquitySeries): Float64Array {
  return values.map((value, at) => value - (at === 0 ? initial : values[at - 1]))
}
