import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import { MINUTE_MS } from '#domain/time.js'
import { closedAt, type RunRange } from './run-range.js'

/** The candle in which a funding payment is settled, and when inside it. */
export interface Settlement {
  readonly candle: number
  readonly phase: 'open' | 'close'
  /** True where the time lies between two candles and waits for the next open. */
  readonly inGap: boolean
}

/**
 * Where funding at `at` is settled (rule F2): from 0 to 60 s after a candle's open at that open, further inside at that
 * candle's close, in a gap at the next candle's open. Null outside the run.
 */
export function settlementOf(candles: Candles, { first, end }: RunRange, at: number): Settlement | null {
  if (at < candles.openedAt[first] || at >= closedAt(candles, end - 1)) return null
  const candle = indexAtOrAfter(candles.openedAt, at + 1) - 1
  if (at - candles.openedAt[candle] <= MINUTE_MS) return { candle, phase: 'open', inGap: false }
  if (at < closedAt(candles, candle)) return { candle, phase: 'close', inGap: false }
  return { candle: candle + 1, phase: 'open', inGap: true }
}
