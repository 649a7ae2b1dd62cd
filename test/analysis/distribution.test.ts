import { describe, expect, it } from 'vitest'
import { monthlyReturns, monthsOf } from '#analysis/calendar-returns.js'
import { distributionOf } from '#analysis/distribution.js'
import type { EquitySeries } from '#analysis/equity-series.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { fundingTotals } from '#analysis/funding-totals.js'
import { histogram } from '#analysis/histogram.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { netByTime } from '#analysis/net-by-time.js'
import { rollingSharpe } from '#analysis/rolling-sharpe.js'
import { sharpe } from '#analysis/sharpe.js'
import { worstDrawdowns } from '#analysis/worst-drawdowns.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { bareResult } from './bare-result.js'
import { fixtureResult } from './fixture.js'

const YEARLY = { periodsPerYear: 365, riskFree: 0 }

function series(values: readonly number[], stepMs: number, start = Date.UTC(2025, 0, 1), initial = 100): EquitySeries {
  return {
    initial,
    values: Float64Array.from(values),
    instantOf: (index) => start + (index + 1) * stepMs,
    isDated: true,
  }
}

describe('the deepest drawdowns', () => {
  it('are the stretches between two highs, the deepest first', () => {
    // 100 ↗ 120, ↘ 90 (25 %) ↗ 120, ↗ 150, ↘ 135 (10 %) ↗ 160, ↘ 80 (50 %), not regained.
    const found = worstDrawdowns(series([120, 90, 100, 120, 150, 135, 160, 80, 100], DAY_MS), 10)
    const day = (count: number) => Date.UTC(2025, 0, 1 + count)
    expect(found).toEqual([
      { depth: 0.5, peakAt: day(7), troughAt: day(8), recoveredAt: null, days: 2 },
      { depth: 0.25, peakAt: day(1), troughAt: day(2), recoveredAt: day(4), days: 3 },
      { depth: 0.1, peakAt: day(5), troughAt: day(6), recoveredAt: day(7), days: 2 },
    ])
  })

  it('begin with the initial equity, and are at most as many as asked for', () => {
    const found = worstDrawdowns(series([99, 101, 100, 102], DAY_MS), 1)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ depth: 0.01, peakAt: Date.UTC(2025, 0, 1) })
    expect(worstDrawdowns(series([100, 101], DAY_MS), 10)).toEqual([])
  })

  it('have the maximal one on top', () => {
    const equity = equityOfRun(fixtureResult())
    expect(worstDrawdowns(equity, 10)[0]).toEqual(maxDrawdown(equity))
  })
})

describe('months', () => {
  it('are the monthly returns with their dates', () => {
    const days = series(
      Array.from({ length: 70 }, (_, at) => 100 + ((at * 7) % 13)),
      DAY_MS,
      Date.UTC(2025, 10, 20),
    )
    const months = monthsOf(days)
    expect(months.map(({ year, month }) => `${year}-${month}`)).toEqual(['2025-11', '2025-12', '2026-1'])
    expect(months.map(({ value }) => value)).toEqual([...monthlyReturns(days)!])
  })

  it('are undefined from where equity was not positive', () => {
    const months = monthsOf(series([50, -10, 20], 31 * DAY_MS, Date.UTC(2025, 0, 1)))
    expect(months[0].value).toBe(-0.5)
    expect(months.some(({ value }) => value === null)).toBe(true)
  })
})

describe('a histogram', () => {
  it('counts every value once, in bins of a round width with an edge at zero', () => {
    const bins = histogram(Float64Array.of(-0.021, -0.001, 0, 0.0009, 0.031))
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(5)
    expect(bins[0].from).toBeCloseTo(-0.022, 12)
    expect(bins.find(({ from }) => from === 0)).toMatchObject({ to: 0.002, count: 2 })
    expect(bins.length).toBeLessThanOrEqual(30)
  })

  it('of one value is one bin, of none is none', () => {
    expect(histogram(Float64Array.of(0, 0))).toEqual([{ from: 0, to: 0.01, count: 2 }])
    expect(histogram(new Float64Array())).toEqual([])
  })
})

describe('the rolling Sharpe ratio', () => {
  it('is the Sharpe ratio of the days in the window, at the end of the last', () => {
    const returns = [0.01, -0.02, 0.03, 0.01]
    let equity = 100
    const values = returns.map((one) => (equity *= 1 + one))
    const rolling = rollingSharpe(series(values, DAY_MS), 3, YEARLY)
    expect(rolling.map(({ at }) => at)).toEqual([Date.UTC(2025, 0, 4), Date.UTC(2025, 0, 5)])
    expect(rolling[1].value).toBeCloseTo(sharpe(Float64Array.of(-0.02, 0.03, 0.01), 365, 0)!, 10)
    expect(rollingSharpe(series(values, DAY_MS), 5, YEARLY)).toEqual([])
  })
})

describe('net by time', () => {
  it('gives a change to the hour and the day in which its candle opens', () => {
    // 2025-01-01 is a Wednesday: three candles from 22:00 on.
    const { hours, weekdays } = netByTime(series([110, 105, 112], HOUR_MS, Date.UTC(2025, 0, 1, 22)), HOUR_MS)
    expect([hours![22], hours![23], hours![0]]).toEqual([10, -5, 7])
    expect(weekdays).toEqual([0, 0, 5, 7, 0, 0, 0])
  })

  it('is left out where a candle is longer, and adds up to the net profit', () => {
    expect(netByTime(series([110], 4 * HOUR_MS), 4 * HOUR_MS).hours).toBeNull()
    expect(netByTime(series([110], 7 * DAY_MS), 7 * DAY_MS).weekdays).toBeNull()
    const result = fixtureResult()
    const { hours, weekdays } = distributionOf(result, YEARLY, [])
    const net = Number(result.account.final) - Number(result.account.initial)
    for (const parts of [hours!, weekdays!]) expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(net, 6)
  })
})

it('funding in all is the sum of what was booked, candle by candle', () => {
  const result = fixtureResult()
  const totals = fundingTotals(result)
  const candles = totals.map(({ candle }) => candle)
  expect(candles).toEqual([...new Set(candles)].sort((a, b) => a - b))
  expect(totals.at(-1)!.total).toBeCloseTo(
    result.legs.reduce((sum, leg) => sum + Number(leg.pnl.funding), 0),
    8,
  )
})

it('a run without candles is spread over nothing', () => {
  const empty = distributionOf(bareResult([]), YEARLY, ['core', 'hedge'])
  expect(empty).toMatchObject({ months: [], days: [], drawdowns: [], rolling: [], correlations: [] })
})
