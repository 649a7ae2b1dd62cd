import { quantile } from '#analysis/quantile.js'
import { type Dimension, type Point, shareOf } from '../space/dimension.js'

/** Points of a range without a step are neighbours within this share of it. */
const NEAR = 0.1

/** A winner whose neighbours lose more than this share of its advantage stands on a peak. */
const PEAK = 0.5

/** A point within this share of the end of a range lies at its edge. */
const EDGE = 0.02

/** A point that was tried. */
export interface ScoredPoint {
  readonly point: Point
  /** What it was worth, more being better; null where that is undefined: it failed, was refused, or never traded. */
  readonly score: number | null
  /** Whether it keeps to the constraints. */
  readonly isFeasible: boolean
}

/** How the points around the best one did: whether it stands on a peak, or on a plateau where it need not be hit exactly. */
export interface Neighbourhood {
  /** Tried points within one step in every dimension. */
  readonly count: number
  /** So many of them break a constraint or are worth nothing: they count as worse than any other. */
  readonly fallen: number
  /** Of their scores; null where that neighbour is one of the fallen. */
  readonly worst: number | null
  readonly median: number | null
  readonly best: number | null
  /**
   * Share of the winner's advantage over the median of all points that the median neighbour lacks: 0 all of it is kept; null
   * where that neighbour is one of the fallen.
   */
  readonly lost: number | null
  readonly shape: 'peak' | 'plateau'
}

/**
 * The neighbours of the winner: tried points at most one value away in every ordered list, within a tenth of every range
 * without a step, and with the same choice in every other list. The idea of preferring plateaus is Pardo's (2008, "The
 * Evaluation and Optimization of Trading Strategies"); the measure is ours. Null where it has none, or no advantage over
 * the median of all points that are worth something, whether they keep to the constraints or not.
 */
export function neighbourhoodOf(
  space: readonly Dimension[],
  points: readonly ScoredPoint[],
  winner: number,
): Neighbourhood | null {
  const { point: center, score } = points[winner]
  const isNear = space.map((dimension, at) => nearness(dimension, center[at]))
  const near = points.filter(({ point }, index) => index !== winner && isNear.every((near, at) => near(point[at])))
  const usual = quantile(sorted(points.flatMap((point) => point.score ?? [])), 0.5)
  if (score === null || usual === null || score <= usual || near.length === 0) return null
  const kept = near.map(({ score: value, isFeasible }) => (isFeasible && value !== null ? value : -Infinity))
  const scores = sorted(kept)
  const median = finite(quantile(scores, 0.5))
  const lost = median === null ? null : (score - median) / (score - usual)
  return {
    count: scores.length,
    fallen: kept.filter((value) => value === -Infinity).length,
    worst: finite(scores[0]),
    median,
    best: finite(scores[scores.length - 1]),
    lost,
    shape: lost === null || lost > PEAK ? 'peak' : 'plateau',
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
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

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}
