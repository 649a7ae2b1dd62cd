import { CandlestickSeries, createSeriesMarkers, type IChartApi, type UTCTimestamp } from 'lightweight-charts'
import { formatNumber, makeChart, showWhole, utc } from './chart.js'
import { FillMarkers } from './fill-markers.js'
import { LegLayer } from './leg-layer.js'
import type { ChartData } from './payload.js'
import { onThemeChange, type Theme, themedOptions } from './theme.js'

export interface PriceChart {
  readonly chart: IChartApi
  /** Zooms to an opening and draws its levels. */
  readonly show: (opening: number, from: number, to: number) => void
}

const CONTEXT_MIN = 12

export function drawPrice(data: ChartData, theme: Theme): PriceChart {
  const container = document.getElementById('price-chart')!
  const chart = makeChart(container, theme)
  const formatter = (price: number) => formatNumber(price, data.priceDigits)
  const candles = chart.addSeries(CandlestickSeries, {
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: 'custom', minMove: 10 ** -data.priceDigits, formatter },
  })
  const layer = new LegLayer(data, theme)
  candles.attachPrimitive(layer)
  candles.setData(candlesOf(data))
  showWhole(chart, data.length)
  const markers = new FillMarkers(data, chart, createSeriesMarkers(candles, []), theme)
  const paint = (colors: Theme) => {
    chart.applyOptions(themedOptions(colors))
    candles.applyOptions(candleColors(colors))
    layer.paint(colors)
    markers.paint(colors)
  }
  paint(theme)
  onThemeChange(paint)
  readout(chart, data, formatter)
  const show = (opening: number, from: number, to: number) => {
    layer.choose(opening)
    const context = Math.max(CONTEXT_MIN, (to - from) * 0.6)
    chart.timeScale().setVisibleLogicalRange({ from: from - context, to: to + context })
    container.scrollIntoView({ block: 'center' })
  }
  return { chart, show }
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

function candlesOf({ buckets, length }: ChartData) {
  return Array.from({ length }, (_, at) => ({
    time: buckets.openedAt[at] as UTCTimestamp,
    open: buckets.open[at],
    high: buckets.high[at],
    low: buckets.low[at],
    close: buckets.close[at],
  }))
}

function readout(chart: IChartApi, data: ChartData, format: (price: number) => string): void {
  const output = document.getElementById('price-readout')!
  const { openedAt, open, high, low, close } = data.buckets
  const show = (at: number) => {
    const prices = `open ${format(open[at])} · high ${format(high[at])} · low ${format(low[at])} · close ${format(close[at])}`
    output.textContent = `${utc(openedAt[at] as UTCTimestamp)} · ${data.bucketName} · ${prices}`
  }
  const last = data.length - 1
  if (last < 0) return
  show(last)
  chart.subscribeCrosshairMove(({ logical }) =>
    show(logical === undefined ? last : Math.min(Math.max(logical, 0), last)),
  )
}
