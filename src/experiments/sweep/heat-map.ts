import { type Dimension, type Point, type Setting, shareOf } from '../space/dimension.js'

/** Cells along a side at most: more could not be told apart. */
const CELLS_MAX = 40
/** Cells of a range without a step. */
const CELLS_OF_RANGE = 20

/** More make more maps than anybody looks at. */
const DIMENSIONS_MAX = 8

/** One side of the map. */
interface Side {
  /** Place of its dimension in a point. */
  readonly at: number
  readonly path: string
  /** What each cell holds, in words, the lowest first. */
  readonly labels: readonly string[]
  readonly cellOf: (setting: Setting) => number
}

/** The best score in each cell of two parameters, whatever the others are. */
export class HeatMap {
  readonly across: Side
  readonly up: Side
  /** Row by row from the lowest of `up`; null where nothing in the cell has a score. */
  readonly cells: (number | null)[]

  private constructor(across: Side, up: Side) {
    this.across = across
    this.up = up
    this.cells = Array.from({ length: across.labels.length * up.labels.length }, () => null)
  }

  /** One for each two of the first dimensions that have more than one value. */
  static allOf(space: readonly Dimension[]): readonly HeatMap[] {
    const sides = space.flatMap((dimension, at) =>
      dimension.kind === 'listed' && dimension.values.length < 2 ? [] : [sideOf(dimension, at)],
    )
    const mapped = sides.slice(0, DIMENSIONS_MAX)
    return mapped.flatMap((across, at) => mapped.slice(at + 1).map((up) => new HeatMap(across, up)))
  }

  add(point: Point, score: number | null): void {
    if (score === null) return
    const cell = this.cellOf(point)
    const known = this.cells[cell]
    if (known === null || score > known) this.cells[cell] = score
  }

  cellOf(point: Point): number {
    return this.up.cellOf(point[this.up.at]) * this.across.labels.length + this.across.cellOf(point[this.across.at])
  }
}

function sideOf(dimension: Dimension, at: number): Side {
  const path = dimension.path.join('.')
  if (dimension.kind === 'continuous') {
    const cellOf = (setting: Setting): number =>
      Math.min(Math.floor(shareOf(dimension, setting as number) * CELLS_OF_RANGE), CELLS_OF_RANGE - 1)
    const { from, to, scale } = dimension
    const labels = Array.from({ length: CELLS_OF_RANGE }, (_, cell) => {
      const share = (cell + 0.5) / CELLS_OF_RANGE
      const middle = scale === 'linear' ? from + (to - from) * share : from * (to / from) ** share
      return `≈ ${Number(middle.toPrecision(3))}`
    })
    return { at, path, labels, cellOf }
  }
  const { values, ranks } = dimension
  const cells = Math.min(values.length, CELLS_MAX)
  const rankOf = new Map(ranks.map((index, rank) => [JSON.stringify(values[index]), rank]))
  const cellOfRank = (rank: number): number => Math.floor((rank * cells) / values.length)
  return {
    at,
    path,
    labels: Array.from({ length: cells }, (_, cell) => words(values[ranks[Math.ceil((cell * values.length) / cells)]])),
    cellOf: (setting) => cellOfRank(rankOf.get(JSON.stringify(setting))!),
  }
}

function words(setting: Setting): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting)
}
