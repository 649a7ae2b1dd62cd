import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomOf } from '#experiments/random.js'
import { kernelWidths } from '#experiments/search/kernel-widths.js'
import { type Axis, parzen } from '#experiments/search/parzen.js'

/** Normal kernels leave out the constant of every dimension. */
const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI)

const steps: Axis = { kind: 'steps', count: 7 }
const share: Axis = { kind: 'share' }
const choice: Axis = { kind: 'choice', count: 3 }

describe('a density of Parzen', () => {
  it('of a range has an area of one, wherever the observations lie', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const { logDensity } = parzen(
          [share],
          values.map((one) => [one]),
        )
        let area = 0
        for (let at = 0.5; at < 4000; at++) area += Math.exp(logDensity([at / 4000])) / 4000
        expect(Math.abs(area / ROOT_OF_TWO_PI - 1)).toBeLessThan(0.001)
      }),
      { numRuns: 50 },
    )
  })

  it('of steps adds up to one, within what the width of a step leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 60, size: 'max' }), (values) => {
        const { logDensity } = parzen(
          [steps],
          values.map((one) => [one]),
        )
        const total = [0, 1, 2, 3, 4, 5, 6].reduce((sum, at) => sum + Math.exp(logDensity([at])), 0)
        expect(Math.abs(total / ROOT_OF_TWO_PI - 1)).toBeLessThan(0.06)
      }),
      { numRuns: 50 },
    )
  })

  it('of choices adds up to one, and is even without observations', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 40 }), (values) => {
        const { logDensity } = parzen(
          [choice],
          values.map((one) => [one]),
        )
        expect([0, 1, 2].reduce((sum, at) => sum + Math.exp(logDensity([at])), 0)).toBeCloseTo(1, 10)
      }),
    )
    const { logDensity } = parzen([choice], [])
    expect(Math.exp(logDensity([2]))).toBeCloseTo(1 / 3, 12)
    // One observation and the prior, half each: of the observed (1 + ½) ÷ 2.5, of each other ½ ÷ 2.5.
    const once = parzen([choice], [[1]])
    expect(Math.exp(once.logDensity([1]))).toBeCloseTo(0.6 / 2 + 1 / 6, 12)
    expect(Math.exp(once.logDensity([0]))).toBeCloseTo(0.2 / 2 + 1 / 6, 12)
  })

  it('is drawn from as it says', () => {
    const model = parzen(
      [steps, choice],
      [
        [1, 0],
        [1, 0],
        [5, 2],
      ],
    )
    const random = randomOf(3)
    const draws = 40_000
    const counts = new Map<string, number>()
    for (let draw = 0; draw < draws; draw++) {
      const key = model.sample(random).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (let step = 0; step < 7; step++) {
      for (let option = 0; option < 3; option++) {
        const expected = Math.exp(model.logDensity([step, option])) / ROOT_OF_TWO_PI
        expect(Math.abs((counts.get(`${step},${option}`) ?? 0) / draws - expected)).toBeLessThan(0.012)
      }
    }
  })

  it('keeps together what was observed together', () => {
    const { logDensity } = parzen(
      [share, share],
      Array.from({ length: 20 }, (_, at) => (at < 10 ? [0.1, 0.1] : [0.9, 0.9])),
    )
    expect(logDensity([0.1, 0.1])).toBeGreaterThan(logDensity([0.1, 0.9]) + 2)
  })

  it('forgets: the oldest of 60 observations count a sixtieth of the latest 25', () => {
    const at = (place: number) =>
      parzen(
        [choice],
        Array.from({ length: 60 }, (_, index) => [index === place ? 1 : 0]),
      ).logDensity([1])
    expect(at(0)).toBeLessThan(at(20))
    expect(at(20)).toBeLessThan(at(40))
    expect(at(40)).toBeCloseTo(at(59), 12)
  })
})

describe('the width of a kernel', () => {
  it('is the larger gap to its neighbours, within bounds; the last one is the prior', () => {
    // Sorted: 0.1, 0.2, 0.5 (the prior), 0.51. The narrowest of four is 1 ÷ 5.
    const widths = kernelWidths(Float64Array.of(0.51, 0.1, 0.2, 0.5), 0, 1)
    expect([...widths].map((width) => width.toFixed(3))).toEqual(['0.200', '0.200', '0.300', '1.000'])
    const crowd = kernelWidths(new Float64Array(500).fill(0.5), 0, 20)
    expect(crowd[0]).toBe(0.2)
    expect(crowd[499]).toBe(20)
  })
})
