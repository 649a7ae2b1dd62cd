import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { rollingExtreme } from './rolling.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

/** The highest price of the last `period` candles, this one included, of the high unless told. First value at candle `period`. */
export function highest(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('highest', 'period', period)
  const source = checkSource('highest', options.source ?? 'high')
  return {
    key: `highest(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [rollingExtreme(pricesOf(candles, source), period, 1)],
  }
}

/** The lowest price of the last `period` candles, this one included, of the low unless told. First value at candle `period`. */
export function lowest(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('lowest', 'period', period)
  const source = checkSource('lowest', options.source ?? 'low')
  return {
    key: `lowest(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [rollingExtreme(pricesOf(candles, source), period, -1)],
  }
}
