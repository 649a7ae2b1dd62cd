import { CandlestickSeries, createSeriesMarkers, type IChartApi, type UTCTimestamp } from 'lightweight-charts'
import { AccountPanes } from './account-panes.js'
import { lengthName, makeChart, utc } from './chart.js'
import type { KeyedChart } from './chart-keys.js'
import { formatNumber } from './number-text.js'
import { FillMarkers } from './fill-markers.js'
import { LegLayer } from './leg-layer.js'
import { bothTimes } from './local-times.js'
import type { ChartData } from './payload.js'
import { type Loaded, PriceWindow } from './price-window.js'
import { lastAtMost, pyramidOf } from './pyramid.js'
import { onThemeChange, type Theme, themedOptions } from './theme.js'

export interface PriceChart {
  readonly keyed: KeyedChart
  readonly view: PriceWindow
  /** Zooms to an opening and draws its levels. */
  readonly show: (opening: number) => void
}

const CONTEXT_MIN = 12

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
  const layer = new LegLayer(data, () => view, theme)
  candles.attachPrimitive(layer)
  const markers = new FillMarkers(data, view, createSeriesMarkers(candles, []), theme)
  const paint = (colors: Theme) => {
    chart.applyOptions(themedOptions(colors))
    candles.applyOptions(candleColors(colors))
    panes.paint(colors)
    layer.paint(colors)
    markers.paint(colors)
  }
  paint(theme)
  onThemeChange(paint)
  const tell = readout(chart, view, (row) => panes.words(row), data, formatter)
  const show = (opening: number) => {
    const at = data.openings.id.indexOf(opening)
    const [from, to] = [data.openings.from[at], data.openings.to[at]]
    layer.choose(opening)
    const context = Math.max(CONTEXT_MIN, (to - from) * 0.6)
    view.show({ from: from - context, to: to + context })
  }
  const keyed: KeyedChart = {
    chart,
    series: candles,
    rowOf: (place) => view.rowOf(place),
    placeOf: (row) => view.logicalOf(row),
    tell,
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

function readout(
  chart: IChartApi,
  view: PriceWindow,
  accountWords: (row: number) => string,
  { events }: ChartData,
  format: (price: number) => string,
): KeyedChart['tell'] {
  const output = document.getElementById('price-readout')!
  const show = (at: number) => {
    const { openedAt, open, high, low, close, lengthMs, firstRow, rows } = view.loaded.level
    const end = firstRow[at + 1] ?? rows
    const happened = events.titles.slice(
      lastAtMost(events.row, firstRow[at] - 1) + 1,
      lastAtMost(events.row, end - 1) + 1,
    )
    const words = [accountWords(end - 1), ...happened.map((title) => `◆ ${title}`)].join('\n')
    const prices = `open ${format(open[at])} · high ${format(high[at])} · low ${format(low[at])} · close ${format(close[at])}`
    output.textContent = `${bothTimes(utc(openedAt[at] as UTCTimestamp))} · ${lengthName(lengthMs)} · ${prices}\n${words}`
  }
  const showLast = () => {
    const { level } = view.loaded
    const last = lastAtMost(level.firstRow, Math.floor(view.range?.to ?? level.rows))
    if (last >= 0) show(last)
  }
  const tell = (place: number | null) => {
    if (place === null) return showLast()
    const { level, from } = view.loaded
    show(Math.min(Math.max(place + from, 0), level.length - 1))
  }
  showLast()
  view.watch(showLast)
  chart.subscribeCrosshairMove(({ logical }) => tell(logical ?? null))
  return tell
}
