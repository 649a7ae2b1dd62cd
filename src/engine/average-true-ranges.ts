import type { Candles } from '#domain/candles.js'
import { atr } from '#strategy/indicators/index.js'
import { computeIndicators } from '#strategy/indicator-view.js'

/** Average true ranges by period, each column computed when it is first asked for. */
export function averageTrueRanges(candles: Candles): (period: number, candle: number) => number {
  const columns = new Map<number, Float64Array>()
  return (period, candle) => {
    let column = columns.get(period)
    if (column === undefined) {
      column = computeIndicators({ atr: atr(period) }, candles)[0].columns[0]
      columns.set(period, column)
    }
    return column[candle]
  }
}
