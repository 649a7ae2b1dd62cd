import type { Candles } from '#domain/candles.js'

/** What an author's own indicator sees of each closed candle, in order. Prices in quote, volume in base currency. */
export interface CandleValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/**
 * A declared indicator: a recipe, computed once per candle series and shared.
 * `Value` is what a strategy reads in `onCandle`: a number, or an object of numbers for several outputs. `Feed` names the
 * feed that it is taken over, where it is one.
 */
export interface Indicator<Value = number, Feed extends string = never> {
  /** Names recipe and parameters, e.g. `ema(20, close)`. Two indicators of one key have equal columns; null: not shared. */
  readonly key: string | null
  /** Output names in order; null for a single number. */
  readonly outputs: readonly string[] | null
  /**
   * One column per output, each as long as the candles, NaN until the first value.
   * Causal: value i depends on candles 0 … i alone.
   */
  readonly compute: (candles: Candles) => readonly Float64Array[]
  /** The declared feed that it is taken over; absent: the traded candles. */
  readonly feed?: Feed
  /** Not present at run time: carries `Value` for inference. */
  readonly value?: Value
}

export type PriceSourceName = 'open' | 'high' | 'low' | 'close' | 'hl2' | 'hlc3' | 'ohlc4'
