import type { Indicator } from '../indicator.js'
import { exponentialAverage } from './exponential.js'
import { badParameter, checkPeriod } from './parameters.js'
import { checkSource, pricesOf, type SourceOptions } from './source.js'

export interface Macd {
  readonly macd: number
  readonly signal: number
  readonly histogram: number
}

/** Periods in candles: `fast` (default 12), `slow` (26), `signal` (9). */
export interface MacdOptions extends SourceOptions {
  readonly fast?: number
  readonly slow?: number
  readonly signal?: number
}

/**
 * Moving average convergence/divergence: `macd` is the fast minus the slow exponential average, `signal` the exponential
 * average of that, `histogram` macd − signal; of the close unless told. `macd` begins at candle `slow`, the other two at
 * candle `slow + signal − 1`.
 */
export function macd(options: MacdOptions = {}): Indicator<Macd> {
  const fast = checkPeriod('macd', 'fast', options.fast ?? 12)
  const slow = checkPeriod('macd', 'slow', options.slow ?? 26)
  const signal = checkPeriod('macd', 'signal', options.signal ?? 9)
  if (fast >= slow) throw badParameter('macd', 'fast', `below slow (${slow})`, fast)
  const source = checkSource('macd', options.source ?? 'close')
  return {
    key: `macd(${fast}, ${slow}, ${signal}, ${source})`,
    outputs: ['macd', 'signal', 'histogram'],
    compute: (candles) => {
      const prices = pricesOf(candles, source)
      const macdLine = difference(exponentialAverage(prices, fast), exponentialAverage(prices, slow))
      const signalLine = exponentialAverage(macdLine, signal, slow - 1)
      return [macdLine, signalLine, difference(macdLine, signalLine)]
    },
  }
}

function difference(left: Float64Array, right: Float64Array): Float64Array {
  const differences = new Float64Array(left.length)
  for (let i = 0; i < differences.length; i++) differences[i] = left[i] - right[i]
  return differences
}
