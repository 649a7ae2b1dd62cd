import { describe, expect, it } from 'vitest'
import { warmUpOf } from '#strategy/indicators/warm-up.js'

const column = (...values: readonly number[]) => Float64Array.from(values)

describe('warmUpOf', () => {
  it('is the first candle at which every column has a value', () => {
    expect(warmUpOf([column(NaN, 1, 2, 3), column(NaN, NaN, 2, 3)])).toBe(2)
  })

  it('waits for a candle at which they have one together', () => {
    expect(warmUpOf([column(1, NaN, 1), column(NaN, 1, 1)])).toBe(2)
  })

  it('does not take an infinite value for one', () => {
    expect(warmUpOf([column(-Infinity, Infinity, 7)])).toBe(2)
  })

  it('is the length where there is no such candle', () => {
    expect(warmUpOf([column(1, 2), column(NaN, NaN)])).toBe(2)
  })

  it('is 0 without columns or without candles', () => {
    expect(warmUpOf([])).toBe(0)
    expect(warmUpOf([column()])).toBe(0)
  })
})
