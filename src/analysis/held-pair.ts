import type { BacktestResult } from '#domain/result.js'

/** What the initial balance had been worth at each close, all of it in the pair since the run's first open: no leverage, no costs. */
export function heldPair({ account, candles, mark, first, curve }: BacktestResult): Float64Array {
  const initial = Number(account.initial)
  const bought = candles.open[first]
  return Float64Array.from(curve.equity, (_, candle) => (initial * mark.close[first + candle]) / bought)
}
