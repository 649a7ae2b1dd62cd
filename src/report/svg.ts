import { padded, ticksOf } from './compare-axis.js'
import { markup, type Markup } from './html-markup.js'
import { timeTicksOf } from './time-ticks.js'

/** A drawing of lines over a common range of values. */
export interface LineChart {
  readonly label: string
  readonly lines: readonly { readonly values: ArrayLike<number>; readonly tone: 'line' | 'other' }[]
  /** Areas between two rows of values, drawn below the lines. */
  readonly bands?: readonly {
    readonly low: ArrayLike<number>
    readonly high: ArrayLike<number>
    readonly opacity: number
  }[]
  /** When the first and the last value are, ms since 1970; what lies between is evenly spread. */
  readonly span: readonly [number, number]
  readonly valueText: (value: number) => string
  /** Number of the chart whose values the page's script tells; absent for none. */
  readonly told?: number
}

const WIDTH = 960
const HEIGHT = 320
const LEFT = 84
const BOTTOM = 24
const TOP = 10
const POINTS_MAX = 600
const LEVELS = 5
const TIMES = 8
/** Half the width of a date. */
const DATE_HALF = 30

/** Where the first and the last value of a chart lie, across. */
export const lineChartSpan = { left: LEFT, right: WIDTH - 8 }

/** An SVG with an axis of values; lines of more than 600 points are thinned. */
export function lineChart({ label, lines, bands = [], span, valueText, told }: LineChart): Markup {
  const rows = [...lines.map(({ values }) => values), ...bands.flatMap(({ low, high }) => [low, high])]
  const [low, high] = rangeOf(rows)
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const path = (values: ArrayLike<number>): readonly string[] => {
    const count = Math.min(values.length, POINTS_MAX)
    return Array.from({ length: count }, (_, at) => {
      const index = count === 1 ? 0 : Math.round((at * (values.length - 1)) / (count - 1))
      const x = LEFT + (count === 1 ? 0 : (at / (count - 1)) * (WIDTH - LEFT - 8))
      return `${x.toFixed(1)},${y(values[index]).toFixed(1)}`
    })
  }
  const [from, to] = span
  const x = (instant: number): number => LEFT + ((instant - from) / Math.max(to - from, 1)) * (WIDTH - LEFT - 8)
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"${told !== undefined && markup` class="plot told" tabindex="0" data-chart="${told}"`} aria-label="${label}">
${ticksOf(low, high, LEVELS).map(
  (
    level,
  ) => markup`<line class="axis" x1="${LEFT}" x2="${WIDTH - 8}" y1="${y(level).toFixed(1)}" y2="${y(level).toFixed(1)}"/>
<text x="${LEFT - 8}" y="${(y(level) + 4).toFixed(1)}" text-anchor="end">${valueText(level)}</text>
`,
)}
${bands.map(
  (
    band,
  ) => markup`<polygon class="band" fill-opacity="${band.opacity}" points="${[...path(band.low), ...path(band.high).toReversed()].join(' ')}"/>
`,
)}
${lines.map(
  ({ values, tone }) => markup`<polyline class="${tone}" points="${path(values).join(' ')}"/>
`,
)}
${timeTicksOf(from, to, TIMES).map(
  ({
    at,
    text,
  }) => markup`<line class="tick" x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM + 5}"/>
<text x="${Math.min(Math.max(x(at), LEFT + DATE_HALF), WIDTH - DATE_HALF).toFixed(1)}" y="${HEIGHT - 4}" text-anchor="middle">${text}</text>
`,
)}
</svg>`
}

function rangeOf(rows: readonly ArrayLike<number>[]): readonly [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) {
      low = Math.min(low, row[at])
      high = Math.max(high, row[at])
    }
  }
  return high > low ? padded([low, high], 0.02) : [low - 1, high + 1]
}
