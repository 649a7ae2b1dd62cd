import {
  type CustomData,
  customSeriesDefaultOptions,
  type CustomSeriesOptions,
  type CustomSeriesWhitespaceData,
  type ICustomSeriesPaneRenderer,
  type ICustomSeriesPaneView,
  type PaneRendererCustomData,
  type PriceToCoordinateConverter,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'

/** A value of a line at a candle; without one the line has a gap there. */
export interface GapPoint extends CustomData<UTCTimestamp> {
  readonly value?: number
}

export interface GapLineOptions extends CustomSeriesOptions {
  readonly lineWidth: 1 | 2
}

type Drawing = Parameters<ICustomSeriesPaneRenderer['draw']>[0]

/** A point that stands alone is drawn as a dash at least this long. */
const DASH_PX = 6

/** A line that ends where there is nothing to tell and begins anew after it; the chart's own would bridge the gap. */
export class GapLine implements ICustomSeriesPaneView<Time, GapPoint, GapLineOptions> {
  #data: PaneRendererCustomData<Time, GapPoint> | null = null
  #options: GapLineOptions = this.defaultOptions()

  renderer(): ICustomSeriesPaneRenderer {
    return { draw: (target, yOf) => this.#draw(target, yOf) }
  }

  update(data: PaneRendererCustomData<Time, GapPoint>, options: GapLineOptions): void {
    this.#data = data
    this.#options = options
  }

  priceValueBuilder({ value }: GapPoint): number[] {
    return value === undefined ? [] : [value]
  }

  isWhitespace(point: GapPoint | CustomSeriesWhitespaceData<Time>): point is CustomSeriesWhitespaceData<Time> {
    return !('value' in point)
  }

  defaultOptions(): GapLineOptions {
    return { ...customSeriesDefaultOptions, lineWidth: 2 }
  }

  #draw(target: Drawing, yOf: PriceToCoordinateConverter): void {
    if (this.#data === null) return
    const { bars, visibleRange, barSpacing, conflationFactor } = this.#data
    if (visibleRange === null || visibleRange.from >= bars.length) return
    // A line leaves the pane towards the next point beyond it.
    const from = Math.max(visibleRange.from - 1, 0)
    const to = Math.min(visibleRange.to + 1, bars.length)
    // The chart places none but those in view.
    const { x: start, time: startsAt } = bars[visibleRange.from]
    const dash = Math.max(barSpacing * conflationFactor, DASH_PX) / 2
    target.useMediaCoordinateSpace(({ context }) => {
      context.strokeStyle = this.#options.color
      context.lineWidth = this.#options.lineWidth
      context.lineJoin = 'round'
      context.beginPath()
      let isJoined = false
      for (let at = from; at < to; at++) {
        const { time, originalData } = bars[at]
        const x = start + (time - startsAt) * barSpacing
        const y = yOf(originalData.value!)
        if (y === null) continue
        const isFollowed = at + 1 < bars.length && bars[at + 1].time - time <= conflationFactor
        if (isJoined) context.lineTo(x, y)
        else if (isFollowed) context.moveTo(x, y)
        else {
          context.moveTo(x - dash, y)
          context.lineTo(x + dash, y)
        }
        isJoined = isFollowed
      }
      context.stroke()
    })
  }
}
