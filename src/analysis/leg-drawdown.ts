import type { BacktestResult } from '#domain/result.js'
import type { LegSpan } from './leg-spans.js'

/**
 * The largest fall, in quote currency, of the cumulative net PnL of all openings of one name: what its journal entries
 * moved in the wallet, plus what is open at the mark close. Taken at closes, starting at 0. Never negative.
 */
export function legDrawdown({ mark, first }: BacktestResult, spans: readonly LegSpan[]): number {
  let peak = 0
  let deepest = 0
  for (const { from, to, booked, quantity } of spans) {
    const until = quantity === 0 ? Math.min(from + 1, to) : to
    for (let candle = from; candle < until; candle++) {
      const made = booked + quantity * mark.close[first + candle]
      if (made > peak) peak = made
      else if (peak - made > deepest) deepest = peak - made
    }
  }
  return deepest
}
