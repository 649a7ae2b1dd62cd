import type { EquitySeries } from './equity-series.js'

/** √(mean of drawdown²) over every value, drawdown as a share of the high so far: a fraction. Null without a value. */
export function ulcerIndex({ initial, values }: EquitySeries): number | null {
  let highest = initial
  let squares = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value >= highest) {
      highest = value
      continue
    }
    const drawdown = (highest - value) / highest
    squares += drawdown * drawdown
  }
  return values.length === 0 ? null : Math.sqrt(squares / values.length)
}
