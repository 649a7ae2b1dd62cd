import { expect, it } from 'vitest'
import { indexAtOrAfter } from '#domain/candles.js'

it.each([
  [0, 0, 'before all'],
  [10, 0, 'at the first'],
  [11, 1, 'between'],
  [20, 1, 'at the second'],
  [40, 2, 'at the last'],
  [41, 3, 'after all: the length'],
])('the first index at or after %i is %i: %s', (instant, index) => {
  expect(indexAtOrAfter(Float64Array.of(10, 20, 40), instant)).toBe(index)
})

it('of nothing it is 0', () => expect(indexAtOrAfter(new Float64Array(0), 5)).toBe(0))
