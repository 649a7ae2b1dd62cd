import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'
import { averageRiseAndFall } from './technicalindicators.js'

/**
 * Relative strength index, 0 … 100, not rounded: 100 × average rise ÷ (average rise + average fall), both Wilder's and
 * seeded by the simple mean of the first `period` changes; 50 where the price did not move at all. Of the close unless
 * told. First value at candle `period + 1`.
 */
export function rsi(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('rsi', 'period', period)
  const source = checkSource('rsi', options.source ?? 'close')
  return {
    key: `rsi(${period}, ${source})`,
    outputs: null,
    compute: (candles) => {
      const { rises, falls } = averageRiseAndFall(pricesOf(candles, source), period)
      return [strengthIndex(rises, falls)]
    },
  }
}

function strengthIndex(rises: Float64Array, falls: Float64Array): Float64Array {
  const indices = new Float64Array(rises.length)
  for (let i = 0; i < indices.length; i++) {
    const movement = rises[i] + falls[i]
    indices[i] = movement === 0 ? 50 : (100 * rises[i]) / movement
  }
  return indices
}
