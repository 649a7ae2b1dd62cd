import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

/**
 * Rate of change over `period` candles, a fraction (0.05 is 5 % more): (price − price then) ÷ |price then|, of the close
 * unless told. A rise is positive on negative series, too. From 0 it is 0 without a change, and with one there is none
 * (NaN). First value at candle `period + 1`.
 */
export function rateOfChange(period: number, options: SourceOptions = {}): Indicator {
  checkPeriod('rateOfChange', 'period', period)
  const source = checkSource('rateOfChange', options.source ?? 'close')
  return {
    key: `rateOfChange(${period}, ${source})`,
    outputs: null,
    compute: (candles) => [changes(pricesOf(candles, source), period)],
  }
}

function changes(prices: Float64Array, period: number): Float64Array {
  const rates = new Float64Array(prices.length).fill(NaN)
  for (let i = period; i < rates.length; i++) {
    const change = prices[i] - prices[i - period]
    const base = Math.abs(prices[i - period])
    if (base > 0) rates[i] = change / base
    else if (change === 0) rates[i] = 0
  }
  return rates
}
