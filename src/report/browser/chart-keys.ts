import type { IChartApi, ISeriesApi } from 'lightweight-charts'
import type { PriceWindow } from './price-window.js'
import type { RowRange } from './row-range.js'

/** A chart that is gone through by keyboard. Its places are those of the chart's own items, rows those of all candles. */
export interface KeyedChart {
  readonly chart: IChartApi
  /** On whose values the crosshair stands. */
  readonly series: ISeriesApi<'Candlestick' | 'Line'>
  readonly rowOf: (place: number) => number
  readonly placeOf: (row: number) => number
  /** Tells what is at a place, as the pointer there would; null: what is told without it. */
  readonly tell: (place: number | null) => void
}

const ZOOM_STEP = 2
const PAGE = 0.8

/**
 * ← and → move the crosshair from one candle to the next, + and − zoom about it, Page Up and Page Down go back and
 * forth, Home and End to either end; Escape leaves. Equity and price are moved by `view`, which both follow.
 */
export function heedKeys({ chart, series, rowOf, placeOf, tell }: KeyedChart, view: PriceWindow): void {
  const container = chart.chartElement().parentElement!
  let row: number | null = null

  const mark = (): void => {
    if (row === null) return
    const place = Math.round(placeOf(row))
    const item = series.dataByIndex(place)
    if (item === null) return
    const value = 'close' in item ? item.close : 'value' in item ? item.value : undefined
    if (value !== undefined) chart.setCrosshairPosition(value, item.time, series)
    // A crosshair that is not put there by the pointer tells nobody.
    tell(place)
  }
  /** The scale of prices follows what is in view a frame later. */
  const settle = (): void => {
    mark()
    requestAnimationFrame(() => requestAnimationFrame(mark))
  }
  const go = (wanted: number): void => {
    const { range } = view
    if (range === null) return
    row = Math.min(Math.max(wanted, 0), view.rows - 1)
    const beyond = row < range.from ? row - range.from : row > range.to ? row - range.to : 0
    if (beyond !== 0) view.show(moved(range, beyond))
    settle()
  }
  const step = (by: number): void => {
    const { range } = view
    if (range === null) return
    const last = Math.min(range.to, view.rows - 1)
    const start = row ?? view.anchor
    go(start === null || start < range.from || start > range.to ? last : rowOf(Math.round(placeOf(start)) + by))
  }
  const page = (by: number): void => {
    const { range } = view
    if (range === null) return
    const span = range.to - range.from
    // The middle stays among the candles.
    const middle = Math.min(Math.max((range.from + range.to) / 2 + by * span, 0), view.rows - 1)
    view.show({ from: middle - span / 2, to: middle + span / 2 })
    go(row === null ? middle : row + by * span)
  }
  const zoom = (factor: number): void => {
    view.zoom(factor, row ?? view.anchor)
    settle()
  }
  const leave = (): void => {
    row = null
    chart.clearCrosshairPosition()
    tell(null)
    container.blur()
  }
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => page(-PAGE),
    PageDown: () => page(PAGE),
    Home: () => go(0),
    End: () => go(view.rows - 1),
    '+': () => zoom(1 / ZOOM_STEP),
    '=': () => zoom(1 / ZOOM_STEP),
    '-': () => zoom(ZOOM_STEP),
    Escape: leave,
  }
  container.addEventListener('keydown', (event) => {
    const action = actions[event.key]
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    action()
  })
  // What moves the chart leaves the crosshair where it was on the screen.
  chart.timeScale().subscribeVisibleLogicalRangeChange(mark)
  // The pointer takes it over.
  chart.subscribeCrosshairMove(({ sourceEvent, logical }) => {
    if (sourceEvent && row !== null && logical !== undefined) row = rowOf(logical)
  })
}

function moved({ from, to }: RowRange, by: number): RowRange {
  return { from: from + by, to: to + by }
}
