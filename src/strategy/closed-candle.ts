/**
 * The candle that has just closed. Prices in quote, volume in base currency, times in ms since 1970. Valid during the
 * call alone: at the next close the same object shows the next candle. Copy the numbers that you keep.
 */
export interface ClosedCandle {
  readonly openedAt: number
  readonly closedAt: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}
