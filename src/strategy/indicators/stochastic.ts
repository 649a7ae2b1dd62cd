import type { Candles } from '#domain/candles.js'
import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { rollingExtreme, rollingMean } from './rolling.js'

export interface Stochastic {
  readonly k: number
  readonly d: number
}

/** In candles: `smoothing` of k (default 1: none), `signal`, the average that d is (3). */
export interface StochasticOptions {
  readonly smoothing?: number
  readonly signal?: number
}

/**
 * Stochastic oscillator, 0 … 100: where the close lies between the lowest low and the highest high of the last `period`
 * candles, 50 where they are equal. `k` is its simple average over `smoothing` candles, `d` that of `k` over `signal`.
 * `k` begins at candle `period + smoothing − 1`, `d` at `period + smoothing + signal − 2`.
 */
export function stochastic(period: number, options: StochasticOptions = {}): Indicator<Stochastic> {
  checkPeriod('stochastic', 'period', period)
  const smoothing = checkPeriod('stochastic', 'smoothing', options.smoothing ?? 1)
  const signal = checkPeriod('stochastic', 'signal', options.signal ?? 3)
  return {
    key: `stochastic(${period}, ${smoothing}, ${signal})`,
    outputs: ['k', 'd'],
    compute: (candles) => {
      const k = meanFrom(period - 1, placeInRange(candles, period), smoothing)
      return [k, meanFrom(period + smoothing - 2, k, signal)]
    },
  }
}

function placeInRange({ high, low, close }: Candles, period: number): Float64Array {
  const highest = rollingExtreme(high, period, 1)
  const lowest = rollingExtreme(low, period, -1)
  return highest.map((top, i) => (top === lowest[i] ? 50 : (100 * (close[i] - lowest[i])) / (top - lowest[i])))
}

/** The rolling mean of a column that has no values before `first`. */
function meanFrom(first: number, values: Float64Array, period: number): Float64Array {
  const means = new Float64Array(values.length).fill(NaN)
  means.set(rollingMean(values.subarray(first), period), Math.min(first, values.length))
  return means
}
