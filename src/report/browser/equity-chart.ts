import {
  BaselineSeries,
  type IChartApi,
  LineSeries,
  LineStyle,
  type SingleValueData,
  type UTCTimestamp,
} from 'lightweight-charts'
import { makeChart, utc } from './chart.js'
import type { KeyedChart } from './chart-keys.js'
import { bothTimes } from './local-times.js'
import { formatNumber } from './number-text.js'
import type { ChartData, Numbers } from './payload.js'
import type { PriceWindow } from './price-window.js'
import { itemAt, rowAt, type RowScale } from './pyramid.js'
import type { RowRange } from './row-range.js'
import { legColor, onThemeChange, type Theme, themedOptions, translucent } from './theme.js'

/** Room for half a label above 0 % and below the deepest value: the pane is about 60 px high. */
const DRAWDOWN_MARGINS = { top: 0.16, bottom: 0.16 }

/** Equity above, what is lost from its highest so far below; each point at the close of its candle. */
export function drawEquity(data: ChartData, theme: Theme): KeyedChart {
  const chart = makeChart(document.getElementById('equity-chart')!, theme)
  const equity = chart.addSeries(LineSeries, { lineWidth: 2, priceLineVisible: false, priceFormat: money(0) })
  // Over the run's own line, which shows through them where they are the same.
  const other = (values: Numbers, lineStyle: LineStyle) => {
    const line = chart.addSeries(LineSeries, {
      lineWidth: 1,
      lineStyle,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerVisible: false,
      priceFormat: money(0),
    })
    line.setData(points(data, values, 1))
    return line
  }
  const twins = data.twins.map((twin) => other(twin.equity, LineStyle.LargeDashed))
  const held = other(data.held, LineStyle.Dotted)
  const drawdown = chart.addSeries(
    BaselineSeries,
    { lineWidth: 1, priceLineVisible: false, priceFormat: { type: 'custom', minMove: 0.0001, formatter: percent } },
    1,
  )
  drawdown.priceScale().applyOptions({ scaleMargins: DRAWDOWN_MARGINS })
  const start = equity.createPriceLine({
    price: data.initial,
    lineWidth: 1,
    lineStyle: LineStyle.Dashed,
    title: 'initial',
  })
  const paint = (colors: Theme) => {
    chart.applyOptions(themedOptions(colors))
    equity.applyOptions({ color: colors.accent })
    held.applyOptions({ color: colors.soft })
    for (const [at, line] of twins.entries()) line.applyOptions({ color: legColor(colors, at + 1) })
    start.applyOptions({ color: colors.soft })
    drawdown.applyOptions({
      topLineColor: colors.drawdown,
      bottomLineColor: colors.drawdown,
      bottomFillColor1: translucent(colors.drawdown, 0.05),
      bottomFillColor2: translucent(colors.drawdown, 0.3),
    })
  }
  paint(theme)
  onThemeChange(paint)
  equity.setData(points(data, data.account.equity, 1))
  drawdown.setData(points(data, data.account.drawdown, -1))
  chart.panes()[1]?.setStretchFactor(0.45)
  const tell = readout(chart, data)
  const scale = rowScale(data)
  return {
    chart,
    series: equity,
    rowOf: (place) => rowAt(scale, place),
    placeOf: (row) => itemAt(scale, row),
    tell,
  }
}

function points(data: ChartData, values: Numbers, sign: 1 | -1): SingleValueData<UTCTimestamp>[] {
  return Array.from(values, (value, at) => ({
    time: (data.account.closedAt[at] / 1000) as UTCTimestamp,
    value: sign * value,
  }))
}

function money(digits: number) {
  return { type: 'custom', minMove: 0.01, formatter: (value: number) => formatNumber(value, digits) } as const
}

function percent(fraction: number): string {
  return `${formatNumber(fraction * 100, 1)}%`
}

function readout(chart: IChartApi, data: ChartData): KeyedChart['tell'] {
  const output = document.getElementById('equity-readout')!
  const { equity, equityLow, equityHigh, drawdown, closedAt } = data.account
  const show = (at: number) => {
    const range = !data.isAccountGrouped
      ? ''
      : ` (${formatNumber(equityLow[at], 2)} to ${formatNumber(equityHigh[at], 2)})`
    output.textContent = `close at ${bothTimes(utc((closedAt[at] / 1000) as UTCTimestamp))} · equity ${formatNumber(equity[at], 2)}${range} ${data.currency} · drawdown ${formatNumber(drawdown[at] * 100, 2)}% · holding the pair ${formatNumber(data.held[at], 2)}`
  }
  const last = equity.length - 1
  const tell = (place: number | null) => show(Math.min(Math.max(place ?? last, 0), last))
  if (last < 0) return tell
  show(last)
  chart.subscribeCrosshairMove(({ logical }) => tell(logical ?? null))
  return tell
}

/** A range that another follows need not be met closer: it would go to and fro. */
const CLOSE_ENOUGH = 0.001

/** Lets equity and price show the same stretch of time, whichever is moved. */
export function follow(chart: IChartApi, data: ChartData, price: PriceWindow): void {
  const scale = rowScale(data)
  if (scale.length === 0) return
  const time = chart.timeScale()
  price.watch(({ from, to }) => {
    const wanted = { from: itemAt(scale, from), to: itemAt(scale, to) }
    const shown = time.getVisibleLogicalRange()
    if (shown === null || isOff(shown, wanted)) time.setVisibleLogicalRange(wanted)
  })
  time.subscribeVisibleLogicalRangeChange((range) => {
    if (range === null) return
    const wanted = { from: rowAt(scale, range.from), to: rowAt(scale, range.to) }
    const shown = price.range
    if (shown !== null && isOff(shown, wanted)) price.show(wanted)
  })
}

function isOff(shown: RowRange, wanted: RowRange): boolean {
  const slack = (wanted.to - wanted.from) * CLOSE_ENOUGH
  return Math.abs(shown.from - wanted.from) > slack || Math.abs(shown.to - wanted.to) > slack
}

/** The rows of each point of the account, as levels have them. */
function rowScale({ account, candles }: ChartData): RowScale {
  const { lastRow } = account
  const firstRow = Int32Array.from(lastRow, (_, at) => (at === 0 ? 0 : lastRow[at - 1] + 1))
  return { length: lastRow.length, firstRow, rows: candles.length }
}
