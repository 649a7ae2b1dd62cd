import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts'
import type { ChartData, Numbers } from './payload.js'
import type { PriceWindow } from './price-window.js'
import { lastAtMost } from './pyramid.js'
import { legColor, type Theme, translucent } from './theme.js'

type Drawing = Parameters<IPrimitivePaneRenderer['draw']>[0]

const LIQUIDATION = 2
const BAND_PX = 5
/** A shorter stretch of a level is a dot that tells nothing. */
const LEVEL_PX_MIN = 6
/** With more payments in view their marks would run into one another. */
const PAYMENTS_MAX = 120
const dashes: readonly (readonly number[])[] = [[5, 4], [], [1.5, 3]]

/**
 * Draws under the price what the legs had: when each was open, its stop, target and liquidation price as they moved,
 * the liquidation price of a shared wallet, and payments of funding.
 */
export class LegLayer implements ISeriesPrimitive {
  readonly #data: ChartData
  readonly #window: () => PriceWindow
  readonly #levels: Stretches
  readonly #pool: Stretches
  readonly #openings: Stretches
  #theme: Theme
  #attached: SeriesAttachedParameter | null = null
  /** The opening that is looked at; null for none. */
  #chosen: number | null = null
  readonly #views: readonly IPrimitivePaneView[]

  constructor(data: ChartData, window: () => PriceWindow, theme: Theme) {
    this.#data = data
    this.#window = window
    this.#levels = new Stretches(data.levels)
    this.#pool = new Stretches(data.pool)
    this.#openings = new Stretches(data.openings)
    this.#theme = theme
    this.#views = [
      { zOrder: () => 'bottom', renderer: () => ({ draw: (target) => this.#drawBands(target) }) },
      { zOrder: () => 'normal', renderer: () => ({ draw: (target) => this.#drawLevels(target) }) },
    ]
  }

  attached(parameters: SeriesAttachedParameter): void {
    this.#attached = parameters
  }

  detached(): void {
    this.#attached = null
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views
  }

  paint(theme: Theme): void {
    this.#theme = theme
    this.#attached?.requestUpdate()
  }

  choose(opening: number | null): void {
    this.#chosen = opening
    this.#attached?.requestUpdate()
  }

  /** Keeps the levels of the chosen opening inside the price scale. */
  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    if (this.#chosen === null) return null
    const { levels } = this.#data
    const window = this.#window()
    let minValue = Infinity
    let maxValue = -Infinity
    this.#levels.each(window.rowOf(from), window.rowOf(to), 0, (at) => {
      if (levels.opening[at] !== this.#chosen) return
      minValue = Math.min(minValue, levels.price[at])
      maxValue = Math.max(maxValue, levels.price[at])
    })
    return minValue > maxValue ? null : { priceRange: { minValue, maxValue } }
  }

  /** One thin row per leg at the foot of the price, filled while the leg is open; the chosen opening fills the pane. */
  #drawBands(target: Drawing): void {
    const view = this.#view()
    if (view === null) return
    const { openings, legs } = this.#data
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      // Of bands that begin and end in one pixel one is enough.
      const painted = legs.map(() => -Infinity)
      this.#openings.each(view.from, view.to, 0, (at) => {
        const left = Math.max(view.x(openings.from[at]), -1)
        const right = Math.min(view.x(openings.to[at]), mediaSize.width + 1)
        const leg = openings.leg[at]
        const isChosen = openings.id[at] === this.#chosen
        const width = Math.max(right - left, 1)
        if (!isChosen && left + width <= painted[leg]) return
        painted[leg] = Math.max(painted[leg], Math.floor(left + width))
        const color = legColor(this.#theme, leg)
        if (isChosen) {
          context.fillStyle = translucent(color, 0.12)
          context.fillRect(left, 0, width, mediaSize.height)
        }
        context.fillStyle = color
        context.fillRect(left, mediaSize.height - (leg + 1) * (BAND_PX + 2), width, BAND_PX)
      })
      this.#drawPayments(context, view, mediaSize.height - legs.length * (BAND_PX + 2) - 4)
    })
  }

  /** An arrow up for funding that was received, down for funding that was paid. */
  #drawPayments(context: CanvasRenderingContext2D, view: View, foot: number): void {
    const { funding } = this.#data
    const first = lastAtMost(funding.row, view.from - 1) + 1
    const end = lastAtMost(funding.row, view.to + 1) + 1
    if (end - first > PAYMENTS_MAX) return
    context.font = '10px sans-serif'
    context.textAlign = 'center'
    for (let at = first; at < end; at++) {
      context.fillStyle = legColor(this.#theme, funding.leg[at])
      context.fillText(funding.amount[at] < 0 ? '↓' : '↑', view.x(funding.row[at]), foot - funding.leg[at] * 9)
    }
  }

  /** A rhomb at the head of the price for each dated event, and a line down from it. */
  #drawEvents(context: CanvasRenderingContext2D, view: View, height: number): void {
    const { row } = this.#data.events
    const first = lastAtMost(row, view.from - 1) + 1
    const end = lastAtMost(row, view.to + 1) + 1
    context.setLineDash([])
    context.lineWidth = 1
    context.strokeStyle = translucent(this.#theme.soft, 0.35)
    context.fillStyle = this.#theme.ink
    context.font = '11px sans-serif'
    context.textAlign = 'center'
    for (let at = first; at < end; at++) {
      const x = view.x(row[at])
      context.fillText('◆', x, 12)
      context.beginPath()
      context.moveTo(x, 16)
      context.lineTo(x, height)
      context.stroke()
    }
  }

  #drawLevels(target: Drawing): void {
    const view = this.#view()
    if (view === null) return
    const { levels, pool } = this.#data
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const line = (at: number, of: { readonly from: Numbers; readonly to: Numbers; readonly price: Numbers }) => {
        const y = this.#attached!.series.priceToCoordinate(of.price[at])
        if (y === null || y < 0 || y > mediaSize.height) return
        const left = Math.max(view.x(of.from[at]), -1)
        context.beginPath()
        context.moveTo(left, y)
        context.lineTo(Math.max(Math.min(view.x(of.to[at]), mediaSize.width + 1), left + 3), y)
        context.stroke()
      }
      const shortest = LEVEL_PX_MIN / view.pixelsPerRow
      this.#levels.each(view.from, view.to, 0, (at) => {
        const kind = levels.kind[at]
        const isChosen = levels.opening[at] === this.#chosen
        if (!isChosen && (kind === LIQUIDATION || levels.to[at] - levels.from[at] < shortest)) return
        context.strokeStyle = legColor(this.#theme, levels.leg[at])
        context.lineWidth = isChosen ? 2 : 1.25
        context.setLineDash([...dashes[kind]])
        line(at, levels)
      })
      this.#drawEvents(context, view, mediaSize.height)
      context.strokeStyle = this.#theme.drawdown
      context.lineWidth = 1.25
      context.setLineDash([...dashes[LIQUIDATION]])
      this.#pool.each(view.from, view.to, 1 / view.pixelsPerRow, (at) => line(at, pool))
      context.setLineDash([])
    })
  }

  #view(): View | null {
    const window = this.#window()
    const range = window.range
    if (range === null || this.#attached === null) return null
    const scale = this.#attached.chart.timeScale()
    // The chart knows places of whole candles alone.
    const start = scale.logicalToCoordinate(0 as Logical) ?? 0
    const width = (scale.logicalToCoordinate(1 as Logical) ?? 0) - start
    const x = (row: number): number => start + window.logicalOf(row) * width
    const pixelsPerRow = (x(range.to) - x(range.from)) / Math.max(range.to - range.from, 1)
    return { ...range, x, pixelsPerRow }
  }
}

interface View {
  readonly from: number
  readonly to: number
  readonly pixelsPerRow: number
  readonly x: (row: number) => number
}

/** Stretches of rows in the order in which they begin, of which those in view are found without looking at all. */
class Stretches {
  readonly #from: Numbers
  readonly #to: Numbers
  /** The furthest end of each stretch and those before it. */
  readonly #reach: Float64Array

  constructor({ from, to }: { readonly from: Numbers; readonly to: Numbers }) {
    this.#from = from
    this.#to = to
    this.#reach = new Float64Array(to.length)
    let reach = -Infinity
    for (let at = 0; at < to.length; at++) {
      reach = Math.max(reach, to[at])
      this.#reach[at] = reach
    }
  }

  /** Calls `visit` for each stretch of at least `shortest` rows that touches [from, to]. */
  each(from: number, to: number, shortest: number, visit: (at: number) => void): void {
    const end = lastAtMost(this.#from, to) + 1
    for (let at = lastAtMost(this.#reach, from - 0.5) + 1; at < end; at++) {
      if (this.#to[at] >= from && this.#to[at] - this.#from[at] >= shortest) visit(at)
    }
  }
}
