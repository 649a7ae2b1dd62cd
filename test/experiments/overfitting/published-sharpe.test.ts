import { describe, expect, it } from 'vitest'
import { deflatedSharpe } from '#experiments/overfitting/deflated-sharpe.js'
import { expectedMaxSharpe } from '#experiments/overfitting/expected-max-sharpe.js'
import { minTrackRecord } from '#experiments/overfitting/min-track-record.js'
import { probabilisticSharpe } from '#experiments/overfitting/probabilistic-sharpe.js'

const normal = { skewness: 0, kurtosis: 3 }

/*
 * Bailey and López de Prado 2012, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2): a hedge fund of two years
 * of monthly returns, mean 0.036 and deviation 0.079 a month, skewness −2.448, kurtosis 10.164.
 */
describe('the example of "The Sharpe Ratio Efficient Frontier"', () => {
  const fund = { sharpe: 0.458, observations: 24 }

  it('gives the fund a probability of skill of 0.982 if its returns were normal', () => {
    expect(probabilisticSharpe({ ...fund, ...normal })).toBeCloseTo(0.982, 3)
  })

  it('gives it 0.913 with the skewness and kurtosis that they have, below 95 %', () => {
    expect(probabilisticSharpe({ ...fund, skewness: -2.448, kurtosis: 10.164 })).toBeCloseTo(0.913, 3)
  })

  it.each([
    [250, 2.73],
    [52, 2.83],
    [12, 3.24],
  ])('asks at %i normal returns a year for %f years to show a ratio of 2 above 1', (perYear, years) => {
    const annual = Math.sqrt(perYear)
    const length = minTrackRecord({ sharpe: 2 / annual, ...normal, observations: 0 }, 1 / annual)!
    expect(length / perYear).toBeCloseTo(years, 2)
  })

  it('asks for 4.99 years of monthly returns of the skewness −0.72 and kurtosis 5.78 of hedge funds', () => {
    const annual = Math.sqrt(12)
    const length = minTrackRecord({ sharpe: 2 / annual, skewness: -0.72, kurtosis: 5.78, observations: 0 }, 1 / annual)!
    expect(length / 12).toBeCloseTo(4.99, 2)
  })
})

/*
 * Bailey and López de Prado 2014, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40 (5): the best of 100
 * independent trials on five years of 250 daily returns has 2.5 a year, skewness −3, kurtosis 10; the ratios of the trials
 * have a variance of one half a year.
 */
describe('the example of "The Deflated Sharpe Ratio"', () => {
  const best = { sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10, observations: 1250 }
  const variance = 0.5 / 250

  it('expects a best ratio of 0.1132 a day from 100 trials without skill', () => {
    expect(expectedMaxSharpe(variance, 100)).toBeCloseTo(0.1132, 4)
  })

  it('deflates to 0.9004, below 95 %', () => {
    expect(deflatedSharpe(best, variance, 100)).toBeCloseTo(0.9004, 4)
  })

  it('would have been 0.9505 after 46 trials, or after 88 were the returns normal', () => {
    expect(deflatedSharpe(best, variance, 46)).toBeCloseTo(0.9505, 4)
    expect(deflatedSharpe({ ...best, ...normal }, variance, 88)).toBeCloseTo(0.9505, 4)
  })
})
