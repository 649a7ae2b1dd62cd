import type { RawCandles } from './raw-candles.js'

/** Candles as columns, ascending, each time once: what is written to a file. */
export type CandleColumns = Pick<RawCandles, 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'>

const names = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Columns of `length` values, all zero. */
export function emptyColumns(length: number): CandleColumns {
  const column = () => new Float64Array(length)
  return { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
}

/** Some rows of candles, in that order. */
export function rowsOf(candles: CandleColumns, rows: Uint32Array): CandleColumns {
  const picked = emptyColumns(rows.length)
  for (const name of names) rows.forEach((row, at) => (picked[name][at] = candles[name][row]))
  return picked
}

/** Copies one candle. */
export function copyCandle(to: CandleColumns, at: number, from: CandleColumns, row: number): void {
  for (const name of names) to[name][at] = from[name][row]
}

/** As a check reads them, `line` being that of a CSV file with a header. */
export function asRaw(candles: CandleColumns): RawCandles {
  const line = Uint32Array.from(candles.time, (_, row) => row + 2)
  return { ...candles, line, unreadable: [], notes: [] }
}

/** The first `length` candles. */
export function headOf(candles: CandleColumns, length: number): CandleColumns {
  const { time, open, high, low, close, volume } = candles
  const head = (column: Float64Array) => column.slice(0, length)
  return {
    time: head(time),
    open: head(open),
    high: head(high),
    low: head(low),
    close: head(close),
    volume: head(volume),
  }
}
