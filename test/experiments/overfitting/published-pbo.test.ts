import { beforeAll, describe, expect, it } from 'vitest'
import { type BacktestOverfitting, backtestOverfitting } from '#experiments/overfitting/backtest-overfitting.js'
import { linearFit } from '#experiments/overfitting/linear-fit.js'
import { rNormals } from './r-random.js'

/*
 * The vignette of R's package `pbo` (CRAN): 100 trials of 2,400 random returns, each moved and scaled to a Sharpe ratio of
 * exactly zero over the whole, `set.seed(765)`, 8 blocks, 3 % a year without risk. Its summary prints
 * p_bo 1.0000000, slope −0.0030456, ar^2 0.9700000, p_loss 1.0000000.
 */
describe('the vignette of the R package pbo', () => {
  let result: BacktestOverfitting
  beforeAll(() => {
    const normal = rNormals(765)
    const trials = Array.from({ length: 100 }, () => rescaled(Float64Array.from({ length: 2400 }, normal)))
    result = backtestOverfitting(trials, { blocks: 8, riskFree: 0.03 / 252 })!
  })

  it('draws what R draws', () => {
    // R: set.seed(42); rnorm(3)
    const normal = rNormals(42)
    expect([normal(), normal(), normal()].map((value) => value.toFixed(7))).toEqual([
      '1.3709584',
      '-0.5646982',
      '0.3631284',
    ])
  })

  it('finds what it prints: overfitting and loss for certain', () => {
    expect(result.logits).toHaveLength(70)
    expect(result.probability).toBe(1)
    expect(result.lossProbability).toBe(1)
  })

  it('finds the regression that it prints to all its digits', () => {
    // The package regresses the ratio of the half that was chosen by on the other one, and calls the intercept its slope.
    const fit = linearFit(result.outOfSample, result.inSample)!
    expect(fit.intercept.toPrecision(5)).toBe('-0.0030456')
    expect(adjustedFit(result).toFixed(2)).toBe('0.97')
  })

  it('sees the ratio in the other half fall by as much as it rose where it was chosen', () => {
    expect(result.degradation!.slope).toBeCloseTo(-1, 1)
  })
})

function rescaled(values: Float64Array): Float64Array {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / of.length
  const center = mean(values)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1))
  const scaled = values.map((value) => value / deviation / Math.sqrt(252))
  const moved = mean(scaled)
  return scaled.map((value) => value - moved)
}

/** Adjusted R² of a line through the pairs. */
function adjustedFit({ inSample, outOfSample }: BacktestOverfitting): number {
  const there = linearFit(inSample, outOfSample)!
  const back = linearFit(outOfSample, inSample)!
  return 1 - ((1 - there.slope * back.slope) * (inSample.length - 1)) / (inSample.length - 2)
}
