import type { BacktestResult } from '#domain/result.js'
import { candlesOfRun, eachSpan } from './run.js'

export interface Exposure {
  /** Mean over the closes of Σ notional ÷ equity. */
  readonly gross: number | null
  /** Mean over the closes of (Σ long − Σ short notional) ÷ equity. */
  readonly net: number | null
  /** Share of closes at which a leg is open, 0 … 1. */
  readonly timeInMarket: number | null
}

/** Closes at which equity is not positive count for the time in the market alone. All null without a candle. */
export function exposure(result: BacktestResult): Exposure {
  const { equity } = result.curve
  const { close } = result.mark
  let gross = 0
  let net = 0
  let open = 0
  let undefinedCloses = 0
  eachSpan(result, (span, from, to) => {
    if (span.grossQuantity === 0) return
    open += to - from
    let perUnit = 0
    for (let candle = from; candle < to; candle++) {
      if (equity[candle] > 0) perUnit += close[result.first + candle] / equity[candle]
      else undefinedCloses++
    }
    gross += span.grossQuantity * perUnit
    net += span.netQuantity * perUnit
  })
  const length = candlesOfRun(result)
  const defined = length - undefinedCloses
  return {
    gross: defined > 0 ? gross / defined : null,
    net: defined > 0 ? net / defined : null,
    timeInMarket: length > 0 ? open / length : null,
  }
}
