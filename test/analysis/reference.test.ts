import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { downsideCapture, upsideCapture } from '#analysis/capture.js'
import { mean } from '#analysis/deviation.js'
import { excessKurtosis } from '#analysis/excess-kurtosis.js'
import { fileFigures } from '#analysis/file-figures.js'
import { omega } from '#analysis/omega.js'
import { skewness } from '#analysis/skewness.js'
import { sortino } from '#analysis/sortino.js'
import { volatility } from '#analysis/volatility.js'

// What PerformanceAnalytics (R) publishes for these series, in the outputs of its own examples.

const path = fileURLToPath(new URL('../../../shared/data/reference/return-series.json', import.meta.url))
const isThere = existsSync(path)
if (!isThere) console.warn(`Skipped: the published return series are not at ${path}.`)
const series = isThere ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, readonly number[]>>) : {}
const of = (name: string) => Float64Array.from(series[name] ?? [])
const monthly = (name: string) =>
  fileFigures({ kind: 'return', values: of(name), times: null }, { periodsPerYear: 12, riskFree: 0 }).metrics

describe.skipIf(!isThere)('published figures', () => {
  it.each([
    ['HAM1', 0.9061697],
    ['HAM3', 0.5225829],
    ['HAM4', 0.4227315],
  ])('Calmar of %s', (name, published) => {
    expect(monthly(name).calmar).toBeCloseTo(published, 6)
  })

  it.each([
    ['HAM1', 0.7649],
    ['HAM3', 0.7172],
    ['HAM4', 0.3234],
    ['SP500 TR', 0.3064],
  ])('Sortino of %s, of a month', (name, published) => {
    expect(sortino(of(name), 1, 0)).toBeCloseTo(published, 4)
  })

  it.each([
    ['HAM1', 0.6346612, 0.2076304],
    ['HAM3', 0.7913921, 0.3669345],
    ['HAM4', 0.9272348, 0.7007885],
  ])('up and down capture of %s against SP500 TR', (name, up, down) => {
    expect(upsideCapture(of(name), of('SP500 TR'))).toBeCloseTo(up, 6)
    expect(downsideCapture(of(name), of('SP500 TR'))).toBeCloseTo(down, 6)
  })

  it("Omega of Bacon's portfolio is its upside potential ÷ its downside potential", () => {
    expect(omega(of('bacon_portfolio'), 0.005)).toBeCloseTo(0.01770833 / 0.01370833, 6)
  })

  it("Sortino of Bacon's portfolio from its downside deviation of 0.02553674", () => {
    const returns = of('bacon_portfolio')
    expect(sortino(returns, 1, 0.005)).toBeCloseTo((mean(returns)! - 0.005) / 0.02553674, 6)
  })

  it("skewness ÷ kurtosis of Bacon's portfolio", () => {
    const returns = of('bacon_portfolio')
    expect(skewness(returns)! / (excessKurtosis(returns)! + 3)).toBeCloseTo(-0.03394204, 8)
  })

  it('Sharpe of HAM1 over bills, arithmetic, annualized by the deviation of its own returns', () => {
    const [returns, bills] = [of('HAM1'), of('US 3m TR')]
    const excess = returns.map((value, month) => value - bills[month])
    expect((mean(excess)! * 12) / volatility(returns, 12)!).toBeCloseTo(1.067297, 6)
  })
})
