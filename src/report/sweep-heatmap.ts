import type { HeatFigure, ToldHeatMap } from './exploration.js'
import { type Content, markup, type Markup } from './html-markup.js'

/** Room for the map itself, and the least and the greatest sides of a cell, in pixels. */
const ROOM = { width: 960, height: 420 }
const CELL = { width: [22, 132], height: [22, 60] } as const
const LEFT = 100
const TOP = 8
/** Of a digit. */
const GLYPH = 6.6
const LABELS_MAX = 20
/** Above this strength words in a cell have the color of the page. */
const STRONG = 0.66
const WEAKEST = 0.08
const LEGEND = { width: 260, height: 12, steps: 26 }

/** The best score of each cell: the stronger, the better, with a scale below. Needs nothing but what a browser has. */
export function heatMapSvg(
  heat: Pick<ToldHeatMap, 'across' | 'up' | 'cells'>,
  best: number | null,
  figure: HeatFigure,
): Markup {
  const columns = heat.across.labels.length
  const rows = heat.up.labels.length
  const wide = within(CELL.width, Math.floor(ROOM.width / columns))
  const tall = within(CELL.height, Math.floor(ROOM.height / rows))
  const known = heat.cells.filter((score) => score !== null)
  const low = known.reduce((least, score) => Math.min(least, score), Infinity)
  const high = known.reduce((most, score) => Math.max(most, score), -Infinity)
  const strengthOf = (score: number): number =>
    high === low ? 1 : WEAKEST + ((1 - WEAKEST) * (score - low)) / (high - low)
  const place = (cell: number) => ({
    x: LEFT + (cell % columns) * wide,
    y: TOP + (rows - 1 - Math.floor(cell / columns)) * tall,
  })
  const longest = Math.max(...known.map((score) => scoreText(score, figure, 1).length))
  const isWritten = longest * GLYPH <= wide - 4
  const cells = heat.cells.map((score, cell) => {
    const { x, y } = place(cell)
    const { across, up } = heat
    const words = `${across.path} ${across.labels[cell % columns]}, ${up.path} ${up.labels[Math.floor(cell / columns)]}: ${score === null ? '–' : `${figure.title} ${scoreText(score, figure, 2)}`}`
    const strength = score === null ? 1 : strengthOf(score)
    const text =
      score !== null &&
      isWritten &&
      markup`<text class="in-cell${strength > STRONG && ' strong'}" x="${x + wide / 2}" y="${y + tall / 2 + 4}" text-anchor="middle" aria-hidden="true">${scoreText(score, figure, 1)}</text>`
    return markup`<g><rect class="${score === null ? 'empty' : 'cell'}" x="${x}" y="${y}" width="${wide - 1}" height="${tall - 1}" fill-opacity="${strength.toFixed(3)}"><title>${words}</title></rect>${text}</g>
`
  })
  const ring = best === null ? null : place(best)
  const foot = TOP + rows * tall
  const { labels, height } = acrossLabels(heat.across.labels, wide, foot)
  const width = Math.max(LEFT + columns * wide + 20, LEFT + LEGEND.width + 200)
  const titleY = foot + height + 16
  const everyRow = Math.ceil(rows / LABELS_MAX)
  return markup`<svg viewBox="0 0 ${width} ${titleY + 62}" width="${width}" role="img" class="heat-map" aria-label="The best ${figure.title} by ${heat.across.path} and ${heat.up.path}">
${cells}
${ring && markup`<rect class="best" x="${ring.x - 1}" y="${ring.y - 1}" width="${wide + 1}" height="${tall + 1}"/>`}
${heat.up.labels.map((label, row) => row % everyRow === 0 && markup`<text x="${LEFT - 8}" y="${TOP + (rows - 1 - row) * tall + tall / 2 + 4}" text-anchor="end">${short(label)}</text>`)}
${labels}
<text class="axis-title" x="${LEFT + (columns * wide) / 2}" y="${titleY}" text-anchor="middle">${short(lastKey(heat.across.path))}</text>
<text class="axis-title" transform="translate(14 ${TOP + (rows * tall) / 2}) rotate(-90)" text-anchor="middle">${short(lastKey(heat.up.path))}</text>
${known.length > 0 && legend(titleY + 22, scoreText(low, figure, 2), scoreText(high, figure, 2), { figure, isOne: low === high })}
</svg>`
}

/** Level where they fit into their cells, else slanted; with the height that they take. */
function acrossLabels(texts: readonly string[], wide: number, foot: number): { labels: Content; height: number } {
  const every = Math.ceil(texts.length / LABELS_MAX)
  const longest = Math.max(...texts.map((text) => short(text).length)) * GLYPH
  const isLevel = longest <= wide * every - 6
  const height = isLevel ? 16 : Math.ceil(longest * Math.sin(Math.PI / 3)) + 12
  const labels = texts.map((text, column) => {
    if (column % every !== 0) return null
    const x = LEFT + column * wide + wide / 2
    return isLevel
      ? markup`<text x="${x}" y="${foot + 15}" text-anchor="middle">${short(text)}</text>`
      : markup`<text transform="translate(${x + 4} ${foot + 10}) rotate(-60)" text-anchor="end">${short(text)}</text>`
  })
  return { labels, height }
}

/** From the worst of the cells to the best. */
function legend(
  y: number,
  low: string,
  high: string,
  { figure, isOne }: { figure: HeatFigure; isOne: boolean },
): Markup {
  const step = LEGEND.width / LEGEND.steps
  const strength = (at: number): number => (isOne ? 1 : WEAKEST + ((1 - WEAKEST) * at) / (LEGEND.steps - 1))
  return markup`<g class="legend">${Array.from({ length: LEGEND.steps }, (_, at) => markup`<rect class="cell" x="${(LEFT + at * step).toFixed(1)}" y="${y}" width="${step.toFixed(1)}" height="${LEGEND.height}" fill-opacity="${strength(at).toFixed(3)}"/>`)}
<text x="${LEFT}" y="${y + LEGEND.height + 15}">${isOne ? high : low}</text>
${!isOne && markup`<text x="${LEFT + LEGEND.width}" y="${y + LEGEND.height + 15}" text-anchor="end">${high}</text>`}
<text class="axis-title" x="${LEFT + LEGEND.width + 14}" y="${y + 10}">${figure.title}, best in the cell</text></g>`
}

/** A score as the figure that it is: `12.5%`, `1,234`, `0.42`. */
export function scoreText(
  score: number,
  { isPercent, sign }: Pick<HeatFigure, 'isPercent' | 'sign'>,
  digits: number,
): string {
  const value = score * sign * (isPercent ? 100 : 1)
  const isWhole = (!isPercent && Number.isInteger(value)) || Math.abs(value) >= 1000
  // One digit of a ratio would make neighbours alike.
  const text = Math.abs(value).toFixed(isWhole ? 0 : isPercent ? digits : 2)
  const [whole, fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const negative = value < 0 && Number(text) !== 0 ? '−' : ''
  return `${negative}${grouped}${fraction === undefined ? '' : `.${fraction}`}${isPercent ? '%' : ''}`
}

const SHORT = 16

function short(text: string): string {
  return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text
}

function lastKey(path: string): string {
  return path.split('.').at(-1)!
}

function within([least, most]: readonly [number, number], value: number): number {
  return Math.min(Math.max(value, least), most)
}
