import { describe, expect, it } from 'vitest'
import { dailyReturns, dailyReturnsToRuin } from '#analysis/calendar-returns.js'
import { calmar } from '#analysis/calmar.js'
import { conditionalValueAtRisk } from '#analysis/conditional-value-at-risk.js'
import { excessKurtosis } from '#analysis/excess-kurtosis.js'
import { figuresOf } from '#analysis/figures.js'
import { omega } from '#analysis/omega.js'
import { quantile } from '#analysis/quantile.js'
import { skewness } from '#analysis/skewness.js'
import { sortino } from '#analysis/sortino.js'
import { tailRatio } from '#analysis/tail-ratio.js'
import { valueAtRisk } from '#analysis/value-at-risk.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { bareResult, flatCandles } from './bare-result.js'

const of = (...returns: readonly number[]) => Float64Array.from(returns)
const yearly = { periodsPerYear: 365, riskFree: 0 }

describe('Sortino', () => {
  it('counts every return in the downside deviation, not the losing ones alone', () => {
    // mean 0.01; downside √((0.01² + 0.01²) ÷ 4) = 0.01 ÷ √2
    expect(sortino(of(0.03, -0.01, 0.03, -0.01), 4, 0)).toBeCloseTo((0.01 / (0.01 / Math.SQRT2)) * 2, 12)
  })

  it('measures the downside from the risk-free rate of a period', () => {
    // target 0.01; downside √((0.02² + 0.02²) ÷ 4); mean above the target 0
    expect(sortino(of(0.03, -0.01, 0.03, -0.01), 4, 0.04)).toBeCloseTo(0, 12)
    expect(sortino(of(0.05, -0.01), 4, 0.04)).toBeCloseTo((0.01 / Math.sqrt(0.0004 / 2)) * 2, 12)
  })

  it('is undefined without a downside', () => {
    expect(sortino(of(0.01, 0.02), 365, 0)).toBeNull()
    expect(sortino(of(0.1, 0.1, 0.1), 1, 0.1)).toBeNull()
  })
})

describe('Omega', () => {
  it('is what lies above the target ÷ what lies below', () => {
    expect(omega(of(0.03, -0.01, 0.01, -0.01), 0)).toBeCloseTo(2, 12)
    expect(omega(of(0.03, -0.01, 0.01, -0.01), 0.01)).toBeCloseTo(0.02 / 0.04, 12)
  })

  it('is undefined where nothing lies below', () => {
    expect(omega(of(0, 0.01), 0)).toBeNull()
  })
})

describe('the shape of returns', () => {
  it('skewness and excess kurtosis are those of the population', () => {
    // deviations −1, −1, −1, 3: m2 = 3, m3 = 6, m4 = 21
    expect(skewness(of(1, 1, 1, 5))).toBeCloseTo(6 / 3 ** 1.5, 12)
    expect(excessKurtosis(of(1, 1, 1, 5))).toBeCloseTo(21 / 9 - 3, 12)
  })

  it('are undefined where nothing deviates', () => {
    expect([skewness(of(0.1, 0.1, 0.1)), excessKurtosis(of(0.1, 0.1, 0.1))]).toEqual([null, null])
  })
})

describe('tails', () => {
  const returns = of(0.05, -0.04, 0.01, 0.02, -0.02)

  it('a quantile is linear between the two nearest', () => {
    expect(quantile(of(1, 2, 4), 0.75)).toBe(3)
    expect(quantile(of(1, 2, 4), 1)).toBe(4)
    expect(quantile(of(), 0.5)).toBeNull()
  })

  it('value at risk is a low quantile of the returns, negative where it is a loss', () => {
    // place (5 − 1) × 0.05 = 0.2 between −0.04 and −0.02
    expect(valueAtRisk(returns, 0.05)).toBeCloseTo(-0.036, 12)
  })

  it('conditional value at risk is the mean of the ⌊(n − 1) × tail⌋ + 1 lowest', () => {
    expect(conditionalValueAtRisk(returns, 0.05)).toBe(-0.04)
    expect(conditionalValueAtRisk(returns, 0.25)).toBeCloseTo(-0.03, 12)
    expect(conditionalValueAtRisk(of(), 0.25)).toBeNull()
  })

  it('tail ratio is the high quantile ÷ the low one, without signs', () => {
    // 95 %: place 3.8 between 0.02 and 0.05
    expect(tailRatio(returns, 0.05)).toBeCloseTo(0.044 / 0.036, 12)
    expect(tailRatio(of(0, 0, 1), 0.05)).toBeNull()
  })

  it('none of them changes the order of what it is given', () => {
    const given = of(0.05, -0.04, 0.01)
    valueAtRisk(given, 0.05)
    conditionalValueAtRisk(given, 0.05)
    tailRatio(given, 0.05)
    expect([...given]).toEqual([0.05, -0.04, 0.01])
  })
})

describe('Calmar', () => {
  it('is the growth rate ÷ max drawdown', () => {
    expect(calmar(0.3, 0.2)).toBeCloseTo(1.5, 12)
    expect([calmar(null, 0.2), calmar(0.3, 0)]).toEqual([null, null])
  })
})

describe('ratios of a run', () => {
  const names = [
    'volatility',
    'sharpe',
    'sortino',
    'omega',
    'calmar',
    'skewness',
    'valueAtRisk95',
    'tailRatio',
  ] as const
  const zigzag = (hours: number) =>
    Array.from({ length: hours }, (_, hour) => 1000 + (hour % 48 < 24 ? -20 : 10) + hour)

  it('are undefined under 30 days, however many UTC days they touch', () => {
    // 29.5 days from noon to midnight touch 30 days
    const candles = flatCandles(new Float64Array(708).fill(100), HOUR_MS, Date.UTC(2025, 0, 1, 12))
    const short = figuresOf(bareResult(zigzag(708), { candles }), yearly).metrics
    const full = figuresOf(bareResult(zigzag(720)), yearly).metrics
    for (const name of names) expect([name, short[name]]).toEqual([name, null])
    for (const name of names) expect([name, full[name]]).toEqual([name, expect.any(Number)])
  })
})

describe('the best and worst', () => {
  it('day is that of equity at UTC day ends', () => {
    const hourly = [...Array<number>(24).fill(1100), ...Array<number>(24).fill(990), ...Array<number>(24).fill(1039.5)]
    const { bestDay, worstDay } = figuresOf(bareResult(hourly), yearly).metrics
    expect([bestDay, worstDay]).toEqual([0.1, -0.1])
  })

  it('month is that of calendar months, the first from the initial balance, the last as far as it goes', () => {
    // 2025-01-01 on: January ends at 1200, February at 900, March stops at 945
    const days = [...Array<number>(31).fill(1200), ...Array<number>(28).fill(900), ...Array<number>(5).fill(945)]
    const candles = flatCandles(new Float64Array(days.length).fill(100), DAY_MS)
    const { bestMonth, worstMonth } = figuresOf(bareResult(days, { candles }), yearly).metrics
    expect([bestMonth, worstMonth]).toEqual([0.2, -0.25])
  })

  it('day is undefined where candles are longer than that', () => {
    const candles = flatCandles(new Float64Array(8).fill(100), 7 * DAY_MS)
    const { bestDay, worstMonth } = figuresOf(bareResult([1, 2, 3, 4, 5, 6, 7, 8], { candles }), yearly).metrics
    expect([bestDay, worstMonth]).toEqual([null, expect.any(Number)])
  })
})

describe('daily returns to ruin', () => {
  const seriesOf = (...values: readonly number[]) => ({
    initial: 100,
    values: Float64Array.from(values),
    instantOf: (at: number) => (at + 1) * DAY_MS,
    isDated: true,
  })

  it('are the daily returns of an account that stands', () => {
    const series = seriesOf(110, 99, 120)
    expect(dailyReturnsToRuin(series)).toEqual(dailyReturns(series))
  })

  it('end with −1 and stay at 0 where it is ruined, whether at zero or below', () => {
    for (const end of [0, -5]) {
      const series = seriesOf(110, end, end, end)
      expect(dailyReturns(series)).toBeNull()
      expect([...dailyReturnsToRuin(series)]).toEqual([expect.closeTo(0.1, 12), -1, 0, 0])
    }
  })
})
