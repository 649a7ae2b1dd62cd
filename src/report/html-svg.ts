import { type Content, markup, type Markup } from './html-markup.js'

/** Of a drawing, in its own units; the page scales it to the width that it has. */
const WIDTH = 560
const HEIGHT = 220
const LEFT = 70
const RIGHT = 10
const TOP = 10
const BOTTOM = 24
const TICKS = 5

export interface Bar {
  readonly value: number
  /** Below the bar; empty for none. */
  readonly label: string
  /** Shown when the bar is pointed at. */
  readonly title: string
  /** `loss` or nothing. */
  readonly tone: string
}

export interface Point {
  readonly x: number
  readonly y: number
  readonly title: string
  /** Classes, such as the color of a leg. */
  readonly tone: string
}

export interface Axes {
  /** What the drawing shows, for who cannot see it. */
  readonly label: string
  readonly formatY: (value: number) => string
  readonly formatX?: (value: number) => string
}

/** Bars from zero up and down, side by side. */
export function barChart(bars: readonly Bar[], { label, formatY }: Axes): Markup {
  const y = scale([0, ...bars.map((bar) => bar.value)], HEIGHT - BOTTOM, TOP)
  const step = (WIDTH - LEFT - RIGHT) / Math.max(bars.length, 1)
  const drawn = bars.map((bar, at) => {
    const [low, high] = [Math.max(y.at(0), y.at(bar.value)), Math.min(y.at(0), y.at(bar.value))]
    const x = LEFT + at * step
    return markup`<g><title>${bar.title}</title><rect class="bar ${bar.tone}" x="${px(x + step * 0.1)}" y="${px(high)}" width="${px(step * 0.8)}" height="${px(Math.max(low - high, 0.5))}"/>${
      bar.label !== '' &&
      markup`<text x="${px(x + step / 2)}" y="${HEIGHT - 8}" text-anchor="middle">${bar.label}</text>`
    }</g>
`
  })
  return drawing(label, [gridY(y, formatY), drawn])
}

/** A line over time, broken where a value is missing. `x` in ms since 1970. */
export function lineChart(points: readonly { readonly x: number; readonly y: number | null }[], axes: Axes): Markup {
  const y = scale([0, ...points.flatMap((point) => point.y ?? [])], HEIGHT - BOTTOM, TOP)
  const x = scale(
    points.map((point) => point.x),
    LEFT,
    WIDTH - RIGHT,
    false,
  )
  let isPen = false
  const path = points.map((point) => {
    if (point.y === null) {
      isPen = false
      return ''
    }
    const command = isPen ? 'L' : 'M'
    isPen = true
    return `${command}${px(x.at(point.x))} ${px(y.at(point.y))}`
  })
  const ends = points.length === 0 ? [] : [points[0].x, points.at(-1)!.x]
  const labels = ends.map(
    (end, at) =>
      markup`<text x="${at === 0 ? LEFT : WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="${at === 0 ? 'start' : 'end'}">${axes.formatX?.(end) ?? ''}</text>`,
  )
  return drawing(axes.label, [gridY(y, axes.formatY), markup`<path class="curve" d="${path.join('')}"/>`, labels])
}

/** A point for each pair of values. */
export function scatterChart(points: readonly Point[], axes: Axes): Markup {
  const x = scale([0, ...points.map((point) => point.x)], LEFT, WIDTH - RIGHT)
  const y = scale([0, ...points.map((point) => point.y)], HEIGHT - BOTTOM, TOP)
  const labels = x.ticks.map(
    (tick) =>
      markup`<text x="${px(x.at(tick))}" y="${HEIGHT - 8}" text-anchor="middle">${axes.formatX?.(tick) ?? ''}</text>`,
  )
  const drawn = points.map(
    (point) =>
      markup`<circle class="${point.tone}" cx="${px(x.at(point.x))}" cy="${px(y.at(point.y))}" r="3"><title>${point.title}</title></circle>
`,
  )
  return drawing(axes.label, [gridY(y, axes.formatY), labels, drawn])
}

interface Scale {
  readonly ticks: readonly number[]
  readonly at: (value: number) => number
}

/** `isRound`: the ends are widened to round numbers, which then are the ticks. */
function scale(values: readonly number[], from: number, to: number, isRound = true): Scale {
  let low = values.reduce((least, value) => Math.min(least, value), Infinity)
  let high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  if (!(high > low)) high = low + 1
  const rough = (high - low) / TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= rough) ?? rough
  if (isRound) {
    low = Math.floor(low / step) * step
    high = Math.ceil(high / step) * step
  }
  const count = Math.round((high - low) / step) + 1
  const ticks = isRound ? Array.from({ length: count }, (_, at) => Number((low + at * step).toPrecision(12))) : []
  return { ticks, at: (value) => from + ((value - low) / (high - low)) * (to - from) }
}

function gridY({ ticks, at }: Scale, format: (value: number) => string): Markup {
  const lines = ticks.map(
    (tick) =>
      markup`<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(at(tick))}" y2="${px(at(tick))}"/><text x="${LEFT - 6}" y="${px(at(tick) + 4)}" text-anchor="end">${format(tick)}</text>
`,
  )
  return markup`<g aria-hidden="true">${lines}</g>`
}

function drawing(label: string, content: Content): Markup {
  return markup`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${content}</svg>`
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

const SPARK_WIDTH = 120
const SPARK_HEIGHT = 28

/** A line as small as a word. */
export function sparkline(values: readonly number[], label: string): Markup {
  const x = scale([0, Math.max(values.length - 1, 1)], 1, SPARK_WIDTH - 1, false)
  const y = scale(values, SPARK_HEIGHT - 2, 2, false)
  const path = values.map((value, at) => `${at === 0 ? 'M' : 'L'}${px(x.at(at))} ${px(y.at(value))}`).join('')
  return markup`<svg class="spark" viewBox="0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}" role="img" aria-label="${label}"><path class="curve" d="${path}"/></svg>`
}
