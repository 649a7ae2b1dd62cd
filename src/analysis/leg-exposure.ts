import type { BacktestResult } from '#domain/result.js'
import type { LegSpan } from './leg-spans.js'
import { candlesOfRun } from './run.js'

export interface LegExposure {
  /** Mean over the closes of the run of signed notional ÷ equity: shorts below zero. */
  readonly mean: number | null
  /** Share of the closes of the run at which a leg of the name is open, 0 … 1. */
  readonly timeInMarket: number | null
}

/** As that of the account: closes at which equity is not positive count for the time in the market alone. */
export function legExposure(result: BacktestResult, spans: readonly LegSpan[]): LegExposure {
  const { mark, first, curve } = result
  const { equity } = curve
  let exposure = 0
  let open = 0
  let undefinedCloses = 0
  for (const { from, to, quantity } of spans) {
    if (quantity === 0) continue
    open += to - from
    for (let candle = from; candle < to; candle++) {
      if (equity[candle] > 0) exposure += (quantity * mark.close[first + candle]) / equity[candle]
      else undefinedCloses++
    }
  }
  const length = candlesOfRun(result)
  const defined = length - undefinedCloses
  return { mean: defined === 0 ? null : exposure / defined, timeInMarket: length === 0 ? null : open / length }
}
