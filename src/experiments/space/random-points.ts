import { randomOf, type Random } from '../random.js'
import { continuousAt, type Dimension, keyOf, type Point } from './dimension.js'
import { combinationsOf, gridPoint } from './grid.js'

/** Up to here a grid is drawn from by index, so that no draw is lost on a point that is taken. */
const INDEXED_MAX = 2 ** 31

/** Draws in a row that may give points which are taken before a space counts as used up. */
const TAKEN_MAX = 10_000

/**
 * `count` distinct points, drawn evenly, in the order in which they are drawn: the first n of a larger draw with the same
 * seed are those of a smaller one. Of a grid with fewer points: all of them.
 */
export function randomPoints(space: readonly Dimension[], count: number, seed: number): readonly Point[] {
  const random = randomOf(seed)
  const size = combinationsOf(space)
  if (size !== null && size <= INDEXED_MAX) {
    return shuffled(size, Math.min(count, size), random).map((index) => gridPoint(space, index))
  }
  const seen = new Set<string>()
  const points: Point[] = []
  for (let taken = 0; points.length < count && taken < TAKEN_MAX; ) {
    const point = space.map((dimension) => drawn(dimension, random))
    const key = keyOf(point)
    if (seen.has(key)) {
      taken++
      continue
    }
    taken = 0
    seen.add(key)
    points.push(point)
  }
  return points
}

/** One value, each equally likely; of a log range, each ratio. */
export function drawn(dimension: Dimension, random: Random): Point[number] {
  return dimension.kind === 'continuous'
    ? continuousAt(dimension, random.uniform())
    : dimension.values[random.below(dimension.values.length)]
}

/** The first `count` indices of a shuffle of 0 … size − 1 (Fisher and Yates), of which only what was moved is kept. */
function shuffled(size: number, count: number, random: Random): readonly number[] {
  const moved = new Map<number, number>()
  return Array.from({ length: count }, (_, at) => {
    const from = at + random.below(size - at)
    const index = moved.get(from) ?? from
    moved.set(from, moved.get(at) ?? at)
    return index
  })
}
