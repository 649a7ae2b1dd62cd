import type { IChartApi, MouseEventParams, UTCTimestamp } from 'lightweight-charts'
import { lengthName, utc } from './chart.js'
import { bothTimes } from './local-times.js'
import type { ChartData } from './payload.js'
import type { PriceWindow } from './price-window.js'
import { lastAtMost } from './pyramid.js'

/** Tells above the chart of the candle that is pointed at; else of the one in which the chosen trade ended; else of the last. */
export class Readout {
  readonly #chart: IChartApi
  readonly #output = document.getElementById('price-readout')!
  readonly #view: PriceWindow
  readonly #accountWords: (row: number) => string
  readonly #data: ChartData
  readonly #format: (price: number) => string
  /** The row in which the chosen trade ended. */
  #pinned: number | null = null
  /** Where the mouse was when the trade was chosen: the chart that comes to lie under it is not pointed at yet. */
  #chosenFrom: { readonly x: number; readonly y: number } | null = null
  #pointer = { x: -1, y: -1 }

  constructor(
    chart: IChartApi,
    view: PriceWindow,
    accountWords: (row: number) => string,
    data: ChartData,
    format: (price: number) => string,
  ) {
    this.#chart = chart
    this.#view = view
    this.#accountWords = accountWords
    this.#data = data
    this.#format = format
    addEventListener('pointermove', ({ clientX, clientY }) => (this.#pointer = { x: clientX, y: clientY }), true)
    view.watch(() => this.#tellDefault())
    chart.subscribeCrosshairMove((event) => this.#heed(event))
    this.#tellDefault()
  }

  pin(row: number): void {
    this.#pinned = row
    this.#chosenFrom = this.#pointer
    this.#tellDefault()
  }

  /** Of the candle at a place of the chart; null: of none in particular. */
  tell(place: number | null): void {
    if (place === null) return this.#tellDefault()
    const { level, from } = this.#view.loaded
    this.#tell(Math.min(Math.max(place + from, 0), level.length - 1))
  }

  #heed({ logical, sourceEvent }: MouseEventParams): void {
    if (logical === undefined) return this.#tellDefault()
    if (sourceEvent !== undefined && this.#isWhereChosen(sourceEvent)) return this.#chart.clearCrosshairPosition()
    this.#chosenFrom = null
    this.tell(logical)
  }

  /** The pointer tells fractions of a pixel that the mouse does not. */
  #isWhereChosen({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): boolean {
    const from = this.#chosenFrom
    return from !== null && Math.abs(clientX - from.x) < 1 && Math.abs(clientY - from.y) < 1
  }

  #tellDefault(): void {
    const { loaded, range } = this.#view
    const end = range?.to ?? loaded.level.rows
    const isPinned = this.#pinned !== null && this.#pinned <= end && this.#pinned >= (range?.from ?? 0)
    const candle = lastAtMost(loaded.level.firstRow, isPinned ? this.#pinned! : Math.floor(end))
    if (candle >= 0) this.#tell(candle)
  }

  #tell(candle: number): void {
    const { events } = this.#data
    const { openedAt, open, high, low, close, lengthMs, firstRow, rows } = this.#view.loaded.level
    const end = firstRow[candle + 1] ?? rows
    const happened = events.titles.slice(
      lastAtMost(events.row, firstRow[candle] - 1) + 1,
      lastAtMost(events.row, end - 1) + 1,
    )
    const words = [this.#accountWords(end - 1), ...happened.map((title) => `◆ ${title}`)].join('\n')
    const [opened, highest, lowest, closed] = [open, high, low, close].map((column) => this.#format(column[candle]))
    const prices = `open ${opened} · high ${highest} · low ${lowest} · close ${closed}`
    this.#output.textContent = `${bothTimes(utc(openedAt[candle] as UTCTimestamp))} · ${lengthName(lengthMs)} · ${prices}\n${words}`
  }
}
