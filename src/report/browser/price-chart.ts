import { CandlestickSeries, type UTCTimestamp } from 'lightweight-charts'
import { AccountPanes } from './account-panes.js'
import { makeChart } from './chart.js'
import type { KeyedChart } from './chart-keys.js'
import { formatNumber } from './number-text.js'
import { LegLayer } from './leg-layer.js'
import type { ChartData } from './payload.js'
import { type Loaded, PriceWindow } from './price-window.js'
import { pyramidOf } from './pyramid.js'
import { Readout } from './price-readout.js'
import { stretchAround } from './row-range.js'
import { onThemeChange, type Theme, themedOptions } from './theme.js'

export interface PriceChart {
  readonly keyed: KeyedChart
  readonly view: PriceWindow
  /** Zooms to an opening and draws its levels. */
  readonly show: (opening: number) => void
}

export function drawPrice(data: ChartData, theme: Theme): PriceChart {
  const chart = makeChart(document.getElementById('price-chart')!, theme)
  const formatter = (price: number) => formatNumber(price, data.priceDigits)
  const candles = chart.addSeries(CandlestickSeries, {
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: 'custom', minMove: 10 ** -data.priceDigits, formatter },
  })
  const panes = new AccountPanes(data, chart, theme)
  const view = new PriceWindow(chart, pyramidOf(data.candles, data.rowMs), (loaded) => {
    candles.setData(candlesOf(loaded))
    panes.load(loaded)
  })
  const layer = new LegLayer(data, () => view, formatter, theme)
  candles.attachPrimitive(layer)
  const paint = (colors: Theme) => {
    chart.applyOptions(themedOptions(colors))
    candles.applyOptions(candleColors(colors))
    panes.paint(colors)
    layer.paint(colors)
  }
  paint(theme)
  onThemeChange(paint)
  const readout = new Readout(chart, view, (row) => panes.words(row), data, formatter)
  const show = (opening: number) => {
    const at = data.openings.id.indexOf(opening)
    const stretch = { from: data.openings.from[at], to: data.openings.to[at] }
    layer.choose(opening)
    readout.pin(stretch.to)
    view.anchor = stretch.to
    view.show(stretchAround(stretch, view.rows))
  }
  const keyed: KeyedChart = {
    chart,
    series: candles,
    rowOf: (place) => view.rowOf(place),
    placeOf: (row) => view.logicalOf(row),
    tell: (place) => readout.tell(place),
  }
  return { keyed, view, show }
}

function candleColors(theme: Theme) {
  return {
    upColor: theme.panel,
    borderUpColor: theme.candleUp,
    wickUpColor: theme.candleUp,
    downColor: theme.candleDown,
    borderDownColor: theme.candleDown,
    wickDownColor: theme.candleDown,
  }
}

function candlesOf({ level, from, to }: Loaded) {
  return Array.from({ length: to - from }, (_, at) => ({
    time: level.openedAt[from + at] as UTCTimestamp,
    open: level.open[from + at],
    high: level.high[from + at],
    low: level.low[from + at],
    close: level.close[from + at],
  }))
}
