import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rollingDeviation, rollingExtreme, rollingMean, rollingWeightedMean } from '#strategy/indicators/rolling.js'
import { mean, overWindows, populationDeviation } from './naive.js'

/** Values of very different height side by side, zeros and repetitions among them. */
const series = fc.array(
  fc.oneof(
    fc.integer({ min: -1e6, max: 1e6 }).map((thousandths) => thousandths / 1000),
    fc.integer({ min: -1e12, max: 1e12 }),
    fc.constantFrom(0, 1, 100.1),
  ),
  { maxLength: 80 },
)
const period = fc.integer({ min: 1, max: 30 })

describe('windows of any series and any period', () => {
  it('have the mean and the deviation of a plain recomputation', () => {
    fc.assert(
      fc.property(series, period, (values, period) => {
        const height = overWindows(values, period, (window) => Math.max(...window.map(Math.abs)))
        const means = overWindows(values, period, mean)
        const deviations = overWindows(values, period, populationDeviation)
        const columns = [
          rollingMean(Float64Array.from(values), period),
          rollingDeviation(Float64Array.from(values), period),
        ]
        for (const i of values.keys()) {
          if (i < period - 1) {
            expect([columns[0][i], columns[1][i]]).toEqual([NaN, NaN])
          } else {
            expect(Math.abs(columns[0][i] - means[i])).toBeLessThanOrEqual(1e-13 * height[i])
            expect(Math.abs(columns[1][i] - deviations[i])).toBeLessThanOrEqual(
              1e-9 * deviations[i] + 1e-13 * height[i],
            )
          }
        }
      }),
    )
  })

  it('have the weighted mean of a plain recomputation', () => {
    fc.assert(
      fc.property(series, period, (values, period) => {
        const height = overWindows(values, period, (window) => Math.max(...window.map(Math.abs)))
        const plain = overWindows(values, period, (window) => {
          const weighted = window.reduce((sum, value, i) => sum + value * (i + 1), 0)
          return weighted / ((period * (period + 1)) / 2)
        })
        const column = rollingWeightedMean(Float64Array.from(values), period)
        for (const i of values.keys()) {
          if (i < period - 1) expect(column[i]).toBeNaN()
          else expect(Math.abs(column[i] - plain[i])).toBeLessThanOrEqual(1e-13 * height[i])
        }
      }),
    )
  })

  it('have exactly the highest and the lowest', () => {
    fc.assert(
      fc.property(series, period, (values, period) => {
        const column = Float64Array.from(values)
        const highest = overWindows(values, period, (window) => Math.max(...window))
        const lowest = overWindows(values, period, (window) => Math.min(...window))
        expect(Array.from(rollingExtreme(column, period, 1))).toEqual(highest)
        expect(Array.from(rollingExtreme(column, period, -1))).toEqual(lowest)
      }),
    )
  })
})
