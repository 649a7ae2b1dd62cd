import { padded, ticksOf } from './compare-axis.js'
import { NONE } from './html-format.js'
import { markup, type Markup, trusted } from './html-markup.js'

/** One axis of the picture: a varied parameter or a figure. */
export interface ParallelAxis {
  readonly title: string
  /** Of each run, in their order; null where it has none. */
  readonly values: readonly (number | string | null)[]
  readonly text: (value: number) => string
}

const WIDTH = 1000
const HEIGHT = 360
const SIDE = 70
const TOP = 34
const FOOT = 22
const NONE_Y = HEIGHT - 8
/** Half of what is taken for an axis when it is dragged along. */
const ZONE = 14

/** Each run as a line across all axes. `tones`: classes of each line; the last ones lie on top. */
export function parallelLines(axes: readonly ParallelAxis[], tones: readonly string[]): Markup | null {
  if (axes.length < 2 || tones.length === 0) return null
  const scales = axes.map((axis) => scaleOf(axis))
  const x = (at: number): string => px(SIDE + (at * (WIDTH - 2 * SIDE)) / (axes.length - 1))
  const lines = tones.map((tone, run) => {
    const points = scales.map(({ place }, at) => `${x(at)},${px(place(axes[at].values[run]))}`)
    return markup`<polyline class="run ${tone}" data-trial="${run}" points="${points.join(' ')}"/>
`
  })
  return markup`<svg class="plot parallel" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Each run as a line across ${axes.map(({ title }) => title).join(', ')}">
${lines.toReversed()}
${axes.map(
  ({ title }, at) => markup`<g class="grid"><line x1="${x(at)}" x2="${x(at)}" y1="${TOP}" y2="${HEIGHT - FOOT}"/>
<text class="axis-title" ${titlePlace(Number(x(at)), title)} y="${at % 2 === 0 ? 12 : 26}">${title}</text>
${scales[at].labels.map(([y, text]) => markup`<text class="on-line" x="${Number(x(at)) + 5}" y="${px(y + 4)}">${text}</text>`)}
${scales[at].hasNone && markup`<text x="${x(at)}" y="${HEIGHT - 2}" text-anchor="middle">${NONE}</text>`}
<rect class="axis-zone" data-axis="${at}" x="${Number(x(at)) - ZONE}" y="${TOP - 4}" width="${2 * ZONE}" height="${HEIGHT - TOP}"/></g>
`,
)}</svg>`
}

/** About as wide as a letter of a title. */
const LETTER = 6.6

/** A title in the middle over its axis, or at the side that it would go beyond. */
function titlePlace(x: number, title: string): Markup {
  const half = (title.length * LETTER) / 2
  if (x + half > WIDTH) return trusted(`x="${WIDTH - 2}" text-anchor="end"`)
  if (x - half < 0) return trusted('x="2" text-anchor="start"')
  return trusted(`x="${x}" text-anchor="middle"`)
}

interface AxisScale {
  readonly place: (value: number | string | null) => number
  readonly labels: readonly (readonly [number, string])[]
  readonly hasNone: boolean
}

const LABELS_MAX = 12

function scaleOf({ values, text }: ParallelAxis): AxisScale {
  const known = values.filter((value) => value !== null)
  const hasNone = known.length < values.length
  const foot = HEIGHT - FOOT - 6
  const numbers = known.filter((value) => typeof value === 'number')
  if (numbers.length === known.length && numbers.length > 0) {
    const least = numbers.reduce((one, other) => Math.min(one, other))
    const most = numbers.reduce((one, other) => Math.max(one, other))
    const [from, to] = least === most ? padded([least]) : [least, most]
    const y = (value: number): number => foot - ((value - from) / (to - from)) * (foot - TOP - 8)
    return {
      place: (value) => (value === null ? NONE_Y : y(Number(value))),
      labels: (least === most ? [least] : ticksOf(from, to, 4)).map((tick) => [y(tick), text(tick)] as const),
      hasNone,
    }
  }
  const names = [...new Set(known.map(String))]
  const step = (foot - TOP - 8) / Math.max(names.length - 1, 1)
  const y = (name: string): number => foot - names.indexOf(name) * step
  return {
    place: (value) => (value === null ? NONE_Y : y(String(value))),
    labels: names.slice(0, LABELS_MAX).map((name) => [y(name), name.slice(0, 14)] as const),
    hasNone,
  }
}

function px(value: number): string {
  return value.toFixed(1)
}
