import { continuousAt, type Dimension, type Setting, shareOf } from '../space/dimension.js'
import type { Axis } from './parzen.js'

/** A dimension as the numbers that densities are made over, and back. */
export interface Coordinate {
  readonly axis: Axis
  readonly of: (setting: Setting) => number
  readonly at: (value: number) => Setting
}

/** Ranges without a step as a share of the range, ordered lists by rank, other lists by index. */
export function coordinateOf(dimension: Dimension): Coordinate {
  if (dimension.kind === 'continuous') {
    return {
      axis: { kind: 'share' },
      of: (setting) => shareOf(dimension, setting as number),
      at: (value) => continuousAt(dimension, value),
    }
  }
  const { values, ranks, isOrdered } = dimension
  const places = new Map(ranks.map((index, rank) => [JSON.stringify(values[index]), rank]))
  return {
    axis: { kind: isOrdered ? 'steps' : 'choice', count: values.length },
    of: (setting) => places.get(JSON.stringify(setting))!,
    at: (value) => values[ranks[value]],
  }
}
