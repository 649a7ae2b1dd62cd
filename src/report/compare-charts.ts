import type { ComparedRun, Comparison } from '#experiments/compare/comparison.js'
import { padded, runColor, ticksOf } from './compare-axis.js'
import type { ToldChart } from './exploration.js'
import { amount, percent } from './html-format.js'
import { markup, type Markup } from './html-markup.js'
import { placedLabels } from './label-places.js'
import { timeTicksOf } from './time-ticks.js'

/** Of a drawing with axes, in its own units. */
export const WIDTH = 1000
export const HEIGHT = 440
export const LEFT = 78
export const RIGHT = 24
export const TOP = 16
export const BOTTOM = 46

/** Names of the twins and the sign by which the frontier marks them. */
const twinSigns = [
  ['unhedged', 'unhedged', '□'],
  ['net', 'net twin', '◇'],
  ['smallerCore', 'smaller core', '△'],
] as const

interface FrontierPoint {
  readonly drawdown: number
  readonly gain: number
  readonly name: string
  readonly color: string
  /** Number of the run. */
  readonly trial: number
  /** The sign of a twin; null for a run. */
  readonly sign: string | null
}

export type Scale = (value: number) => number

/** Return against drawdown: a point per run, in order along a line, and its twins around it. */
export function frontier({ runs, paths }: Comparison): Markup | null {
  const points = runs.flatMap((run, at) => pointsOf(run, at, runColor(at, runs.length)))
  if (points.length === 0) return null
  const own = points.filter(({ sign }) => sign === null)
  const [fromX, toX] = padded(points.map(({ drawdown }) => drawdown))
  const [fromY, toY] = padded(points.map(({ gain }) => gain))
  const x: Scale = (value) => LEFT + ((value - fromX) / (toX - fromX)) * (WIDTH - LEFT - RIGHT)
  const y: Scale = (value) => HEIGHT - BOTTOM - ((value - fromY) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM)
  return markup`<svg class="plot brushed" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Return of each run against its max drawdown">
${grid(
  ticksOf(fromX, toX, 8),
  ticksOf(fromY, toY, 6),
  x,
  y,
  (value) => percent(value, 1),
  (value) => percent(value, 0),
)}
<text class="axis" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">max drawdown</text>
<text class="axis" x="${LEFT + 6}" y="${TOP + 8}">return</text>
${paths.length === 1 && markup`<polyline class="way" points="${own.map((point) => `${px(x(point.drawdown))},${px(y(point.gain))}`).join(' ')}"></polyline>`}
${distinct(points.filter(({ sign }) => sign !== null)).map(
  ({ drawdown, gain, name, color, sign }) =>
    markup`<text class="twin-sign" x="${px(x(drawdown))}" y="${px(y(gain) + 5)}" text-anchor="middle" fill="${color}">${sign}<title>${name}: return ${percent(gain)}, drawdown ${percent(drawdown)}</title></text>
`,
)}
${own.map(
  ({ drawdown, gain, color, trial }) =>
    markup`<circle data-trial="${trial}" cx="${px(x(drawdown))}" cy="${px(y(gain))}" r="6" fill="${color}"></circle>
`,
)}${placedLabels(
  own.map(({ drawdown, gain, name }) => ({ x: x(drawdown), y: y(gain), text: shortName(name, paths) })),
  WIDTH,
).map(
  (
    label,
  ) => markup`<text class="label" x="${px(label.x)}" y="${px(label.y)}" text-anchor="${label.anchor}">${label.text}</text>
`,
)}</svg>`
}

function pointsOf({ name, metrics, twins }: ComparedRun, trial: number, color: string): readonly FrontierPoint[] {
  const drawdown = metrics?.['maxDrawdown'] ?? null
  const gain = metrics?.['totalReturn'] ?? null
  if (drawdown === null || gain === null) return []
  const around = twinSigns.flatMap(([key, title, sign]): readonly FrontierPoint[] => {
    const twin = twins?.[key]
    if (!twin || twin.totalReturn === null || twin.maxDrawdown === null) return []
    return [{ drawdown: twin.maxDrawdown, gain: twin.totalReturn, name: `${title} of ${name}`, color, trial, sign }]
  })
  return [{ drawdown, gain, name, color, trial, sign: null }, ...around]
}

/** The unhedged twin is often the same for all runs: one sign is enough. */
function distinct(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  return [...new Map(points.map((point) => [`${point.sign} ${point.drawdown} ${point.gain}`, point])).values()]
}

/** With one path the value alone: its name is that of the picture. */
function shortName(name: string, paths: readonly string[]): string {
  return paths.length === 1 ? name.slice(paths[0].split('.').at(-1)!.length + 1) : name
}

/** Equity of all runs over the time of the longest; null where none has a curve. */
export function equityChart({ runs }: Comparison): ToldChart | null {
  const lines = runs.flatMap(({ name, curve, details }, trial) =>
    curve === null || details === null || curve.length === 0
      ? []
      : [{ name, trial, values: [...curve], at: [...details.instants] }],
  )
  if (lines.length === 0) return null
  const instants = lines.flatMap((line) => [line.at[0], line.at.at(-1)!])
  return { left: LEFT, right: WIDTH - RIGHT, from: Math.min(...instants), to: Math.max(...instants), lines }
}

/** How the lines of an equity chart are drawn. */
export interface EquityDrawing {
  /** Number of the chart among those that the page's script tells. */
  readonly chart: number
  readonly label: string
  /** Of each line, in their order. */
  readonly colors: readonly string[]
  /** Whether a line is dashed. Default: none is. */
  readonly isDashed?: (line: number) => boolean
  /** The line that stands out. Default: none. */
  readonly strong?: number
  /** An instant with what begins there. Default: none. */
  readonly mark?: { readonly at: number; readonly text: string } | null
}

/** Lines of equity over one another. */
export function equityLines(told: ToldChart, drawing: EquityDrawing): Markup {
  const { chart, label, colors, isDashed = () => false, strong = -1, mark = null } = drawing
  const { lines, from: fromX, to: toX } = told
  const [fromY, toY] = padded(
    lines.flatMap((line) => line.values),
    0.04,
  )
  const x: Scale = (value) => LEFT + ((value - fromX) / Math.max(toX - fromX, 1)) * (WIDTH - LEFT - RIGHT)
  const y: Scale = (value) => HEIGHT - BOTTOM - ((value - fromY) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM)
  const times = timeTicksOf(fromX, toX, 8)
  const timeTexts = new Map(times.map(({ at, text }) => [at, text]))
  return markup`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" data-chart="${chart}" tabindex="0" aria-label="${label}; arrow keys tell values">
${grid(
  times.map(({ at }) => at),
  ticksOf(fromY, toY, 6),
  x,
  y,
  (at) => timeTexts.get(at)!,
  (value) => amount(value, 0),
)}
${mark && markup`<line class="mark" x1="${px(x(mark.at))}" x2="${px(x(mark.at))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text class="axis" x="${px(x(mark.at) + 6)}" y="${TOP + 8}">${mark.text}</text>`}
${lines
  .map(
    ({ values, at, trial }, line) =>
      markup`<polyline class="curve${isDashed(line) && ' dashed'}${line === strong && ' strong'}"${trial !== null && markup` data-trial="${trial}"`} stroke="${colors[line]}" points="${values.map((value, index) => `${px(x(at[index]))},${px(y(value))}`).join(' ')}"></polyline>
`,
  )
  .toReversed()}</svg>`
}

/** Which color is which run. */
export function runKey({ runs }: Comparison): Markup {
  return markup`<ul class="key">
${runs.map(
  ({ name }, at) =>
    markup`<li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="3" fill="${runColor(at, runs.length)}"></rect></svg> ${name}</li>
`,
)}</ul>`
}

export function twinSignKey({ runs }: Comparison): Markup | null {
  if (runs.every(({ twins }) => twins === null)) return null
  return markup`<ul class="key">${twinSigns.map(
    ([, title, sign]) => markup`<li>${sign} ${title}</li>
`,
  )}</ul>`
}

/** Lines and labels of both axes. */
export function grid(
  across: readonly number[],
  up: readonly number[],
  x: Scale,
  y: Scale,
  acrossText: (value: number) => string,
  upText: (value: number) => string,
): Markup {
  return markup`<g class="grid">
${up.map(
  (
    value,
  ) => markup`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(value))}" y2="${px(y(value))}"></line><text x="${LEFT - 8}" y="${px(y(value) + 4)}" text-anchor="end">${upText(value)}</text>
`,
)}${across.map(
  (
    value,
  ) => markup`<text x="${px(x(value))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="${anchor(x(value))}">${acrossText(value)}</text>
`,
)}</g>`
}

/** Half the width of a label. */
const LABEL_HALF = 34

/** Labels at both ends stay inside of the picture. */
function anchor(x: number): string {
  if (x < LEFT + LABEL_HALF) return 'start'
  return x > WIDTH - RIGHT - LABEL_HALF ? 'end' : 'middle'
}

export function px(value: number): string {
  return value.toFixed(1)
}
