import type {
  IChartApi,
  ISeriesMarkersPluginApi,
  SeriesMarker,
  SeriesMarkerShape,
  Time,
  UTCTimestamp,
} from 'lightweight-charts'
import type { ChartData } from './payload.js'
import { legColor, type Theme } from './theme.js'

/** With more fills in view the words beside them would run into one another. */
const WORDS_MAX = 24
/** With more fills in view even the marks would be a smear: only every n-th is drawn, and every liquidation. */
const MARKS_MAX = 400
const LIQUIDATION = 4
/** With more fills in view the marks are drawn at half size. */
const LARGE_MAX = 100

interface Look {
  readonly shape: SeriesMarkerShape
  readonly position: 'atPriceTop' | 'atPriceBottom' | 'atPriceMiddle'
}

/** By kind of fill: entries are arrows, exits dots, liquidations squares. */
const looks: readonly Look[] = [
  { shape: 'arrowUp', position: 'atPriceBottom' },
  { shape: 'arrowDown', position: 'atPriceTop' },
  { shape: 'circle', position: 'atPriceMiddle' },
  { shape: 'circle', position: 'atPriceMiddle' },
  { shape: 'square', position: 'atPriceMiddle' },
]

/** Keeps the marks of the fills right for the stretch in view. */
export class FillMarkers {
  readonly #data: ChartData
  readonly #chart: IChartApi
  readonly #plugin: ISeriesMarkersPluginApi<Time>
  #theme: Theme
  #isQueued = false

  constructor(data: ChartData, chart: IChartApi, plugin: ISeriesMarkersPluginApi<Time>, theme: Theme) {
    this.#data = data
    this.#chart = chart
    this.#plugin = plugin
    this.#theme = theme
    chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#queue())
    this.#show()
  }

  paint(theme: Theme): void {
    this.#theme = theme
    this.#show()
  }

  #queue(): void {
    if (this.#isQueued) return
    this.#isQueued = true
    requestAnimationFrame(() => {
      this.#isQueued = false
      this.#show()
    })
  }

  #show(): void {
    const inView = this.#inView()
    const every = Math.ceil(inView.length / MARKS_MAX)
    const drawn = inView.filter((fill, at) => at % every === 0 || this.#data.fills.kind[fill] === LIQUIDATION)
    this.#plugin.setMarkers(drawn.map((fill) => this.#marker(fill, inView.length)))
  }

  #inView(): number[] {
    const range = this.#chart.timeScale().getVisibleLogicalRange()
    const { bucket } = this.#data.fills
    const from = range?.from ?? -Infinity
    const to = range?.to ?? Infinity
    const fills: number[] = []
    for (let fill = 0; fill < bucket.length; fill++) if (bucket[fill] >= from && bucket[fill] <= to) fills.push(fill)
    return fills
  }

  #marker(fill: number, inView: number): SeriesMarker<Time> {
    const { fills, buckets, legs, reasons } = this.#data
    const leg = fills.leg[fill]
    const words = `${legs[leg]} ${reasons[fills.reason[fill]]}`
    return {
      time: buckets.openedAt[fills.bucket[fill]] as UTCTimestamp,
      price: fills.price[fill],
      color: legColor(this.#theme, leg),
      size: inView > LARGE_MAX ? 0.5 : 1,
      ...looks[fills.kind[fill]],
      ...(inView <= WORDS_MAX ? { text: words.length > 40 ? `${words.slice(0, 39)}…` : words } : {}),
    }
  }
}
