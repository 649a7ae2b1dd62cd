import { expect, it } from 'vitest'
import { drawdownAmount } from '#analysis/drawdown-amount.js'
import { figuresOf } from '#analysis/figures.js'
import { bareResult } from './bare-result.js'

it('the deepest drawdown in money is what was lost from its peak, which may be the initial balance', () => {
  const amountOf = (equity: readonly number[]) => {
    const result = bareResult(equity)
    return drawdownAmount(result, figuresOf(result, { periodsPerYear: 365, riskFree: 0 }).drawdown)
  }
  expect(amountOf([900, 950, 1000])).toBeCloseTo(100, 9)
  expect(amountOf([1000, 1200, 900, 1200, 2000, 1600, 1900])).toBeCloseTo(300, 9)
  expect(amountOf([1000, 1000, 1001])).toBe(0)
})
