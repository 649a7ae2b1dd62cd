import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '#experiments/space/dimension.js'
import { combinationsOf, gridPoint, gridPoints } from '#experiments/space/grid.js'
import { randomPoints } from '#experiments/space/random-points.js'
import { spaceOf } from '#experiments/space/vary.js'
import { failureOf } from '../../market/failure-of.js'

const small = spaceOf(['a=1,2', 'b=x,y,z'])
const wide = spaceOf(['a=0..1', 'b=log(0.01..100)', 'c=x,y'])

describe('a grid', () => {
  it('has every combination once, the last path changing fastest', () => {
    expect([...gridPoints(small)]).toEqual([
      [1, 'x'],
      [1, 'y'],
      [1, 'z'],
      [2, 'x'],
      [2, 'y'],
      [2, 'z'],
    ])
    expect(gridPoints(small).size).toBe(6)
    expect(gridPoint(small, 4)).toEqual([2, 'y'])
    expect([...gridPoints([])]).toEqual([[]])
  })

  it('is counted before it is made, and refused above a million', async () => {
    const large = spaceOf(['a=1..1000/1', 'b=1..1001/1'])
    expect(combinationsOf(large)).toBe(1_001_000)
    const failure = await failureOf(() => gridPoints(large))
    expect(failure.code).toBe('too-many-combinations')
    expect(failure.message).toBe('found 1000 × 1001 = 1,001,000 combinations; expected at most 1,000,000')
    expect(gridPoints(large, true).size).toBe(1_001_000)
  })

  it('needs steps', async () => {
    expect(combinationsOf(wide)).toBeNull()
    const failure = await failureOf(() => gridPoints(wide))
    expect(failure).toMatchObject({ code: 'grid-endless', where: '--vary a' })
  })
})

describe('random points', () => {
  it('are distinct points of the space, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 8 }), (seed, count) => {
        const points = randomPoints(small, count, seed)
        expect(new Set(points.map(keyOf)).size).toBe(Math.min(count, 6))
        expect(randomPoints(small, count, seed)).toEqual(points)
        const all = new Set([...gridPoints(small)].map(keyOf))
        expect(points.every((point) => all.has(keyOf(point)))).toBe(true)
      }),
    )
  })

  it('of a smaller draw are the first of a larger one', () => {
    expect(randomPoints(wide, 20, 3).slice(0, 5)).toEqual(randomPoints(wide, 5, 3))
    expect(randomPoints(small, 6, 3).slice(0, 2)).toEqual(randomPoints(small, 2, 3))
    expect(randomPoints(wide, 5, 4)).not.toEqual(randomPoints(wide, 5, 3))
  })

  it('draw each point of a grid equally often', () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 6000; seed++) {
      const key = keyOf(randomPoints(small, 2, seed)[1])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    // 1,000 expected of each, with a deviation of 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
    expect(counts.size).toBe(6)
  })

  it('draw each decade of a log range equally often, and a linear one evenly', () => {
    const points = randomPoints(wide, 4000, 1) as readonly (readonly [number, number, string])[]
    for (const decade of [0.01, 0.1, 1, 10]) {
      const inside = points.filter(([, b]) => b >= decade && b < decade * 10).length
      expect(Math.abs(inside - 1000)).toBeLessThan(130)
    }
    expect(Math.abs(points.filter(([a]) => a < 0.25).length - 1000)).toBeLessThan(130)
  })

  it('cover a space too large to number, and end where a range has no more numbers', () => {
    const huge = spaceOf(['a=1..100000/1', 'b=1..100000/1'])
    expect(new Set(randomPoints(huge, 1000, 1).map(keyOf)).size).toBe(1000)
    const thin = spaceOf(['a=log(1..1.00002)'])
    expect(randomPoints(thin, 10, 1).length).toBeLessThan(10)
  })
})
