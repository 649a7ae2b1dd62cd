import type { IChartApi, LogicalRange } from 'lightweight-charts'
import { EDGE_PX, SCALE_WIDTH } from './chart.js'
import { itemAt, type Level, rowAt, VISIBLE_MAX } from './pyramid.js'
import type { RowRange } from './row-range.js'

/** Candles [from, to) of a level: what the chart holds at the moment. Its first candle has the logical index 0. */
export interface Loaded {
  readonly level: Level
  readonly from: number
  readonly to: number
}

/** A finer level is taken once it would show so few candles, so that small moves do not change levels to and fro. */
const FINER_BELOW = VISIBLE_MAX * 0.8

/**
 * Keeps in the chart what is in view and a screen to either side, in the finest level that is not too much, so that a
 * million candles open and move like a few thousand.
 */
export class PriceWindow {
  readonly #chart: IChartApi
  readonly #levels: readonly Level[]
  readonly #load: (loaded: Loaded) => void
  readonly #watchers: ((range: RowRange) => void)[] = []
  #anchor: number | null = null
  #loaded: Loaded
  #isDragged = false
  #isAdjusting = false

  /** `load` gives the chart's series their data. */
  constructor(chart: IChartApi, levels: readonly Level[], load: (loaded: Loaded) => void) {
    this.#chart = chart
    this.#levels = levels
    this.#load = load
    this.#loaded = { level: levels.at(-1)!, from: 0, to: levels.at(-1)!.length }
    load(this.#loaded)
    chart.timeScale().subscribeVisibleLogicalRangeChange((range) => range !== null && this.#moved(range))
    this.#heedPointers(chart.chartElement())
  }

  get loaded(): Loaded {
    return this.#loaded
  }

  get rows(): number {
    return this.#levels[0].length
  }

  /** The rows in view; null before the chart is drawn. */
  get range(): RowRange | null {
    const range = this.#chart.timeScale().getVisibleLogicalRange()
    return range === null ? null : this.#rowsOf(range)
  }

  /** Where a row lies in the chart as it is loaded. */
  logicalOf(row: number): number {
    return itemAt(this.#loaded.level, row) - this.#loaded.from
  }

  rowOf(logical: number): number {
    return rowAt(this.#loaded.level, logical + this.#loaded.from)
  }

  /** The lowest low and the highest high of the candles at these places. */
  pricesOf(fromLogical: number, toLogical: number): readonly [low: number, high: number] {
    const { level, from: first } = this.#loaded
    let [low, high] = [Infinity, -Infinity]
    const end = Math.min(Math.ceil(toLogical + first) + 1, level.length)
    for (let at = Math.max(Math.floor(fromLogical + first), 0); at < end; at++) {
      low = Math.min(low, level.low[at])
      high = Math.max(high, level.high[at])
    }
    return [low, high]
  }

  watch(watcher: (range: RowRange) => void): void {
    this.#watchers.push(watcher)
  }

  show(range: RowRange): void {
    // While data are exchanged, the chart tells of ranges that mix the old with the new.
    this.#isAdjusting = true
    try {
      this.#settle(range)
      const { level, from } = this.#loaded
      this.#chart.timeScale().setVisibleLogicalRange({
        from: itemAt(level, range.from) - from,
        to: itemAt(level, range.to) - from,
      })
    } finally {
      this.#isAdjusting = false
    }
    for (const watcher of this.#watchers) watcher(range)
  }

  /** All rows with some room before and after them. */
  showWhole(): void {
    if (this.rows === 0) return
    const width = this.#chart.chartElement().clientWidth - SCALE_WIDTH
    const room = (this.rows * EDGE_PX) / Math.max(width - 2 * EDGE_PX, EDGE_PX)
    this.show({ from: -room, to: this.rows - 1 + room })
  }

  /** The row that a reader was led to, while it is in view; null: none. */
  get anchor(): number | null {
    const { range } = this
    return range !== null && this.#anchor !== null && this.#anchor >= range.from && this.#anchor <= range.to
      ? this.#anchor
      : null
  }

  set anchor(row: number | null) {
    this.#anchor = row
  }

  /** `about` stays where it is, where it is in view: a row, by default the anchor or that in the middle. */
  zoom(factor: number, about: number | null = this.anchor): void {
    const { range } = this
    if (range === null) return
    const { from, to } = range
    const center = about === null || about < from || about > to ? (from + to) / 2 : about
    this.show({ from: center - (center - from) * factor, to: center + (to - center) * factor })
  }

  #rowsOf({ from, to }: LogicalRange): RowRange {
    return { from: this.rowOf(from), to: this.rowOf(to) }
  }

  #moved(logical: LogicalRange): void {
    if (this.#isAdjusting) return
    const range = this.#rowsOf(logical)
    // While a finger or button is down, the chart counts from where it stood: the data are exchanged afterwards.
    if (!this.#isDragged && !this.#suits(range)) this.show(range)
    else for (const watcher of this.#watchers) watcher(range)
  }

  #settle(range: RowRange): void {
    if (this.#suits(range)) return
    const level = this.#levelFor(range)
    const from = itemAt(level, range.from)
    const to = itemAt(level, range.to)
    const span = to - from
    const inside = (place: number) => Math.min(Math.max(place, 0), level.length)
    this.#loaded = { level, from: inside(Math.floor(from - span)), to: inside(Math.ceil(to + span)) }
    this.#load(this.#loaded)
  }

  /** Whether what is loaded is in the right level and reaches far enough. */
  #suits(range: RowRange): boolean {
    const { level } = this.#loaded
    return level === this.#levelFor(range) && this.#covers(itemAt(level, range.from), itemAt(level, range.to))
  }

  /** Whether half a screen is loaded to either side, as far as there are candles. */
  #covers(from: number, to: number): boolean {
    const room = (to - from) / 2
    const { level, from: first, to: last } = this.#loaded
    const inside = (place: number) => Math.min(Math.max(place, 0), level.length)
    return first <= inside(from - room) && last >= inside(to + room)
  }

  #levelFor({ from, to }: RowRange): Level {
    const count = (level: Level) => itemAt(level, to) - itemAt(level, from)
    const current = this.#loaded.level
    const finest = this.#levels.find(
      (level) => count(level) <= (level.lengthMs < current.lengthMs ? FINER_BELOW : VISIBLE_MAX),
    )
    return finest ?? this.#levels.at(-1)!
  }

  #heedPointers(element: HTMLElement): void {
    const end = () => {
      if (!this.#isDragged) return
      this.#isDragged = false
      // The chart ends its own drag on the same event.
      requestAnimationFrame(() => {
        const { range } = this
        if (range !== null && !this.#isDragged && !this.#suits(range)) this.show(range)
      })
    }
    element.addEventListener('pointerdown', () => (this.#isDragged = true), true)
    for (const name of ['pointerup', 'pointercancel'] as const) addEventListener(name, end, true)
  }
}
