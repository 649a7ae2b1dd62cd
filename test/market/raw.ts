import { asRaw, type CandleColumns } from '#market/candle-columns.js'
import type { RawCandles } from '#market/raw-candles.js'

export const HOUR = 3_600_000
export const BEGIN = Date.UTC(2025, 0, 1)

/** Hour, open, high, low, close, volume; what is left out is 100, 101, 99, 100, 10. */
export type Hour = readonly [hour: number, open?: number, high?: number, low?: number, close?: number, volume?: number]

/** Candles as a file would hold them, the first on line 2; hours count from 2025-01-01. */
export function rawHours(hours: readonly Hour[], timeframeMs = HOUR): RawCandles {
  return asRaw(columnsOf(hours, timeframeMs))
}

export function columnsOf(hours: readonly Hour[], timeframeMs = HOUR): CandleColumns {
  const column = (at: number, missing: number) => Float64Array.from(hours, (hour) => hour[at] ?? missing)
  return {
    time: Float64Array.from(hours, ([hour]) => BEGIN + hour * timeframeMs),
    open: column(1, 100),
    high: column(2, 101),
    low: column(3, 99),
    close: column(4, 100),
    volume: column(5, 10),
  }
}

/** Hours from `first` to `last`, both included. */
export function hours(first: number, last: number): Hour[] {
  return Array.from({ length: last - first + 1 }, (_, at) => [first + at])
}

/** The rows of columns, hours counted from 2025-01-01. */
export function rowsIn({ time, open, high, low, close, volume }: CandleColumns): readonly (readonly number[])[] {
  return Array.from(time, (at, row) => [(at - BEGIN) / HOUR, open[row], high[row], low[row], close[row], volume[row]])
}
