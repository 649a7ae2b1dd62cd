import { ATR, AverageGain, AverageLoss, FixedSizeLinkedList } from 'technicalindicators'
import type { Candles } from '#domain/candles.js'

/*
 * The one file that knows the package technicalindicators: its streaming classes, poured into columns.
 *
 * Its linked list never lets go of a value that it has shifted out: the new head's `prev` holds the chain
 * (anandanand84/technicalindicators#264, open since January 2023), 64 to 384 bytes a value in every class that keeps a
 * window. Cutting that link repairs them all. The two averages below keep no window beyond their first value; an author's
 * own indicator may well stream one of the package's classes that does.
 */
const list = Object.getPrototypeOf(FixedSizeLinkedList.prototype) as LinkedList
const { shift } = list
list.shift = function unlinkingShift(this: LinkedList) {
  const value = shift.call(this)
  if (this._head) this._head.prev = undefined
  return value
}

interface LinkedList {
  _head?: { prev: unknown }
  shift: () => unknown
}

/** Wilder's average of the true range. NaN at the first `period` candles: the first candle has no close before it. */
export function averageTrueRange({ high, low, close }: Candles, period: number): Float64Array {
  const averages = new Float64Array(close.length)
  const atr = new ATR({ period, high: [], low: [], close: [] })
  const candle = { high: 0, low: 0, close: 0 } // The package copies its numbers out.
  for (let i = 0; i < averages.length; i++) {
    candle.high = high[i]
    candle.low = low[i]
    candle.close = close[i]
    averages[i] = atr.nextValue(candle) ?? NaN
  }
  return averages
}

/** Wilder's averages of the rises and of the falls from value to value, both positive. NaN at the first `period` values. */
export function averageRiseAndFall(
  values: Float64Array,
  period: number,
): { readonly rises: Float64Array; readonly falls: Float64Array } {
  const rises = new Float64Array(values.length)
  const falls = new Float64Array(values.length)
  const rise = new AverageGain({ period, values: [] })
  const fall = new AverageLoss({ period, values: [] })
  for (let i = 0; i < values.length; i++) {
    rises[i] = rise.nextValue(values[i]) ?? NaN
    falls[i] = fall.nextValue(values[i]) ?? NaN
  }
  return { rises, falls }
}
