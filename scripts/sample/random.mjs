// Random draws for the sample data. They use + − × ÷ and square roots alone, which IEEE 754 rounds exactly: unlike
// Math.log, Math.exp or **, they give the same bits in every version of Node, so the files can be compared to the byte.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const DEGREES_OF_FREEDOM = 5
/** A shock beyond this many standard deviations is cut: with five degrees of freedom the tails have no end. */
const SHOCK_MAX = 8

/**
 * A stream of draws that belongs to one seed.
 *
 * @param {number} seed
 * @returns {import('../make-sample.mjs').Draws}
 */
export function drawsFrom(seed) {
  const generator = xoroshiro128plus(seed)
  const uniform = () => uniformFloat64(generator)

  /** Nearly normal, mean 0 and variance 1: the sum of twelve uniform draws, less six (Irwin–Hall). */
  const normal = () => {
    let sum = -6
    for (let draw = 0; draw < 12; draw++) sum += uniform()
    return sum
  }

  /** Student's t, scaled to variance 1: the fat tails of returns. */
  const shock = () => {
    let squares = 0
    for (let draw = 0; draw < DEGREES_OF_FREEDOM; draw++) squares += square(normal())
    const t = normal() / Math.sqrt(squares / DEGREES_OF_FREEDOM)
    const scaled = t / Math.sqrt(DEGREES_OF_FREEDOM / (DEGREES_OF_FREEDOM - 2))
    return Math.max(-SHOCK_MAX, Math.min(SHOCK_MAX, scaled))
  }

  return { uniform, normal, shock }
}

/** @param {number} value */
export function square(value) {
  return value * value
}
