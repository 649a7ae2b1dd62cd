import type { Candles, MarketData } from '#domain/candles.js'

/** The same data with its columns in shared memory, so that threads read them without a copy. */
export function inSharedMemory(data: MarketData): MarketData {
  const candles = sharedCandles(data.candles)
  return { ...data, candles, mark: data.mark === data.candles ? candles : sharedCandles(data.mark) }
}

function sharedCandles(candles: Candles): Candles {
  return {
    ...candles,
    openedAt: shared(candles.openedAt),
    open: shared(candles.open),
    high: shared(candles.high),
    low: shared(candles.low),
    close: shared(candles.close),
    volume: shared(candles.volume),
  }
}

function shared(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength))
  copy.set(column)
  return copy
}
