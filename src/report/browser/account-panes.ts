import {
  createTextWatermark,
  HistogramSeries,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type LineData,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts'
import { formatNumber } from './number-text.js'
import type { ChartData, Numbers } from './payload.js'
import type { Loaded } from './price-window.js'
import { lastAtMost } from './pyramid.js'
import type { Theme } from './theme.js'

type Point = LineData<UTCTimestamp> | HistogramData<UTCTimestamp> | WhitespaceData<UTCTimestamp>

type PaneColumn = 'grossExposure' | 'netExposure' | 'liquidationDistance' | 'marginUse' | 'funding'

interface Line {
  readonly column: PaneColumn
  readonly color: keyof Pick<Theme, 'accent' | 'soft' | 'drawdown'>
  /** Undefined at times: bars, since a line would bridge the gaps. */
  readonly isBroken?: boolean
  /** What stands for several points: the one that matters. */
  readonly of: 'last' | 'lowest' | 'highest'
}

interface Pane {
  readonly title: string
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
}

const percent = (fraction: number) => `${formatNumber(fraction * 100, 0)}%`

const times = (value: number) => (Number.isNaN(value) ? '–' : `${formatNumber(value, 2)}×`)

const panes: readonly Pane[] = [
  {
    title: 'Exposure ÷ equity: net (strong), gross',
    lines: [
      { column: 'grossExposure', color: 'soft', of: 'last' },
      { column: 'netExposure', color: 'accent', of: 'last' },
    ],
    format: (value) => `${formatNumber(value, 1)}×`,
  },
  {
    title: 'Distance to liquidation',
    lines: [{ column: 'liquidationDistance', color: 'drawdown', of: 'lowest', isBroken: true }],
    format: percent,
  },
  {
    title: 'Margin use: collateral ÷ wallet',
    lines: [{ column: 'marginUse', color: 'accent', of: 'highest' }],
    format: percent,
  },
  {
    title: 'Funding, in all',
    lines: [{ column: 'funding', color: 'accent', of: 'last' }],
    format: (value) => formatNumber(value, 0),
  },
]

/** Of the height of the price. */
const PANE_SHARE = 0.2

/** What the account went through, below the price: exposure, distance to liquidation, margin use, funding. */
export class AccountPanes {
  readonly #data: ChartData
  readonly #chart: IChartApi
  readonly #series: { readonly line: Line; readonly series: ISeriesApi<'Line' | 'Histogram'> }[] = []
  readonly #titles: { readonly paint: (theme: Theme) => void }[] = []

  constructor(data: ChartData, chart: IChartApi, theme: Theme) {
    this.#data = data
    this.#chart = chart
    for (const [at, pane] of panes.entries()) this.#add(pane, at + 1, theme)
  }

  paint(theme: Theme): void {
    for (const { line, series } of this.#series) series.applyOptions({ color: theme[line.color] })
    for (const title of this.#titles) title.paint(theme)
  }

  load(loaded: Loaded): void {
    const points = this.#pointsOf(loaded)
    for (const { line, series } of this.#series) series.setData(this.#lineOf(loaded, points, line))
  }

  /** What the panes say of the last close by the end of a row, in words. */
  words(row: number): string {
    const { lastRow, netExposure, grossExposure, liquidationDistance, marginUse, funding } = this.#data.account
    const at = lastAtMost(lastRow, row)
    if (at < 0) return ''
    const away = liquidationDistance[at]
    return [
      `exposure net ${times(netExposure[at])}, gross ${times(grossExposure[at])}`,
      Number.isNaN(away) ? 'nothing to liquidate' : `liquidation ${percent(away)} away`,
      `margin use ${Number.isNaN(marginUse[at]) ? '–' : percent(marginUse[at])}`,
      `funding ${formatNumber(funding[at], 2)} ${this.#data.currency}`,
    ].join(' · ')
  }

  #add({ title, lines, format }: Pane, index: number, theme: Theme): void {
    for (const line of lines) {
      const common = {
        priceLineVisible: false,
        lastValueVisible: false,
        priceFormat: { type: 'custom', minMove: 0.0001, formatter: format },
      } as const
      const width = line.color === 'soft' ? 1 : 2
      const series =
        line.isBroken === true
          ? this.#chart.addSeries(HistogramSeries, common, index)
          : this.#chart.addSeries(LineSeries, { ...common, lineWidth: width, crosshairMarkerVisible: false }, index)
      series.priceScale().applyOptions({ scaleMargins: { top: 0.4, bottom: 0.1 } })
      this.#series.push({ line, series })
    }
    const pane = this.#chart.panes()[index]
    pane.setStretchFactor(PANE_SHARE)
    const words = (colors: Theme) => ({
      horzAlign: 'left' as const,
      vertAlign: 'top' as const,
      lines: [{ text: title, color: colors.soft, fontSize: 11 }],
    })
    const watermark = createTextWatermark(pane, words(theme))
    this.#titles.push({ paint: (colors) => watermark.applyOptions(words(colors)) })
  }

  /** For each candle that is loaded the points of the account whose closes lie in it: [from, to). */
  #pointsOf({ level, from, to }: Loaded): Int32Array {
    const { lastRow } = this.#data.account
    const ends = new Int32Array(to - from + 1)
    if (to === from) return ends
    let point = lastAtMost(lastRow, level.firstRow[from] - 1) + 1
    ends[0] = point
    for (let candle = from; candle < to; candle++) {
      const next = level.firstRow[candle + 1] ?? level.rows
      while (point < lastRow.length && lastRow[point] < next) point++
      ends[candle - from + 1] = point
    }
    return ends
  }

  #lineOf({ level, from, to }: Loaded, points: Int32Array, { column, of }: Line): Point[] {
    const values = this.#data.account[column]
    const line: Point[] = []
    for (let candle = from; candle < to; candle++) {
      const [first, end] = [points[candle - from], points[candle - from + 1]]
      if (first === end) continue
      const time = level.openedAt[candle] as UTCTimestamp
      const value = picked(values, first, end, of)
      line.push(Number.isNaN(value) ? { time } : { time, value })
    }
    return line
  }
}

function picked(values: Numbers, first: number, end: number, of: Line['of']): number {
  let value = values[end - 1]
  if (of === 'last') return value
  for (let at = first; at < end; at++) {
    const isBetter = of === 'lowest' ? values[at] < value : values[at] > value
    if (isBetter || Number.isNaN(value)) value = values[at]
  }
  return value
}
