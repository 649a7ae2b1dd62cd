import type { Indicator } from '../indicator.js'
import { exponentialAverage } from './exponential.js'
import { checkPeriod } from './parameters.js'
import { rollingMean, rollingWeightedMean } from './rolling.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

/** Simple moving average of the last `period` candles, of the close unless told. First value at candle `period`. */
export function sma(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('sma', 'period', period)
  const source = checkSource('sma', options.source ?? 'close')
  return {
    key: `sma(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [rollingMean(pricesOf(candles, source), period)],
  }
}

/** Exponential moving average, seeded by the simple one, of the close unless told. First value at candle `period`. */
export function ema(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('ema', 'period', period)
  const source = checkSource('ema', options.source ?? 'close')
  return {
    key: `ema(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [exponentialAverage(pricesOf(candles, source), period)],
  }
}

/**
 * Weighted moving average of the last `period` candles, of the close unless told: weight `period` for this candle, one
 * less for each before it. First value at candle `period`.
 */
export function wma(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('wma', 'period', period)
  const source = checkSource('wma', options.source ?? 'close')
  return {
    key: `wma(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [rollingWeightedMean(pricesOf(candles, source), period)],
  }
}
