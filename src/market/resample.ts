import { InputError, type Where } from '#domain/failure.js'
import { DAY_MS, timeframeName } from '#domain/time.js'
import { type CandleColumns, emptyColumns, headOf } from './candle-columns.js'
import { decimalPlaces } from './digits.js'

/** A longer candle that is made of fewer shorter ones than it is long. */
export interface ShortBucket {
  readonly at: number
  readonly candles: number
}

export interface Resampled {
  readonly candles: CandleColumns
  /** Shorter candles that one longer one holds. */
  readonly perCandle: number
  /** Cut off by the begin or the end of the data, and therefore left out. */
  readonly begin: ShortBucket | null
  readonly end: ShortBucket | null
  /** Made in spite of a gap inside. */
  readonly short: readonly ShortBucket[]
}

const WEEK_MS = 7 * DAY_MS
/** Weeks begin on Mondays; 1970 began on a Thursday. */
const MONDAY_MS = 4 * DAY_MS

/**
 * Longer candles, cut in UTC from midnight and weeks from Monday: open of the first, highest high, lowest low, close of the
 * last, sum of the volumes. Throws `InputError` where the timeframes do not fit each other or the clock.
 */
export function resample(candles: CandleColumns, fromMs: number, toMs: number, where: Where): Resampled {
  checkTimeframes(candles, fromMs, toMs, where)
  const beginOf = (time: number) => time - modulo(time - (toMs % WEEK_MS === 0 ? MONDAY_MS : 0), toMs)
  const { time } = candles
  const made = emptyColumns(time.length)
  const short: ShortBucket[] = []
  let begin: ShortBucket | null = null
  let end: ShortBucket | null = null
  let count = 0
  for (let row = 0; row < time.length; ) {
    const at = beginOf(time[row])
    const first = row
    while (row < time.length && time[row] < at + toMs) row++
    const bucket = { at, candles: row - first }
    if (first === 0 && time[0] > at) begin = bucket
    else if (row === time.length && time[row - 1] + fromMs < at + toMs) end = bucket
    else {
      if (bucket.candles < toMs / fromMs) short.push(bucket)
      merge(made, count, candles, { at, first, end: row })
      count += 1
    }
  }
  if (count === 0) throw tooShort(time.length, fromMs, toMs, where)
  return { candles: headOf(made, count), perCandle: toMs / fromMs, begin, end, short }
}

function merge(
  made: CandleColumns,
  at: number,
  candles: CandleColumns,
  bucket: { readonly at: number; readonly first: number; readonly end: number },
): void {
  const { open, high, low, close, volume } = candles
  let highest = high[bucket.first]
  let lowest = low[bucket.first]
  let sum = 0
  let places = 0
  for (let row = bucket.first; row < bucket.end; row++) {
    if (high[row] > highest) highest = high[row]
    if (low[row] < lowest) lowest = low[row]
    sum += volume[row]
    places = Math.max(places, decimalPlaces(volume[row]))
  }
  made.time[at] = bucket.at
  made.open[at] = open[bucket.first]
  made.high[at] = highest
  made.low[at] = lowest
  made.close[at] = close[bucket.end - 1]
  // A sum of decimals has no more places than they have; what floats add beyond is noise.
  made.volume[at] = places > 15 ? sum : Number(sum.toFixed(places))
}

function checkTimeframes({ time }: CandleColumns, fromMs: number, toMs: number, where: Where): void {
  const [from, to] = [timeframeName(fromMs), timeframeName(toMs)]
  const wrong = (message: string, hint: string) => new InputError('resample-timeframe', message, { where, hint })
  if (toMs <= fromMs || toMs % fromMs !== 0) {
    throw wrong(
      `candles of ${from} cannot be made into candles of ${to}`,
      `Name a multiple of ${from}, such as ${timeframeName(4 * fromMs)}.`,
    )
  }
  const dividesDay = toMs < DAY_MS ? DAY_MS % toMs === 0 : toMs % DAY_MS === 0
  if (!dividesDay)
    throw wrong(`${to} does not divide a day`, 'Name a timeframe that begins at each midnight UTC, such as 4h or 1d.')
  const weekly = fromMs % WEEK_MS === 0 ? MONDAY_MS : 0
  if (modulo(time[0] - weekly, fromMs) !== 0) {
    throw wrong(`the candles of ${from} do not begin at multiples of it in UTC`, 'Take candles that are cut in UTC.')
  }
}

function tooShort(length: number, fromMs: number, toMs: number, where: Where): InputError {
  const found = `found ${length} candles of ${timeframeName(fromMs)}, which fill no candle of ${timeframeName(toMs)}`
  return new InputError('resample-empty', found, { where, hint: 'Name a shorter timeframe, or give a longer file.' })
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
