import type { BacktestResult } from '#domain/result.js'
import { liquidationChanges } from './liquidation-distance.js'
import { candleOfRun, candlesOfLeg, candlesOfRun } from './run.js'

/**
 * Per leg name at each close: the move of the mark, as a fraction of it, to the nearest liquidation price of the name's
 * isolated openings; NaN while it has none. Names without one are left out:
 * legs with cross margin have none of their own, the account's distance is theirs.
 */
export function legDistanceSeries(result: BacktestResult): ReadonlyMap<string, Float64Array> {
  const isolated = result.legs.filter(({ margin }) => margin === 'isolated')
  const legs = new Map(isolated.map((leg) => [leg.id, leg]))
  const { mark, first } = result
  const found = new Map<string, Float64Array>()
  for (const [id, changes] of liquidationChanges(result.levels, new Set(legs.keys()))) {
    const leg = legs.get(id)!
    let series = found.get(leg.name)
    if (series === undefined) found.set(leg.name, (series = new Float64Array(candlesOfRun(result)).fill(Number.NaN)))
    const [, closed] = candlesOfLeg(result, leg)
    const end = leg.closedAt === null ? closed + 1 : closed
    for (const [at, change] of changes.entries()) {
      if (change.price === null) continue
      const next = changes[at + 1]
      const to = next === undefined ? end : Math.min(candleOfRun(result, next.at), end)
      const price = Number(change.price)
      for (let candle = candleOfRun(result, change.at); candle < to; candle++) {
        const close = mark.close[first + candle]
        const distance = Math.abs(close - price) / close
        if (!(distance >= series[candle])) series[candle] = distance
      }
    }
  }
  return found
}
