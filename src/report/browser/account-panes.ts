import {
  createTextWatermark,
  type CustomSeriesWhitespaceData,
  type IChartApi,
  type ISeriesApi,
  type PriceFormatCustom,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { accountLines, type Line, type Pane, panesOf } from './account-lines.js'
import { AxisTicks } from './axis-ticks.js'
import { GapLine, type GapLineOptions, type GapPoint } from './gap-line.js'
import type { ChartData, Numbers } from './payload.js'
import type { Loaded } from './price-window.js'
import { lastAtMost } from './pyramid.js'
import type { Theme } from './theme.js'

type Series = ISeriesApi<'Custom', Time, GapPoint | CustomSeriesWhitespaceData<Time>, GapLineOptions>

/** Tall enough to be read; the style sheet gives the chart as much for each. */
const PANE_PX = 88
/** The title stands above the lines. */
const MARGINS = { top: 0.25, bottom: 0.13 }
const AXIS_PX = 28
/** Lines of text from one label of an axis to the next. */
const TICK_DENSITY = 1.6
const NO_TICKS = 100

/** What the account went through, below the price: each pane open or folded away. */
export class AccountPanes {
  readonly #data: ChartData
  readonly #chart: IChartApi
  readonly #panes: readonly Pane[]
  readonly #folded: Set<Pane>
  readonly #overlays: readonly { readonly line: Line; readonly series: Series }[]
  #series: { readonly line: Line; readonly series: Series }[] = []
  #paints: ((theme: Theme) => void)[] = []
  #theme: Theme
  #loaded: Loaded | null = null

  constructor(data: ChartData, chart: IChartApi, theme: Theme) {
    this.#data = data
    this.#chart = chart
    this.#theme = theme
    const { panes, overlays, folded } = panesOf(data)
    this.#panes = panes
    this.#folded = new Set(folded)
    this.#overlays = overlays.map((line) => ({ line, series: this.#addLine(line, 0) }))
    this.#open()
    this.#offerPanes()
  }

  paint(theme: Theme): void {
    this.#theme = theme
    for (const { line, series } of [...this.#overlays, ...this.#series]) {
      series.applyOptions({ color: line.color(theme) })
    }
    for (const paint of this.#paints) paint(theme)
  }

  load(loaded: Loaded): void {
    this.#loaded = loaded
    const points = this.#pointsOf(loaded)
    for (const { line, series } of [...this.#overlays, ...this.#series]) {
      series.setData(lineOf(loaded, points, line))
    }
  }

  /** What the panes say of the last close by the end of a row, in words. */
  words(row: number): string {
    const at = lastAtMost(this.#data.account.lastRow, row)
    return at < 0 ? '' : accountLines(this.#data, at)
  }

  /** A box to tick for each pane. */
  #offerPanes(): void {
    const boxes = this.#panes.map((pane) => {
      const box = document.createElement('input')
      box.type = 'checkbox'
      box.checked = !this.#folded.has(pane)
      box.addEventListener('change', () => {
        if (box.checked) this.#folded.delete(pane)
        else this.#folded.add(pane)
        this.#open()
        if (this.#loaded !== null) this.load(this.#loaded)
      })
      const label = document.createElement('label')
      label.append(box, ` ${pane.name}`)
      return label
    })
    document.getElementById('price-panes')!.replaceChildren('Panes:', ...boxes)
  }

  /** Builds anew what is open, below the price, and gives the chart the height for it. */
  #open(): void {
    for (const { series } of this.#series) this.#chart.removeSeries(series)
    this.#series = []
    this.#paints = []
    const open = this.#panes.filter((pane) => !this.#folded.has(pane))
    for (const [at, pane] of open.entries()) this.#add(pane, at + 1)
    const element = this.#chart.chartElement().parentElement!
    element.parentElement!.style.setProperty('--panes', String(open.length))
    const price = element.clientHeight - AXIS_PX - open.length * (PANE_PX + 1)
    this.#chart.panes()[0].setStretchFactor(Math.max(price, PANE_PX))
    for (const pane of this.#chart.panes().slice(1)) pane.setStretchFactor(PANE_PX)
  }

  #add({ title, lines, format, scale, ...rest }: Pane, index: number): void {
    for (const line of lines) {
      const series = this.#addLine(line, index, { format, ...rest })
      this.#series.push({ line, series })
      series.priceScale().applyOptions({ scaleMargins: MARGINS, tickMarkDensity: TICK_DENSITY })
    }
    if (scale !== undefined) {
      const priceRange = { minValue: scale.least, maxValue: scale.most }
      const own = this.#series.slice(-lines.length).map(({ series }) => series)
      for (const series of own) {
        series.priceScale().applyOptions({ tickMarkDensity: NO_TICKS })
        series.applyOptions({
          autoscaleInfoProvider: () => ({ priceRange }),
          // The chart's own labels would lie under those of the scale.
          priceFormat: {
            ...customFormat({ format }),
            tickmarksFormatter: (values: readonly number[]) => values.map(() => ''),
          },
        })
      }
      const ticks = new AxisTicks(scale.ticks, own, this.#theme)
      own[0].attachPrimitive(ticks)
      this.#paints.push((theme) => ticks.paint(theme))
    }
    const words = (theme: Theme) => ({
      horzAlign: 'left' as const,
      vertAlign: 'top' as const,
      lines: [{ text: title, color: theme.soft, fontSize: 11 }],
    })
    const watermark = createTextWatermark(this.#chart.panes()[index], words(this.#theme))
    this.#paints.push((theme) => watermark.applyOptions(words(theme)))
  }

  #addLine(line: Line, index: number, format: Pick<Pane, 'format' | 'step'> | null = null): Series {
    return this.#chart.addCustomSeries(
      new GapLine(),
      {
        color: line.color(this.#theme),
        lineWidth: line.isThin === true ? 1 : 2,
        priceLineVisible: false,
        lastValueVisible: false,
        ...(format === null ? {} : { priceFormat: customFormat(format) }),
      },
      index,
    ) as Series
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
}

function customFormat({ format, step = 0.01 }: Pick<Pane, 'format' | 'step'>): PriceFormatCustom {
  return { type: 'custom', minMove: step, formatter: format }
}

function lineOf({ level, from, to }: Loaded, points: Int32Array, line: Line): GapPoint[] {
  const found: GapPoint[] = []
  for (let candle = from; candle < to; candle++) {
    const [first, end] = [points[candle - from], points[candle - from + 1]]
    if (first === end) continue
    const time = level.openedAt[candle] as UTCTimestamp
    const value = picked(line.values, first, end, line.of)
    found.push(Number.isNaN(value) ? { time } : { time, value: line.place?.(value) ?? value })
  }
  return found
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
