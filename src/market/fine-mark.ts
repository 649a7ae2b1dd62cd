import { type Candles, extremesOf } from '#domain/candles.js'

/** What last and mark do in one candle, the last price as its fine candles tell it. */
interface Frame {
  readonly low: number
  readonly high: number
  readonly open: number
  readonly close: number
  readonly markLow: number
  readonly markHigh: number
  readonly markOpen: number
  readonly markClose: number
}

/**
 * The mark inside the fine candles, of which none is given: it keeps its place relative to the last price (rules P4, P8).
 * Low stands against low, high against high, and the straight line from open to close against its own; in between it is
 * in proportion. So it begins, ends, and has its extremes where its candle says, never leaves them, and moves the way
 * the last price does. Zero where a candle has no fine ones.
 */
export function fineMark(
  candles: Candles,
  mark: Candles,
  fine: Candles,
  firstOf: Int32Array,
  perCandle: number,
): Candles {
  const column = (): Float64Array => new Float64Array(fine.length)
  const columns = { open: column(), high: column(), low: column(), close: column() }
  for (let candle = 0; candle < candles.length; candle++) {
    const first = firstOf[candle]
    if (first < 0) continue
    const end = first + perCandle
    const { lowest, highest } = extremesOf(fine, first, end)
    const frame: Frame = {
      low: lowest,
      high: highest,
      open: fine.open[first],
      close: fine.close[end - 1],
      markLow: mark.low[candle],
      markHigh: mark.high[candle],
      markOpen: mark.open[candle],
      markClose: mark.close[candle],
    }
    for (let at = first; at < end; at++) {
      const after = (part: number): number => (at - first + part) / perCandle
      fill(columns, fine, at, frame, after)
    }
  }
  return { ...fine, ...columns }
}

/** One fine candle; `after` tells which share of the candle has passed at a part of it. */
function fill(
  columns: Pick<Candles, 'open' | 'high' | 'low' | 'close'>,
  fine: Candles,
  at: number,
  frame: Frame,
  after: (part: number) => number,
): void {
  const open = placed(fine.open[at], after(0), frame)
  const close = placed(fine.close[at], after(1), frame)
  const high = fine.high[at] === frame.high ? frame.markHigh : placed(fine.high[at], after(0.5), frame)
  const low = fine.low[at] === frame.low ? frame.markLow : placed(fine.low[at], after(0.5), frame)
  columns.open[at] = open
  columns.close[at] = close
  columns.high[at] = Math.max(high, open, close)
  columns.low[at] = Math.min(low, open, close)
}

/** The mark that stands against a last price after `along` of the candle, 0 … 1. */
function placed(last: number, along: number, frame: Frame): number {
  const { low, high, open, close, markLow, markHigh, markOpen, markClose } = frame
  const line = rounded(open + (close - open) * along)
  const markLine = markOpen + (markClose - markOpen) * along
  const [share, extreme] =
    last > line
      ? [(last - line) / (high - line), markHigh]
      : last < line
        ? [(line - last) / (line - low), markLow]
        : [0, markLine]
  return Math.min(markHigh, Math.max(markLow, rounded(markLine + (extreme - markLine) * share)))
}

/** To 12 digits, as any price inside a candle. */
function rounded(price: number): number {
  return Number(price.toPrecision(12))
}
