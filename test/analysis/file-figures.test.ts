import { describe, expect, it } from 'vitest'
import { fileFigures, periodsPerYearOf } from '#analysis/file-figures.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'

const yearly = { periodsPerYear: 365, riskFree: 0 }
const from = Date.UTC(2025, 0, 1)
const every = (stepMs: number, rows: number) => Float64Array.from({ length: rows }, (_, row) => from + row * stepMs)
const dates = (...texts: readonly string[]) => Float64Array.from(texts, (text) => Date.parse(text))

describe('figures of equity rows', () => {
  const values = Float64Array.of(100, 110, 99, 121)

  it('start at the first row and are made of the returns from row to row, however few', () => {
    const {
      metrics,
      drawdown,
      from: start,
      to,
    } = fileFigures({ kind: 'equity', values, times: every(DAY_MS, 4) }, yearly)
    expect(metrics.totalReturn).toBe(0.21)
    expect(metrics.cagr).toBeCloseTo(1.21 ** (365 / 3) - 1, -3)
    expect(metrics.maxDrawdown).toBe(0.1)
    expect(metrics.omega).toBeCloseTo((0.1 + 22 / 99) / 0.1, 10)
    expect([metrics.bestDay, metrics.worstDay]).toEqual([0.222222222222, -0.1])
    expect(drawdown).toMatchObject({
      peakAt: from + DAY_MS,
      troughAt: from + 2 * DAY_MS,
      recoveredAt: from + 3 * DAY_MS,
    })
    expect([start, to]).toEqual([from, from + 3 * DAY_MS])
  })

  it('without times a row is a period of the year, and no date is told', () => {
    const {
      metrics,
      drawdown,
      from: start,
    } = fileFigures({ kind: 'equity', values, times: null }, { ...yearly, periodsPerYear: 12 })
    expect(metrics.cagr).toBeCloseTo(1.21 ** 4 - 1, 10)
    expect(metrics.maxDrawdownDays).toBeCloseTo((2 * 365) / 12, 10)
    expect([metrics.bestDay, metrics.bestMonth, drawdown.peakAt, start]).toEqual([null, null, null, null])
  })

  it('ratios are undefined where equity is not positive', () => {
    const broke = Float64Array.of(100, 0, 50)
    const { metrics } = fileFigures({ kind: 'equity', values: broke, times: null }, yearly)
    expect([metrics.sharpe, metrics.calmar, metrics.maxDrawdown]).toEqual([null, null, 1])
  })
})

describe('figures of returns', () => {
  const values = Float64Array.of(0.1, -0.1, 0.2)

  it('compound, and are taken as they are for the ratios', () => {
    const { metrics } = fileFigures({ kind: 'return', values, times: null }, { periodsPerYear: 3, riskFree: 0 })
    expect(metrics.totalReturn).toBeCloseTo(1.1 * 0.9 * 1.2 - 1, 11)
    expect(metrics.cagr).toBeCloseTo(1.1 * 0.9 * 1.2 - 1, 11)
    expect(metrics.omega).toBeCloseTo(3, 11)
  })

  it('begin one typical step before the first of them, unless a row says when', () => {
    const times = dates('2025-01-31', '2025-02-28', '2025-03-31')
    expect(fileFigures({ kind: 'return', values, times }, yearly).from).toBe(Date.UTC(2025, 0, 3))
    const told = dates('2024-12-31', '2025-01-31', '2025-02-28', '2025-03-31')
    const figures = fileFigures({ kind: 'return', values, times: told }, yearly)
    expect([figures.from, figures.to]).toEqual([Date.UTC(2024, 11, 31), Date.UTC(2025, 2, 31)])
    expect(figures.drawdown.peakAt).toBe(Date.UTC(2025, 0, 31))
  })

  it('one alone, at a time, is a period of the year', () => {
    const one = { kind: 'return', values: Float64Array.of(0.1), times: dates('2025-01-02') } as const
    expect(fileFigures(one, yearly)).toMatchObject({ from, metrics: { totalReturn: 0.1, sharpe: null } })
  })
})

describe('rows a year, by their times', () => {
  it.each([
    ['hours', every(HOUR_MS, 30), 8760],
    ['eight hours', every(8 * HOUR_MS, 30), 1095],
    ['days', every(DAY_MS, 30), 365],
    ['a few days', every(DAY_MS, 5), 365],
    ['weeks', every(7 * DAY_MS, 5), 365 / 7],
    ['months', dates('2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'), 12],
    ['quarters', dates('2025-03-31', '2025-06-30', '2025-09-30'), 4],
    ['years', dates('2023-12-31', '2024-12-31', '2025-12-31'), 1],
    ['days with a gap', dates('2025-01-01', '2025-01-02', '2025-02-01', '2025-02-02'), 365],
  ])('%s', (_, times, perYear) => {
    expect(periodsPerYearOf(times)).toBeCloseTo(perYear, 10)
  })

  it('days that are never at a weekend are trading days', () => {
    const weekdays = every(DAY_MS, 30).filter((at) => ![0, 6].includes(new Date(at).getUTCDay()))
    expect(periodsPerYearOf(weekdays)).toBe(252)
  })

  it('is unknown of a single row', () => {
    expect(periodsPerYearOf(every(DAY_MS, 1))).toBeNull()
  })
})
