import { describe, expect, it } from 'vitest'
import type { EquitySeries } from '#analysis/equity-series.js'
import { DAY_MS } from '#domain/time.js'
import { walkForwardEfficiency } from '#experiments/walk-forward/efficiency.js'
import { stitchedEquity } from '#experiments/walk-forward/stitched.js'

const series = (startDay: number, initial: number, ...values: readonly number[]): EquitySeries => ({
  initial,
  values: Float64Array.from(values),
  instantOf: (index) => (startDay + index + 1) * DAY_MS,
  isDated: true,
})

describe('stitched equity', () => {
  it('goes on with what the test before had left', () => {
    // +10 % then +21 % in all of the first; −50 % then 0 % of the second.
    const stitched = stitchedEquity([series(0, 100, 110, 121), series(2, 100, 50, 100)], 1000)
    expect([...stitched.values]).toEqual([1100, 1210, 605, 1210])
    expect(stitched.initial).toBe(1000)
    expect([-1, 0, 1, 2, 3].map((index) => stitched.instantOf(index) / DAY_MS)).toEqual([0, 1, 2, 3, 4])
    expect(stitched.isDated).toBe(true)
  })

  it('ends where nothing is left', () => {
    const stitched = stitchedEquity([series(0, 100, 50, 0, 20), series(3, 100, 110)], 1000)
    expect([...stitched.values]).toEqual([500, 0])
    expect([...stitchedEquity([series(0, 100, -10), series(1, 100, 110)], 1000).values]).toEqual([-100])
  })
})

describe('walk-forward efficiency', () => {
  const window = (trained: number, tested: number) => ({
    train: { span: { from: 0, to: 180 * DAY_MS }, totalReturn: trained },
    test: { span: { from: 180 * DAY_MS, to: 240 * DAY_MS }, totalReturn: tested },
  })

  it('is the return a year out of sample, per unit of that in sample', () => {
    // In sample 0.3 + 0.6 in 360 days, out of sample 0.05 + 0.1 in 120: 0.45 ÷ 0.9.
    expect(walkForwardEfficiency([window(0.3, 0.05), window(0.6, 0.1)])).toBeCloseTo(0.5, 12)
    expect(walkForwardEfficiency([window(0.3, -0.05)])).toBeCloseTo(-0.5, 12)
  })

  it('is not defined where the choice earned nothing, or there was none', () => {
    expect(walkForwardEfficiency([window(0, 0.1)])).toBeNull()
    expect(walkForwardEfficiency([window(-0.2, 0.1)])).toBeNull()
    expect(walkForwardEfficiency([])).toBeNull()
  })
})
