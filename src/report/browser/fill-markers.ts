import type { ISeriesMarkersPluginApi, SeriesMarker, SeriesMarkerShape, Time, UTCTimestamp } from 'lightweight-charts'
import type { ChartData } from './payload.js'
import type { PriceWindow } from './price-window.js'
import { lastAtMost } from './pyramid.js'
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

/** By kind of fill: entries are arrows, exits dots, liquidations squares; words of sells above, of buys below. */
const looks: readonly Look[] = [
  { shape: 'arrowUp', position: 'atPriceBottom' },
  { shape: 'arrowDown', position: 'atPriceTop' },
  { shape: 'circle', position: 'atPriceBottom' },
  { shape: 'circle', position: 'atPriceTop' },
  { shape: 'square', position: 'atPriceMiddle' },
]

/** Keeps the marks of the fills right for the stretch in view. */
export class FillMarkers {
  readonly #data: ChartData
  readonly #window: PriceWindow
  readonly #plugin: ISeriesMarkersPluginApi<Time>
  #theme: Theme
  #isQueued = false

  constructor(data: ChartData, window: PriceWindow, plugin: ISeriesMarkersPluginApi<Time>, theme: Theme) {
    this.#data = data
    this.#window = window
    this.#plugin = plugin
    this.#theme = theme
    window.watch(() => this.#queue())
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
    const { row } = this.#data.fills
    const range = this.#window.range
    if (range === null) return []
    const first = lastAtMost(row, range.from - 1) + 1
    const end = lastAtMost(row, range.to + 1) + 1
    return Array.from({ length: Math.max(end - first, 0) }, (_, at) => first + at)
  }

  #marker(fill: number, inView: number): SeriesMarker<Time> {
    const { fills, legs, reasons } = this.#data
    const { level } = this.#window.loaded
    const leg = fills.leg[fill]
    const words = `${legs[leg]} ${reasons[fills.reason[fill]]}`
    return {
      time: level.openedAt[lastAtMost(level.firstRow, fills.row[fill])] as UTCTimestamp,
      price: fills.price[fill],
      color: legColor(this.#theme, leg),
      size: inView > LARGE_MAX ? 0.5 : 1,
      ...looks[fills.kind[fill]],
      ...(inView <= WORDS_MAX ? { text: words.length > 40 ? `${words.slice(0, 39)}…` : words } : {}),
    }
  }
}
