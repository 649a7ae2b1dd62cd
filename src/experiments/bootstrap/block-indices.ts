import type { Random } from '../random.js'

/**
 * The stationary bootstrap (Politis and Romano 1994): for each of `count` places the one of `count` that comes there.
 * Blocks begin anywhere with equal probability and go on past the end at the beginning; their lengths are geometric with a
 * mean of `meanLength`, at least 1. So every place comes equally often, wherever, and two that follow each other usually did
 * so in the history.
 */
export function blockIndices(count: number, meanLength: number, random: Random): Int32Array {
  const indices = new Int32Array(count)
  let source = 0
  for (let place = 0; place < count; place++) {
    const isNewBlock = place === 0 || random.uniform() * meanLength < 1
    source = isNewBlock ? random.below(count) : (source + 1) % count
    indices[place] = source
  }
  return indices
}
