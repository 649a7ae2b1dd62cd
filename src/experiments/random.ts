import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** Draws that are the same for the same seed, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  readonly uniform: () => number
  /** Uniform over the whole numbers 0 … count − 1, without bias. */
  readonly below: (count: number) => number
}

/**
 * The draws of one stream of a seed (xoroshiro128+). Streams of one seed are independent: path 17 of a bootstrap or batch
 * 3 of a search can be drawn alone, in any worker. The four words of state come from SplitMix-style mixing of seed and
 * stream, since the generator's own seeding gives neighbouring seeds neighbouring first draws.
 */
export function randomOf(seed: number, stream = 0): Random {
  let word = mixed(mixed(seed | 0) ^ mixed(Math.imul(stream | 0, 0x9e3779b1) ^ 0x5851f42d))
  const state = Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) | 0
    return mixed(word)
  })
  const generator = xoroshiro128plusFromState(state)
  return {
    uniform: () => uniformFloat64(generator),
    below: (count) => uniformInt(generator, 0, count - 1),
  }
}

/** MurmurHash3's 32-bit finalizer: every bit of the input moves half of the bits of the output. */
function mixed(word: number): number {
  let bits = word
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
