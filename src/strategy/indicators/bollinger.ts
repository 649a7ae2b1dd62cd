import type { Indicator } from '../indicator.js'
import { checkFactor, checkPeriod } from './parameters.js'
import { rollingDeviation, rollingMean } from './rolling.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

export interface Bollinger {
  readonly upper: number
  readonly middle: number
  readonly lower: number
}

/**
 * Bollinger bands: the simple moving average and `deviations` (default 2) population standard deviations above and
 * below it, of the close unless told. First value at candle `period`.
 */
export function bollinger(
  period: number,
  options: SourceOptions & { readonly deviations?: number } = {},
): Indicator<Bollinger> {
  checkPeriod('bollinger', 'period', period)
  const deviations = checkFactor('bollinger', 'deviations', options.deviations ?? 2)
  const source = checkSource('bollinger', options.source ?? 'close')
  return {
    key: `bollinger(${period}, ${deviations}, ${source})`,
    outputs: ['upper', 'middle', 'lower'],
    compute: (candles) => {
      const prices = pricesOf(candles, source)
      return bands(rollingMean(prices, period), rollingDeviation(prices, period), deviations)
    },
  }
}

function bands(middle: Float64Array, deviation: Float64Array, deviations: number): readonly Float64Array[] {
  const upper = new Float64Array(middle.length)
  const lower = new Float64Array(middle.length)
  for (let i = 0; i < middle.length; i++) {
    const distance = deviations * deviation[i]
    upper[i] = middle[i] + distance
    lower[i] = middle[i] - distance
  }
  return [upper, middle, lower]
}
