import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { rollingDeviation } from './rolling.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

/**
 * Population standard deviation (divisor `period`, not `period − 1`) of the last `period` candles, of the close unless
 * told, in quote currency. First value at candle `period`.
 */
export function standardDeviation(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('standardDeviation', 'period', period)
  const source = checkSource('standardDeviation', options.source ?? 'close')
  return {
    key: `standardDeviation(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [rollingDeviation(pricesOf(candles, source), period)],
  }
}
