import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts'
import { type Place, placeOf } from './chart-place.js'
import { drawFills, fillWords, layWords, shortName, type Words } from './fill-marks.js'
import { type Box, LabelSpace } from './label-space.js'
import type { ChartData, Numbers } from './payload.js'
import type { PriceWindow } from './price-window.js'
import { lastAtMost } from './pyramid.js'
import { Stretches } from './stretches.js'
import { legColor, type Theme, translucent } from './theme.js'

type Drawing = Parameters<IPrimitivePaneRenderer['draw']>[0]

const LIQUIDATION = 2
const kindNames = ['stop', 'target', 'liquidation'] as const
const BAND_PX = 5
const LINE_PX = 2
/** A shorter stretch of a level is a dot that tells nothing. */
const LEVEL_PX_MIN = 6
/** A level of the chosen trade is a line that can be seen, however short it was in force. */
const CHOSEN_PX_MIN = 24
/** A level further from the price than by this factor, or than so many ranges of what is in view, is told at the edge. */
const SCALED_FACTOR = 2.5
const SCALED_RANGES = 6
/** With more levels in view only those of the chosen trade are named. */
const NAMED_MAX = 8
/** With more payments in view their marks would run into one another. */
const PAYMENTS_MAX = 120
const dashes: readonly (readonly number[])[] = [[5, 4], [], [1.5, 3]]

/**
 * Draws at the price what the legs did and had: when each was open, its fills, its stop, target and liquidation price as
 * they moved, the liquidation price of a shared wallet, and payments of funding.
 */
export class LegLayer implements ISeriesPrimitive {
  readonly #data: ChartData
  readonly #window: () => PriceWindow
  readonly #format: (price: number) => string
  readonly #levels: Stretches
  readonly #pool: Stretches
  readonly #openings: Stretches
  #theme: Theme
  #attached: SeriesAttachedParameter | null = null
  /** The opening that is looked at; null for none. */
  #chosen: number | null = null
  /** Rows from its first to its last. */
  #chosenRows = 0
  readonly #views: readonly IPrimitivePaneView[]

  constructor(data: ChartData, window: () => PriceWindow, format: (price: number) => string, theme: Theme) {
    this.#data = data
    this.#window = window
    this.#format = format
    this.#levels = new Stretches(data.levels)
    this.#pool = new Stretches(data.pool)
    this.#openings = new Stretches(data.openings)
    this.#theme = theme
    this.#views = [
      { zOrder: () => 'bottom', renderer: () => ({ draw: (target) => this.#drawBands(target) }) },
      { zOrder: () => 'normal', renderer: () => ({ draw: (target) => this.#drawOver(target) }) },
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
    const { id, from, to } = this.#data.openings
    const at = opening === null ? -1 : id.indexOf(opening)
    this.#chosenRows = at < 0 ? 0 : to[at] - from[at] + 1
    this.#attached?.requestUpdate()
  }

  /** Keeps the levels of the chosen opening inside the price scale, but for those that would make the price a flat line. */
  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    if (this.#chosen === null) return null
    const { levels } = this.#data
    const window = this.#window()
    const [low, high] = window.pricesOf(from, to)
    const reach = (high - low) * SCALED_RANGES
    const [lowest, highest] = [Math.max(low / SCALED_FACTOR, low - reach), Math.min(high * SCALED_FACTOR, high + reach)]
    let minValue = Infinity
    let maxValue = -Infinity
    this.#levels.each(window.rowOf(from), window.rowOf(to), 0, (at) => {
      if (levels.opening[at] !== this.#chosen) return
      if (levels.price[at] > highest || levels.price[at] < lowest) return
      minValue = Math.min(minValue, levels.price[at])
      maxValue = Math.max(maxValue, levels.price[at])
    })
    return minValue > maxValue ? null : { priceRange: { minValue, maxValue } }
  }

  /** One thin row per leg at the foot of the price, filled while the leg is open; the chosen opening fills the pane. */
  #drawBands(target: Drawing): void {
    const place = this.#place()
    if (place === null) return
    const { openings, legs } = this.#data
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      // Of bands that begin and end in one pixel one is enough.
      const painted = legs.map(() => -Infinity)
      this.#openings.each(place.from, place.to, 0, (at) => {
        const left = Math.max(place.x(openings.from[at] - 0.5), -1)
        const right = Math.min(place.x(openings.to[at] + 0.5), mediaSize.width + 1)
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
      this.#drawPayments(context, place, this.#headOfBands(mediaSize.height) - 4)
    })
  }

  /** An arrow up for funding that was received, down for funding that was paid. */
  #drawPayments(context: CanvasRenderingContext2D, place: Place, foot: number): void {
    const { funding } = this.#data
    const first = lastAtMost(funding.row, place.from - 1) + 1
    const end = lastAtMost(funding.row, place.to + 1) + 1
    if (end - first > PAYMENTS_MAX) return
    context.font = '10px sans-serif'
    context.textAlign = 'center'
    for (let at = first; at < end; at++) {
      context.fillStyle = legColor(this.#theme, funding.leg[at])
      context.fillText(funding.amount[at] < 0 ? '↓' : '↑', place.x(funding.row[at]), foot - funding.leg[at] * 9)
    }
  }

  /** A rhomb at the head of the price for each dated event, and a line down from it. */
  #drawEvents(context: CanvasRenderingContext2D, place: Place, height: number): void {
    const { row } = this.#data.events
    const first = lastAtMost(row, place.from - 1) + 1
    const end = lastAtMost(row, place.to + 1) + 1
    context.setLineDash([])
    context.lineWidth = 1
    context.strokeStyle = translucent(this.#theme.soft, 0.35)
    context.fillStyle = this.#theme.ink
    context.font = '11px sans-serif'
    context.textAlign = 'center'
    for (let at = first; at < end; at++) {
      const x = place.x(row[at])
      context.fillText('◆', x, 12)
      context.beginPath()
      context.moveTo(x, 16)
      context.lineTo(x, height)
      context.stroke()
    }
  }

  /** Levels, then fills on them, then the words of both, where there is room. */
  #drawOver(target: Drawing): void {
    const place = this.#place()
    if (place === null) return
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const levels = this.#drawLevels(context, place, mediaSize)
      this.#drawEvents(context, place, mediaSize.height)
      const pool = this.#drawPool(context, place, mediaSize)
      context.setLineDash([])
      const marks = drawFills(context, this.#data, place, this.#theme, this.#chosen)
      const space = new LabelSpace(mediaSize.width, this.#headOfBands(mediaSize.height))
      for (const { box } of marks) space.take(box)
      const told = (isChosen: boolean) => [
        ...marks
          .filter(({ fill }) => (this.#data.fills.opening[fill] === this.#chosen) === isChosen)
          .map((mark) => fillWords(this.#data, mark, this.#theme, this.#format)),
        ...levels.filter((level) => level.isChosen === isChosen).map(({ words }) => words),
      ]
      layWords(context, space, [...told(true), ...told(false), ...pool], this.#theme)
    })
  }

  /** Answers how the levels are named: of one that moved the last place in view. */
  #drawLevels(context: CanvasRenderingContext2D, place: Place, size: Size): readonly NamedLevel[] {
    const { levels } = this.#data
    const shortest = LEVEL_PX_MIN / place.pixelsPerRow
    // Only what was in force as shortly as its leg was open is drawn longer than it was.
    const chosenMin = this.#chosenRows * place.pixelsPerRow < CHOSEN_PX_MIN ? CHOSEN_PX_MIN : 1
    const named = new Map<string, NamedLevel>()
    this.#levels.each(place.from, place.to, 0, (at) => {
      const [kind, leg] = [levels.kind[at], levels.leg[at]]
      const isChosen = levels.opening[at] === this.#chosen
      if (!isChosen && (kind === LIQUIDATION || levels.to[at] - levels.from[at] + 1 < shortest)) return
      const color = legColor(this.#theme, leg)
      context.strokeStyle = color
      context.lineWidth = isChosen ? 2 : 1.25
      context.setLineDash([...dashes[kind]])
      const line = lineOf(place, size, levels, at, isChosen ? chosenMin : 1)
      if (line === null) return
      const text = `${shortName(this.#data.legs[leg])} ${kindNames[kind]} ${this.#format(levels.price[at])}`
      const key = `${levels.opening[at]} ${kind}`
      if (isInside(line, size)) {
        stroke(context, line)
        named.set(key, { isChosen, words: { text, color, at: line } })
      } else if (isChosen) {
        const [top, arrow] = line.top < 0 ? [0, '↑'] : [this.#headOfBands(size.height), '↓']
        named.set(key, { isChosen, words: { text: `${text} ${arrow}`, color, at: { ...line, top, height: 0 } } })
      }
    })
    return [...named.values()].filter(({ isChosen }) => isChosen || named.size <= NAMED_MAX)
  }

  #drawPool(context: CanvasRenderingContext2D, place: Place, size: Size): Words[] {
    const { pool } = this.#data
    context.strokeStyle = this.#theme.drawdown
    context.lineWidth = 1.25
    context.setLineDash([...dashes[LIQUIDATION]])
    let last: Words | null = null
    this.#pool.each(place.from, place.to, 1 / place.pixelsPerRow, (at) => {
      const line = lineOf(place, size, pool, at, 1)
      if (line === null || !isInside(line, size)) return
      stroke(context, line)
      const text = `account liquidation ${this.#format(pool.price[at])}`
      last = { text, color: this.#theme.drawdown, at: line }
    })
    return last === null ? [] : [last]
  }

  /** Where the bands at the foot begin. */
  #headOfBands(height: number): number {
    return height - this.#data.legs.length * (BAND_PX + 2)
  }

  #place(): Place | null {
    return this.#attached === null ? null : placeOf(this.#attached, this.#window())
  }
}

interface NamedLevel {
  readonly isChosen: boolean
  readonly words: Words
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Lines {
  readonly from: Numbers
  readonly to: Numbers
  readonly price: Numbers
}

/** From the left edge of a stretch's first candle to the right edge of its last, as far as they are in view. */
function lineOf(place: Place, { width }: Size, of: Lines, at: number, shortest: number): Box | null {
  const y = place.y(of.price[at])
  if (y === null) return null
  const [first, last] = [place.x(of.from[at] - 0.5), place.x(of.to[at] + 0.5)]
  const more = Math.max(shortest - (last - first), 0) / 2
  const left = Math.max(first - more, -1)
  const right = Math.min(last + more, width + 1)
  return { left, top: y - LINE_PX / 2, width: right - left, height: LINE_PX }
}

function isInside({ top }: Box, { height }: Size): boolean {
  return top + LINE_PX > 0 && top < height
}

function stroke(context: CanvasRenderingContext2D, { left, top, width, height }: Box): void {
  context.beginPath()
  context.moveTo(left, top + height / 2)
  context.lineTo(left + width, top + height / 2)
  context.stroke()
}
