import type { BacktestResult } from '#domain/result.js'
import { coreOf, hedgesOf } from './core-of.js'
import { type LegSpan, legSpans } from './leg-spans.js'
import { candlesOfRun } from './run.js'
import { significant } from './significant.js'

/**
 * The time-weighted mean hedge ratio of every leg that hedges nothing and is hedged, by its name: the mean over the closes
 * at which it is open of −(quantity of its hedges) ÷ its quantity, sides as signs. 0.4: on average the hedges took 40 % of
 * it away; above 1 they turned it round; negative: they added to it. Hedges of a hedge count. Null where it was never open.
 */
export function meanHedgeRatios(result: BacktestResult): ReadonlyMap<string, number | null> {
  const hedges = hedgesOf(result)
  const names = [...hedges.keys()]
  const ratios = new Map<string, number | null>()
  for (const core of names) {
    const others = names.filter((name) => name !== core && coreOf(name, hedges) === core)
    if (others.length > 0) ratios.set(core, meanRatio(result, core, others))
  }
  return ratios
}

function meanRatio(result: BacktestResult, core: string, others: readonly string[]): number | null {
  const held = quantities(result, [core])
  const against = quantities(result, others)
  let total = 0
  let open = 0
  for (const [candle, quantity] of held.entries()) {
    if (quantity === 0) continue
    total -= against[candle] / quantity
    open++
  }
  return significant(open === 0 ? null : total / open)
}

/** Signed base units of legs by these names at each close of the run. */
function quantities(result: BacktestResult, names: readonly string[]): Float64Array {
  const total = new Float64Array(candlesOfRun(result))
  const add = ({ from, to, quantity }: LegSpan) => {
    for (let candle = from; candle < to; candle++) total[candle] += quantity
  }
  for (const name of names) legSpans(result, name).forEach(add)
  return total
}
