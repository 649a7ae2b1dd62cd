import type { ToldHeatMap } from './exploration.js'
import { markup, type Markup } from './html-markup.js'

/** A side of a cell in pixels, of a small map and of one with many cells. */
const SIDE_LARGE = 44
const SIDE_SMALL = 22
const LARGE_MAX = 14
const LEFT = 110
const BOTTOM = 56
const LABELS_MAX = 20

/** The best score of each cell: the stronger, the better. `shown` writes a score as the figure that it is. */
export function heatMapSvg(
  heat: Pick<ToldHeatMap, 'across' | 'up' | 'cells'>,
  best: number | null,
  shown: (score: number) => string,
): Markup {
  const columns = heat.across.labels.length
  const rows = heat.up.labels.length
  const side = Math.max(columns, rows) <= LARGE_MAX ? SIDE_LARGE : SIDE_SMALL
  const known = heat.cells.filter((score) => score !== null)
  const low = known.reduce((least, score) => Math.min(least, score), Infinity)
  const high = known.reduce((most, score) => Math.max(most, score), -Infinity)
  const place = (cell: number) => ({
    x: LEFT + (cell % columns) * side,
    y: (rows - 1 - Math.floor(cell / columns)) * side,
  })
  const cells = heat.cells.map((score, cell) => {
    const { x, y } = place(cell)
    const words = `${heat.across.path} ${heat.across.labels[cell % columns]}, ${heat.up.path} ${heat.up.labels[Math.floor(cell / columns)]}: ${score === null ? '–' : shown(score)}`
    const strength = score === null ? 1 : high === low ? 1 : 0.08 + (0.92 * (score - low)) / (high - low)
    return markup`<rect class="${score === null ? 'empty' : 'cell'}" x="${x}" y="${y}" width="${side - 1}" height="${side - 1}" fill-opacity="${strength.toFixed(3)}"><title>${words}</title></rect>
`
  })
  const ring = best === null ? null : place(best)
  const height = rows * side
  const everyColumn = Math.ceil(columns / LABELS_MAX)
  const everyRow = Math.ceil(rows / LABELS_MAX)
  return markup`<svg viewBox="0 0 ${Math.max(LEFT + columns * side, 420)} ${height + BOTTOM}" width="${Math.max(LEFT + columns * side, 420)}" role="img" class="heat-map" aria-label="The best score by ${heat.across.path} and ${heat.up.path}">
${cells}
${ring && markup`<rect class="best" x="${ring.x - 1}" y="${ring.y - 1}" width="${side + 1}" height="${side + 1}"/>`}
${heat.up.labels.map((label, row) => row % everyRow === 0 && markup`<text x="${LEFT - 6}" y="${(rows - 1 - row) * side + side / 2 + 4}" text-anchor="end">${label}</text>`)}
${heat.across.labels.map((label, column) => column % everyColumn === 0 && markup`<text transform="translate(${LEFT + column * side + side / 2 + 4} ${height + 8}) rotate(-60)" text-anchor="end">${label}</text>`)}
</svg>`
}
