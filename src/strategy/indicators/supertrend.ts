import type { Candles } from '#domain/candles.js'
import type { Indicator } from '../indicator.js'
import { checkFactor, checkPeriod } from './parameters.js'
import { pricesOf } from './source.js'
import { averageTrueRange } from './technicalindicators.js'

export interface Supertrend {
  readonly value: number
  /** 1 in an uptrend, −1 in a downtrend. */
  readonly direction: number
}

/**
 * Supertrend: a band `multiple` (default 3) average true ranges below the candle's middle (high + low) ÷ 2 in an uptrend,
 * above it in a downtrend. The lower band never falls and the upper never rises, until the close before has passed it. An
 * uptrend ends at a close below the lower band, a downtrend at one above the upper; the first candle comes from a
 * downtrend, as on TradingView. First value at candle `period + 1`.
 */
export function supertrend(period: number, options: { readonly multiple?: number } = {}): Indicator<Supertrend> {
  checkPeriod('supertrend', 'period', period)
  const multiple = checkFactor('supertrend', 'multiple', options.multiple ?? 3)
  return {
    key: `supertrend(${period}, ${multiple})`,
    outputs: ['value', 'direction'],
    compute: (candles) => trend(candles, averageTrueRange(candles, period), multiple, period),
  }
}

function trend(candles: Candles, range: Float64Array, multiple: number, first: number): readonly Float64Array[] {
  const { close } = candles
  const middle = pricesOf(candles, 'hl2')
  const values = new Float64Array(close.length).fill(NaN)
  const directions = new Float64Array(close.length).fill(NaN)
  let [upper, lower, isUp] = [Infinity, -Infinity, false]
  for (let i = first; i < values.length; i++) {
    const distance = multiple * range[i]
    const [above, below] = [middle[i] + distance, middle[i] - distance]
    if (above < upper || close[i - 1] > upper) upper = above
    if (below > lower || close[i - 1] < lower) lower = below
    isUp = isUp ? close[i] >= lower : close[i] > upper
    values[i] = isUp ? lower : upper
    directions[i] = isUp ? 1 : -1
  }
  return [values, directions]
}
