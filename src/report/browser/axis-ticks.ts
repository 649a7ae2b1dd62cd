import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  SeriesAttachedParameter,
} from 'lightweight-charts'
import type { Theme } from './theme.js'

type Drawing = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** A series, as far as it says where a value lies. */
interface Placing {
  priceToCoordinate(value: number): number | null
}

/** Values on a scale that is not even, where the chart would choose places of its own. */
export class AxisTicks implements ISeriesPrimitive {
  readonly #ticks: readonly { readonly value: number; readonly text: string }[]
  readonly #series: readonly Placing[]
  #theme: Theme
  #attached: SeriesAttachedParameter | null = null
  readonly #paneViews: readonly IPrimitivePaneView[]
  readonly #axisViews: readonly ISeriesPrimitiveAxisView[]

  /** `series`: those on the scale; one without data does not know where its values lie. */
  constructor(
    ticks: readonly { readonly value: number; readonly text: string }[],
    series: readonly Placing[],
    theme: Theme,
  ) {
    this.#ticks = ticks
    this.#series = series
    this.#theme = theme
    this.#paneViews = [{ zOrder: () => 'bottom', renderer: () => ({ draw: (target) => this.#draw(target) }) }]
    this.#axisViews = ticks.map(({ value, text }) => ({
      coordinate: () => this.#y(value) ?? 0,
      visible: () => this.#y(value) !== null,
      text: () => text,
      textColor: () => this.#theme.soft,
      backColor: () => 'transparent',
      tickVisible: () => false,
    }))
  }

  attached(parameters: SeriesAttachedParameter): void {
    this.#attached = parameters
  }

  detached(): void {
    this.#attached = null
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#paneViews
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.#axisViews
  }

  paint(theme: Theme): void {
    this.#theme = theme
    this.#attached?.requestUpdate()
  }

  #y(value: number): number | null {
    for (const series of this.#series) {
      const y = series.priceToCoordinate(value)
      if (y !== null) return y
    }
    return null
  }

  #draw(target: Drawing): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = this.#theme.line
      for (const { value } of this.#ticks) {
        const y = this.#y(value)
        if (y !== null) context.fillRect(0, Math.round(y), mediaSize.width, 1)
      }
    })
  }
}
