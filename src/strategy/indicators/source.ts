import type { Candles } from '#domain/candles.js'
import { InputError, nearest } from '#domain/failure.js'
import type { PriceSourceName } from '../indicator.js'

/** Which price of a candle an indicator reads; each indicator names its default. */
export interface SourceOptions {
  readonly source?: PriceSourceName
}

/** The value of candle `i`, one function per derived price. */
const derivedPrices = {
  hl2: ({ high, low }: Candles, i: number) => (high[i] + low[i]) / 2,
  hlc3: ({ high, low, close }: Candles, i: number) => (high[i] + low[i] + close[i]) / 3,
  ohlc4: ({ open, high, low, close }: Candles, i: number) => (open[i] + high[i] + low[i] + close[i]) / 4,
}

const sourceNames: readonly PriceSourceName[] = ['open', 'high', 'low', 'close', 'hl2', 'hlc3', 'ohlc4']

/** One price per candle. For open, high, low and close it is the candles' own column: read it, never write it. */
export function pricesOf(candles: Candles, source: PriceSourceName): Float64Array {
  if (source !== 'hl2' && source !== 'hlc3' && source !== 'ohlc4') return candles[source]
  const priceAt = derivedPrices[source]
  const prices = new Float64Array(candles.length)
  for (let i = 0; i < prices.length; i++) prices[i] = priceAt(candles, i)
  return prices
}

/** Gives `source` back. Throws an InputError where it is no price of a candle. */
export function checkSource(indicator: string, source: PriceSourceName): PriceSourceName {
  if (sourceNames.includes(source)) return source
  const meant = nearest(source, sourceNames)
  throw new InputError(
    'indicator-source',
    `${indicator}: source must be one of ${sourceNames.join(', ')}, not '${source}'`,
    meant === null ? {} : { hint: `Did you mean '${meant}'?` },
  )
}
