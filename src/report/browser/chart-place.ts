import type { Logical, SeriesAttachedParameter } from 'lightweight-charts'
import type { PriceWindow } from './price-window.js'
import type { RowRange } from './row-range.js'

/** The rows in view and where they and prices lie on the pane, in pixels. */
export interface Place extends RowRange {
  readonly pixelsPerRow: number
  /** The middle of a row. */
  readonly x: (row: number) => number
  readonly y: (price: number) => number | null
}

/** Null before the chart is drawn. */
export function placeOf({ chart, series }: SeriesAttachedParameter, window: PriceWindow): Place | null {
  const range = window.range
  if (range === null) return null
  const scale = chart.timeScale()
  // The chart knows places of whole candles alone.
  const start = scale.logicalToCoordinate(0 as Logical) ?? 0
  const width = (scale.logicalToCoordinate(1 as Logical) ?? 0) - start
  const x = (row: number): number => start + window.logicalOf(row) * width
  const pixelsPerRow = (x(range.to) - x(range.from)) / Math.max(range.to - range.from, 1)
  return { ...range, x, y: (price) => series.priceToCoordinate(price), pixelsPerRow }
}
