import { normalQuantile } from '#experiments/normal.js'

const N = 624
const M = 397

/**
 * R's `set.seed(seed)` and `rnorm` as they are by default: a Mersenne Twister whose state is scrambled by a congruential
 * generator, and normals by inversion of two uniforms with 27 bits from the first. For examples published with a seed.
 */
export function rNormals(seed: number): () => number {
  const uniform = mersenneTwister(seed)
  const big = 2 ** 27
  return () => normalQuantile((Math.floor(big * uniform()) + uniform()) / big)
}

function mersenneTwister(seed: number): () => number {
  let scrambled = seed >>> 0
  const scramble = () => (scrambled = (Math.imul(69069, scrambled) + 1) >>> 0)
  for (let round = 0; round < 50; round++) scramble()
  // The first word is the place in the state, which R then sets to the end.
  scramble()
  const state = Uint32Array.from({ length: N }, scramble)
  let next = N
  return () => {
    if (next === N) {
      for (let at = 0; at < N; at++) {
        const bits = (state[at] & 0x80000000) | (state[(at + 1) % N] & 0x7fffffff)
        state[at] = state[(at + M) % N] ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0)
      }
      next = 0
    }
    let word = state[next++]
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return (word >>> 0) * 2.3283064365386963e-10
  }
}
