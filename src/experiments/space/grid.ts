import { InputError } from '#domain/failure.js'
import type { Dimension, Point } from './dimension.js'

/** More combinations than this are run only when asked for twice. */
export const COMBINATIONS_MAX = 1_000_000

/** How many points a space has; null where a range without a step makes them endless. */
export function combinationsOf(space: readonly Dimension[]): number | null {
  let count = 1
  for (const dimension of space) {
    if (dimension.kind === 'continuous') return null
    count *= dimension.values.length
  }
  return count
}

/**
 * Every combination, the last dimension changing fastest: the order of nested loops, and the same every time. Counted
 * before the first is made: throws `InputError` `grid-endless` where a range has no step, and `too-many-combinations` above
 * 10⁶ unless `isManyAllowed`.
 */
export function gridPoints(
  space: readonly Dimension[],
  isManyAllowed = false,
): Iterable<Point> & { readonly size: number } {
  const size = combinationsOf(space)
  if (size === null) throw endless(space)
  if (size > COMBINATIONS_MAX && !isManyAllowed) throw tooMany(space, size)
  return {
    size,
    *[Symbol.iterator]() {
      for (let index = 0; index < size; index++) yield gridPoint(space, index)
    },
  }
}

/** The point at an index of the grid, of a space that has one. */
export function gridPoint(space: readonly Dimension[], index: number): Point {
  const point = Array.from(space, (): Point[number] => null)
  let rest = index
  for (let at = space.length - 1; at >= 0; at--) {
    const dimension = space[at]
    if (dimension.kind === 'continuous') throw endless(space)
    point[at] = dimension.values[rest % dimension.values.length]
    rest = Math.floor(rest / dimension.values.length)
  }
  return point
}

function endless(space: readonly Dimension[]): InputError {
  const path = space.find(({ kind }) => kind === 'continuous')!.path.join('.')
  return new InputError('grid-endless', 'found a range without a step; expected one, or a list, for a grid', {
    where: `--vary ${path}`,
    hint: 'Write the step, as in 0..1/0.05; hedgerow sweep searches a range, too: --search random or --search tpe.',
  })
}

function tooMany(space: readonly Dimension[], size: number): InputError {
  const factors = space.map((dimension) => (dimension.kind === 'listed' ? dimension.values.length : 0)).join(' × ')
  const count = size.toLocaleString('en-US')
  return new InputError(
    'too-many-combinations',
    `found ${factors} = ${count} combinations; expected at most 1,000,000`,
    {
      where: '--vary',
      hint: 'Take larger steps, let hedgerow sweep search a part of them (--search random or --search tpe), or add --yes (in the library isManyAllowed).',
    },
  )
}
