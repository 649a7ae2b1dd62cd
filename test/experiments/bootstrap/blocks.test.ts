import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockIndices } from '#experiments/bootstrap/block-indices.js'
import { randomOf } from '#experiments/random.js'

describe('the blocks of a stationary bootstrap', () => {
  it('go on by one within a block, from the end to the beginning', () => {
    const indices = blockIndices(50, 1e12, randomOf(3))
    for (let at = 1; at < 50; at++) expect(indices[at]).toBe((indices[at - 1] + 1) % 50)
  })

  it('are single candles at a mean length of one', () => {
    const indices = blockIndices(100_000, 1, randomOf(4))
    const followed = indices.filter((index, at) => at > 0 && index === (indices[at - 1] + 1) % 100_000).length
    expect(followed).toBeLessThan(12)
  })

  it('have the mean length that was asked for, geometrically', () => {
    const count = 200_000
    const indices = blockIndices(count, 72, randomOf(5))
    const lengths: number[] = []
    let length = 1
    for (let at = 1; at < count; at++) {
      if (indices[at] === (indices[at - 1] + 1) % count) length++
      else {
        lengths.push(length)
        length = 1
      }
    }
    // 2,778 blocks expected; a mean of 72 with a deviation of 72 ÷ √2,778 = 1.4.
    const mean = lengths.reduce((sum, value) => sum + value, 0) / lengths.length
    expect(Math.abs(mean - 72)).toBeLessThan(5)
    // A share of e⁻¹ is longer than the mean.
    expect(Math.abs(lengths.filter((value) => value > 72).length / lengths.length - Math.exp(-1))).toBeLessThan(0.04)
  })

  it('take every place equally often, its ends too', () => {
    const counts = new Int32Array(20)
    for (let path = 0; path < 20_000; path++) {
      for (const index of blockIndices(20, 5, randomOf(6, path))) counts[index]++
    }
    // 20,000 expected of each. Places of a block come together, which leaves a deviation of about 330.
    for (const count of counts) expect(Math.abs(count - 20_000)).toBeLessThan(1500)
  })

  it('are the same for the same seed and path, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1000), (seed, path) => {
        const drawn = blockIndices(100, 7, randomOf(seed, path))
        expect(blockIndices(100, 7, randomOf(seed, path))).toEqual(drawn)
        expect(blockIndices(100, 7, randomOf(seed, path + 1))).not.toEqual(drawn)
        expect(blockIndices(100, 7, randomOf(seed + 1, path))).not.toEqual(drawn)
      }),
    )
  })
})

describe('the draws of a seed', () => {
  it('stay as they are: what was drawn once can be drawn again', () => {
    const { uniform, below } = randomOf(1)
    expect([uniform(), uniform(), below(6), below(1_000_000)]).toMatchInlineSnapshot(`
      [
        0.21532828733155818,
        0.5485480033897869,
        5,
        153050,
      ]
    `)
  })

  it('are spread over their range from the first one on, also over seeds and streams that follow each other', () => {
    for (const firsts of [
      Array.from({ length: 4000 }, (_, seed) => randomOf(seed).uniform()),
      Array.from({ length: 4000 }, (_, stream) => randomOf(7, stream).uniform()),
    ]) {
      for (let tenth = 0; tenth < 10; tenth++) {
        const inside = firsts.filter((value) => Math.floor(value * 10) === tenth).length
        expect(Math.abs(inside - 400)).toBeLessThan(90)
      }
      const mean = firsts.reduce((sum, value) => sum + value, 0) / 4000
      let together = 0
      for (let at = 1; at < 4000; at++) together += (firsts[at] - mean) * (firsts[at - 1] - mean)
      // The correlation of neighbours: 0, with a deviation of 1 ÷ √4000 = 0.016.
      expect(Math.abs(together / 4000 / (1 / 12))).toBeLessThan(0.06)
    }
  })
})
