import { quantile } from '#analysis/quantile.js'
import { type Dimension, type Point, shareOf } from '../space/dimension.js'

/** Points of a range without a step are neighbours within this share of it. */
const NEAR = 0.1

/** A winner whose neighbours lose more than this share of its advantage stands on a peak. */
const PEAK = 0.5

/** A point within this share of the end of a range lies at its edge. */
const EDGE = 0.02

/** A point that was tried and what it was worth, more being better; null where that is undefined. */
export interface ScoredPoint {
  readonly point: Point
  readonly score: number | null
}

/** How the points around the best one did: whether it stands on a peak, or on a plateau where it need not be hit exactly. */
export interface Neighbourhood {
  /** Tried points within one step in every dimension. */
  readonly count: number
  /** Of their scores. */
  readonly worst: number
  readonly median: number
  readonly best: number
  /** Share of the winner's advantage over the median of all points that the median neighbour lacks: 0 all of it is kept. */
  readonly lost: number
  readonly shape: 'peak' | 'plateau'
}

/**
 * The neighbours of the winner: tried points at most one value away in every ordered list, within a tenth of every range
 * without a step, and with the same choice in every other list. The idea of preferring plateaus is Pardo's (2008, "The
 * Evaluation and Optimization of Trading Strategies"); the measure is ours. Null where it has none, or no advantage over
 * the median of all points.
 */
export function neighbourhoodOf(
  space: readonly Dimension[],
  points: readonly ScoredPoint[],
  winner: number,
): Neighbourhood | null {
  const { point: best, score } = points[winner]
  const isNear = space.map((dimension, at) => nearness(dimension, best[at]))
  const near = points.filter(({ point }, index) => index !== winner && isNear.every((near, at) => near(point[at])))
  const scores = sortedScores(near)
  const median = quantile(scores, 0.5)
  const usual = quantile(sortedScores(points), 0.5)
  if (score === null || median === null || usual === null || score <= usual) return null
  const lost = (score - median) / (score - usual)
  return {
    count: scores.length,
    worst: scores[0],
    median,
    best: scores[scores.length - 1],
    lost,
    shape: lost > PEAK ? 'peak' : 'plateau',
  }
}

/** The config paths in which a point lies at an end of what was tried, so that better may lie beyond. */
export function edgesOf(space: readonly Dimension[], point: Point): readonly string[] {
  return space.filter((dimension, at) => isAtEdge(dimension, point[at])).map(({ path }) => path.join('.'))
}

function isAtEdge(dimension: Dimension, setting: Point[number]): boolean {
  if (dimension.kind === 'continuous') {
    const share = shareOf(dimension, setting as number)
    return share < EDGE || share > 1 - EDGE
  }
  const { values, ranks, isOrdered } = dimension
  const ends = [values[ranks[0]], values[ranks[ranks.length - 1]]]
  return isOrdered && values.length > 1 && ends.includes(setting)
}

function nearness(dimension: Dimension, center: Point[number]): (setting: Point[number]) => boolean {
  if (dimension.kind === 'continuous') {
    const share = shareOf(dimension, center as number)
    return (setting) => Math.abs(shareOf(dimension, setting as number) - share) <= NEAR
  }
  const { values, ranks, isOrdered } = dimension
  const rankOf = new Map(ranks.map((index, rank) => [JSON.stringify(values[index]), rank]))
  const rank = rankOf.get(JSON.stringify(center))!
  return (setting) => Math.abs(rankOf.get(JSON.stringify(setting))! - rank) <= (isOrdered ? 1 : 0)
}

function sortedScores(points: readonly ScoredPoint[]): Float64Array {
  return Float64Array.from(points.flatMap(({ score }) => (score === null ? [] : score))).sort()
}
