import { describe, expect, it } from 'vitest'
import { averageDrawdown } from '#analysis/average-drawdown.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { longestDrawdownDays } from '#analysis/longest-drawdown.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { recoveryDays } from '#analysis/recovery-time.js'
import { ulcerIndex } from '#analysis/ulcer-index.js'
import { bareResult } from './bare-result.js'

/** Hourly equity after an initial balance of 1000. */
const hourly = (...equity: readonly number[]) => equityOfRun(bareResult(equity))
const HOUR = 1 / 24

describe('average drawdown', () => {
  it('is the mean depth of drawdowns, each from a high until it is regained', () => {
    // 1000 → 900 (10 %), 1200 → 960 (20 %), 1250 → 1000 (20 %), the last one not regained
    expect(averageDrawdown(hourly(900, 950, 1200, 960, 1100, 1250, 1000, 1100))).toBeCloseTo(0.5 / 3, 12)
  })

  it('is undefined where equity never fell', () => {
    expect(averageDrawdown(hourly(1000, 1001, 1001))).toBeNull()
    expect(averageDrawdown(hourly())).toBeNull()
  })
})

describe('longest drawdown', () => {
  it('need not be the deepest', () => {
    // 1000 → 500 → 1000 takes two hours; 1100 → 1090, 1090, 1100 three
    const series = hourly(500, 1000, 1100, 1090, 1090, 1100)
    expect(longestDrawdownDays(series)).toBeCloseTo(3 * HOUR, 12)
    expect(maxDrawdown(series).days).toBeCloseTo(2 * HOUR, 12)
  })

  it('lasts to the end where the high is not regained', () => {
    expect(longestDrawdownDays(hourly(1100, 1000, 1000, 1000))).toBeCloseTo(3 * HOUR, 12)
    expect(longestDrawdownDays(hourly(1100, 1000))).toBeCloseTo(HOUR, 12)
  })

  it('is undefined where equity never fell, also on a plateau', () => {
    expect(longestDrawdownDays(hourly(1000, 1000, 1001))).toBeNull()
    expect(longestDrawdownDays(hourly())).toBeNull()
  })
})

describe('recovery time', () => {
  it('runs from the trough to the first value at or above the peak', () => {
    expect(recoveryDays(maxDrawdown(hourly(900, 800, 850, 950, 1000)))).toBeCloseTo(3 * HOUR, 12)
  })

  it('is undefined while the high is not regained', () => {
    expect(recoveryDays(maxDrawdown(hourly(900, 950)))).toBeNull()
    expect(recoveryDays(maxDrawdown(hourly(1000)))).toBeNull()
  })
})

describe('Ulcer index', () => {
  it('is the root of the mean squared drawdown over every value, as a fraction', () => {
    expect(ulcerIndex(hourly(1000, 900, 800, 1100))).toBeCloseTo(Math.sqrt((0.01 + 0.04) / 4), 12)
    expect(ulcerIndex(hourly(1001))).toBe(0)
    expect(ulcerIndex(hourly())).toBeNull()
  })
})
