import type { Candles } from '#domain/candles.js'
import { InputError } from '#domain/failure.js'
import type { CandleValues, Indicator } from '../indicator.js'

export interface StreamingOptions {
  /**
   * A name for the recipe and all its parameters, such as `swing(14, 0.5)`: runs that declare the same key share one
   * column. Without it the column is computed for each run.
   */
  readonly key?: string
}

/**
 * An author's own indicator. `factory` is called anew for each series and makes a function that is given every closed
 * candle once, in order; it returns NaN or undefined until it is ready. What it remembers belongs inside the factory.
 *
 * ```ts
 * const change = indicator(() => {
 *   let previous = NaN
 *   return ({ close }) => {
 *     const value = close - previous
 *     previous = close
 *     return value
 *   }
 * })
 * ```
 */
export function indicator(
  factory: () => (candle: CandleValues) => number | undefined,
  options: StreamingOptions = {},
): Indicator {
  return { key: options.key ?? null, outputs: null, compute: (candles) => [streamed(factory(), candles)] }
}

function streamed(next: (candle: CandleValues) => number | undefined, candles: Candles): Float64Array {
  if (typeof next !== 'function') {
    throw new InputError('indicator-factory', 'indicator: the factory must return a function of the candle', {
      hint: 'Write indicator(() => (candle) => candle.close).',
    })
  }
  const { open, high, low, close, volume } = candles
  const values = new Float64Array(candles.length)
  for (let i = 0; i < values.length; i++) {
    // A new object for each candle: an author may well keep the one before.
    const candle = { open: open[i], high: high[i], low: low[i], close: close[i], volume: volume[i] }
    values[i] = next(candle) ?? NaN
  }
  return values
}
