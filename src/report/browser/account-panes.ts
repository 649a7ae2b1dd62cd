import {
  createTextWatermark,
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
import { legColor, type Theme } from './theme.js'

type Point = LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp>

interface Line {
  readonly values: Numbers
  readonly color: (theme: Theme) => string
  readonly isThin?: boolean
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

const accent = (theme: Theme) => theme.accent

/** More would leave the price no room. */
const INDICATOR_PANES_MAX = 3

function panesOf({ account, legs, legDistances, indicators }: ChartData): readonly Pane[] {
  const own = indicators.filter(({ isOnPrice }) => !isOnPrice).slice(0, INDICATOR_PANES_MAX)
  return [
    {
      title: 'Exposure ÷ equity: net (strong), gross',
      lines: [
        { values: account.grossExposure, color: (theme) => theme.soft, isThin: true, of: 'last' },
        { values: account.netExposure, color: accent, of: 'last' },
      ],
      format: (value) => `${formatNumber(value, 1)}×`,
    },
    {
      title:
        legDistances.length === 0
          ? 'Distance to liquidation of the account'
          : `Distance to liquidation: ${legDistances.map(({ leg }) => legs[leg]).join(', ')}`,
      lines:
        legDistances.length === 0
          ? [{ values: account.liquidationDistance, color: (theme) => theme.drawdown, of: 'lowest' }]
          : legDistances.map(({ leg, values }) => ({ values, color: (theme) => legColor(theme, leg), of: 'lowest' })),
      format: percent,
    },
    {
      title: 'Margin use: collateral ÷ wallet',
      lines: [{ values: account.marginUse, color: accent, of: 'highest' }],
      format: percent,
    },
    {
      title: 'Funding, in all',
      lines: [{ values: account.funding, color: accent, of: 'last' }],
      format: (value) => formatNumber(value, 0),
    },
    ...own.map(
      ({ name, values }): Pane => ({
        title: name,
        lines: [{ values, color: accent, of: 'last' }],
        format: (value) => formatNumber(value, 2),
      }),
    ),
  ]
}

/** Of the height of the price. */
const PANE_SHARE = 0.2

/** What the account went through, below the price: exposure, distance to liquidation, margin use, funding. */
export class AccountPanes {
  readonly #data: ChartData
  readonly #chart: IChartApi
  readonly #series: { readonly line: Line; readonly series: ISeriesApi<'Line'> }[] = []
  readonly #titles: { readonly paint: (theme: Theme) => void }[] = []

  constructor(data: ChartData, chart: IChartApi, theme: Theme) {
    this.#data = data
    this.#chart = chart
    for (const [at, pane] of panesOf(data).entries()) this.#add(pane, at + 1, theme)
    // Those on the scale of the price lie over it, one color after another.
    const over = data.indicators.filter(({ isOnPrice }) => isOnPrice)
    for (const [at, { values }] of over.entries()) {
      this.#addLine({ values, color: (colors) => overlayColor(colors, at), isThin: true, of: 'last' }, 0, theme)
    }
    nameOverlays(over.map(({ name }) => name))
  }

  paint(theme: Theme): void {
    for (const { line, series } of this.#series) series.applyOptions({ color: line.color(theme) })
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
      ...this.#data.indicators.map(
        ({ name, values }) => `${name} ${Number.isNaN(values[at]) ? '–' : formatNumber(values[at], 2)}`,
      ),
    ].join(' · ')
  }

  #add({ title, lines, format }: Pane, index: number, theme: Theme): void {
    for (const line of lines) this.#addLine(line, index, theme, format)
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

  #addLine(line: Line, index: number, theme: Theme, format: Pane['format'] | null = null): void {
    const series = this.#chart.addSeries(
      LineSeries,
      {
        color: line.color(theme),
        lineWidth: line.isThin === true ? 1 : 2,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
        ...(format === null ? {} : { priceFormat: { type: 'custom', minMove: 0.0001, formatter: format } }),
      },
      index,
    )
    if (index > 0)
      series.priceScale().applyOptions({
        scaleMargins: { top: 0.4, bottom: 0.1 },
        ensureEdgeTickMarksVisible: true,
        entireTextOnly: false,
      })
    this.#series.push({ line, series })
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

  #lineOf({ level, from, to }: Loaded, points: Int32Array, { values, of }: Line): Point[] {
    const line: Point[] = []
    let isBroken = false
    for (let candle = from; candle < to; candle++) {
      const [first, end] = [points[candle - from], points[candle - from + 1]]
      if (first === end) continue
      const time = level.openedAt[candle] as UTCTimestamp
      const value = picked(values, first, end, of)
      if (Number.isNaN(value)) line.push({ time })
      // A line would bridge the gap before it.
      else line.push(isBroken ? { time, value, color: 'transparent' } : { time, value })
      isBroken = Number.isNaN(value)
    }
    return line
  }
}

/** Away from the colors of the legs that begin the row. */
function overlayColor(theme: Theme, at: number): string {
  return theme.legs[theme.legs.length - 1 - (at % theme.legs.length)]
}

/** Says below the chart which line is which. */
function nameOverlays(names: readonly string[]): void {
  const key = document.getElementById('overlay-key')
  if (key === null || names.length === 0) return
  const colors = [...names.keys()].map((at) => `overlay-${at % OVERLAY_COLORS}`)
  key.hidden = false
  key.replaceChildren(
    ...names.flatMap((name, at) => {
      const line = document.createElement('span')
      line.className = `line overlay ${colors[at]}`
      return [line, ` ${name} `]
    }),
  )
}

const OVERLAY_COLORS = 6

function picked(values: Numbers, first: number, end: number, of: Line['of']): number {
  let value = values[end - 1]
  if (of === 'last') return value
  for (let at = first; at < end; at++) {
    const isBetter = of === 'lowest' ? values[at] < value : values[at] > value
    if (isBetter || Number.isNaN(value)) value = values[at]
  }
  return value
}
