import type { Indicator } from '../indicator.js'
import { exponentialAverage } from './exponential.js'
import { checkFactor, checkPeriod } from './parameters.js'
import { rollingExtreme } from './rolling.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'
import { averageTrueRange } from './technicalindicators.js'

export interface Channel {
  readonly upper: number
  readonly middle: number
  readonly lower: number
}

/**
 * Donchian channel: the highest high and the lowest low of the last `period` candles, this one included, and the mean of
 * the two. First value at candle `period`.
 */
export function donchian(period: number): Indicator<Channel> {
  checkPeriod('donchian', 'period', period)
  return {
    key: `donchian(${period})`,
    outputs: ['upper', 'middle', 'lower'],
    compute: ({ high, low }) => {
      const upper = rollingExtreme(high, period, 1)
      const lower = rollingExtreme(low, period, -1)
      return [upper, upper.map((value, i) => (value + lower[i]) / 2), lower]
    },
  }
}

/** `atr`: period of the average true range in candles (default 10); `multiple`: how many of them a band is away (2). */
export interface KeltnerOptions extends SourceOptions {
  readonly atr?: number
  readonly multiple?: number
}

/**
 * Keltner channel: the exponential moving average of `period` candles, of the close unless told, and `multiple` average
 * true ranges above and below it. `middle` begins at candle `period`, the bands at the later of that and `atr + 1`.
 */
export function keltner(period: number, options: KeltnerOptions = {}): Indicator<Channel> {
  checkPeriod('keltner', 'period', period)
  const atr = checkPeriod('keltner', 'atr', options.atr ?? 10)
  const multiple = checkFactor('keltner', 'multiple', options.multiple ?? 2)
  const source = checkSource('keltner', options.source ?? 'close')
  return {
    key: `keltner(${period}, ${atr}, ${multiple}, ${source})`,
    outputs: ['upper', 'middle', 'lower'],
    compute: (candles) => {
      const middle = exponentialAverage(pricesOf(candles, source), period)
      const range = averageTrueRange(candles, atr)
      return [
        middle.map((value, i) => value + multiple * range[i]),
        middle,
        middle.map((value, i) => value - multiple * range[i]),
      ]
    },
  }
}
