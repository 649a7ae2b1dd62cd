import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
} from 'lightweight-charts'
import type { ChartData } from './payload.js'
import { legColor, type Theme, translucent } from './theme.js'

type Drawing = Parameters<IPrimitivePaneRenderer['draw']>[0]

const LIQUIDATION = 2
const BAND_PX = 5
/** A shorter stretch of a level is a dot that tells nothing. */
const LEVEL_PX_MIN = 6
const dashes: readonly (readonly number[])[] = [[5, 4], [], [1.5, 3]]

/** Draws under the price what the legs had: when each was open, and its stop, target and liquidation price as they moved. */
export class LegLayer implements ISeriesPrimitive {
  readonly #data: ChartData
  #theme: Theme
  #attached: SeriesAttachedParameter | null = null
  /** The opening that is looked at; null for none. */
  #chosen: number | null = null
  readonly #views: readonly IPrimitivePaneView[]

  constructor(data: ChartData, theme: Theme) {
    this.#data = data
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
    const { levels } = this.#data
    let minValue = Infinity
    let maxValue = -Infinity
    for (let at = 0; at < levels.from.length; at++) {
      if (levels.opening[at] !== this.#chosen || levels.from[at] > to || levels.to[at] < from) continue
      minValue = Math.min(minValue, levels.price[at])
      maxValue = Math.max(maxValue, levels.price[at])
    }
    return minValue > maxValue ? null : { priceRange: { minValue, maxValue } }
  }

  #x(bucket: number): number | null {
    return this.#attached!.chart.timeScale().logicalToCoordinate(bucket as Logical)
  }

  /** One thin row per leg at the foot of the chart, filled while the leg is open; the chosen opening fills the pane. */
  #drawBands(target: Drawing): void {
    if (!this.#attached) return
    const { openings } = this.#data
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (let at = 0; at < openings.id.length; at++) {
        const ends = this.#visible(openings.from[at], openings.to[at], mediaSize.width)
        if (!ends) continue
        const leg = openings.leg[at]
        const color = legColor(this.#theme, leg)
        const width = Math.max(ends.right - ends.left, 1)
        if (openings.id[at] === this.#chosen) {
          context.fillStyle = translucent(color, 0.12)
          context.fillRect(ends.left, 0, width, mediaSize.height)
        }
        context.fillStyle = color
        context.fillRect(ends.left, mediaSize.height - (leg + 1) * (BAND_PX + 2), width, BAND_PX)
      }
    })
  }

  #drawLevels(target: Drawing): void {
    if (!this.#attached) return
    const { levels } = this.#data
    const { series } = this.#attached
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      for (let at = 0; at < levels.from.length; at++) {
        const kind = levels.kind[at]
        const isChosen = levels.opening[at] === this.#chosen
        if (kind === LIQUIDATION && !isChosen) continue
        const ends = this.#visible(levels.from[at], levels.to[at], mediaSize.width)
        const y = series.priceToCoordinate(levels.price[at])
        if (!ends || y === null || (!isChosen && ends.right - ends.left < LEVEL_PX_MIN)) continue
        context.strokeStyle = legColor(this.#theme, levels.leg[at])
        context.lineWidth = isChosen ? 2 : 1.25
        context.setLineDash([...dashes[kind]])
        context.beginPath()
        context.moveTo(ends.left, y)
        context.lineTo(Math.max(ends.right, ends.left + 3), y)
        context.stroke()
      }
      context.setLineDash([])
    })
  }

  #visible(from: number, to: number, width: number): { readonly left: number; readonly right: number } | null {
    const left = this.#x(from)
    const right = this.#x(to)
    if (left === null || right === null || right < 0 || left > width) return null
    return { left: Math.max(left, -1), right: Math.min(right, width + 1) }
  }
}
