import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveTrials, meanCorrelation } from '#experiments/overfitting/effective-trials.js'
import { expectedMaxSharpe } from '#experiments/overfitting/expected-max-sharpe.js'
import { minTrackRecord } from '#experiments/overfitting/min-track-record.js'
import { probabilisticSharpe } from '#experiments/overfitting/probabilistic-sharpe.js'
import { sharpeEstimate } from '#experiments/overfitting/sharpe-estimate.js'
import { randomOf } from '#experiments/random.js'

const series = (seed: number, length = 200) => {
  const { uniform } = randomOf(seed)
  return Float64Array.from({ length }, () => uniform() - 0.5)
}

describe('the Sharpe ratio of a track record', () => {
  it('is estimated with its shape, per return', () => {
    // Mean 2, squares about it 1 + 1 + 1 + 1 + 16 = 20 over 5: variance 5 sample, 4 population; cubes −4 + 64 = 60 ÷ 5 = 12.
    const found = sharpeEstimate(Float64Array.of(1, 1, 1, 1, 6))!
    expect(found.sharpe).toBeCloseTo(2 / Math.sqrt(5), 12)
    expect(found.skewness).toBeCloseTo(12 / 8, 12)
    // Fourth powers 4 × 1 + 256 = 260 ÷ 5 = 52, over 16.
    expect(found.kurtosis).toBeCloseTo(52 / 16, 12)
    expect(found.observations).toBe(5)
  })

  it('is not defined where returns do not deviate', () => {
    expect(sharpeEstimate(new Float64Array(10))).toBeNull()
    expect(sharpeEstimate(Float64Array.of(0.1))).toBeNull()
  })

  it('reaches the confidence that was asked for at the minimum length, and not before', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0.6, max: 0.99, noNaN: true }),
        (sharpe, skewness, beyond, confidence) => {
          const estimate = { sharpe, skewness, kurtosis: 1 + skewness ** 2 + 0.1 + beyond, observations: 0 }
          const length = minTrackRecord(estimate, 0.01, confidence)!
          fc.pre(length > 3)
          expect(probabilisticSharpe({ ...estimate, observations: length }, 0.01)).toBeCloseTo(confidence, 8)
          expect(probabilisticSharpe({ ...estimate, observations: length - 1 }, 0.01)).toBeLessThan(confidence)
        },
      ),
    )
  })

  it('needs no length that could be told where it is not above the benchmark', () => {
    expect(minTrackRecord({ sharpe: 0.1, skewness: 0, kurtosis: 3, observations: 9 }, 0.1)).toBeNull()
  })
})

describe('the number of trials', () => {
  it('is one where all are the same, and all where they are independent', () => {
    const one = series(1)
    expect(effectiveTrials([one, one, one.map((value) => value * 3 + 1)])).toBeCloseTo(1, 10)
    const many = Array.from({ length: 50 }, (_, seed) => series(seed + 1, 2000))
    expect(effectiveTrials(many)).toBeGreaterThan(48)
    expect(effectiveTrials(many)).toBeLessThanOrEqual(50)
  })

  it('counts opposite trials in full, as it does those that never traded or are not known', () => {
    const one = series(1)
    expect(effectiveTrials([one, one.map((value) => -value)])).toBe(2)
    expect(effectiveTrials([one, one, new Float64Array(200)], 5)).toBeCloseTo(1, 10)
    expect(effectiveTrials([one, new Float64Array(200)], 5)).toBe(5)
  })

  it('has the mean correlation of all pairs without looking at the pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer(), (count, seed) => {
        const common = series(seed, 60)
        const trials = Array.from({ length: count }, (_, at) =>
          series(seed + at + 1, 60).map((value, row) => value + at * common[row]),
        )
        expect(meanCorrelation(trials)).toBeCloseTo(meanOfPairs(trials), 10)
      }),
      { numRuns: 50 },
    )
  })

  it('makes the best ratio of luck grow, from nothing for one', () => {
    expect(expectedMaxSharpe(4, 1)).toBe(0)
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (trials) => {
        const now = expectedMaxSharpe(1, trials)
        expect(now).toBeGreaterThanOrEqual(0)
        expect(expectedMaxSharpe(1, trials * 1.5)).toBeGreaterThanOrEqual(now)
      }),
    )
  })

  it.each([
    [10, 1.53875],
    [100, 2.50759],
    [1000, 3.24144],
  ])('expects within 0.04 what the best of %i normals is on average, %f (Harter 1961)', (trials, exact) => {
    expect(Math.abs(expectedMaxSharpe(1, trials) - exact)).toBeLessThan(0.04)
    expect(expectedMaxSharpe(4, trials)).toBeCloseTo(2 * expectedMaxSharpe(1, trials), 12)
  })
})

function meanOfPairs(trials: readonly Float64Array[]): number {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length
  const covariance = (one: Float64Array, other: Float64Array) =>
    mean(one.map((value, at) => (value - mean(one)) * (other[at] - mean(other))))
  let total = 0
  let count = 0
  for (let one = 0; one < trials.length; one++) {
    for (let other = one + 1; other < trials.length; other++) {
      const [a, b] = [trials[one], trials[other]]
      total += covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))
      count++
    }
  }
  return total / count
}
