import { describe, expect, it } from 'vitest'
import { fanIndices, fanOf, thinned } from '#experiments/bootstrap/fan.js'
import { percentileInterval, proportion } from '#experiments/bootstrap/interval.js'

describe('a fan chart', () => {
  it('has the quantiles over the paths at each instant', () => {
    const at = fanIndices(5, 3)
    expect([...at]).toEqual([0, 2, 4])
    const curves = [0, 1, 2, 3, 4].map((path) => thinned(Float64Array.of(10, 0, 10 + path, 0, 10 - path ** 2), at))
    const fan = fanOf(curves.toReversed(), at, [0, 0.25, 0.5, 1])
    expect(fan.bands.map((band) => [...band])).toEqual([
      [10, 10, -6],
      [10, 11, 1],
      [10, 12, 6],
      [10, 14, 10],
    ])
  })

  it('shows every value of a short curve, its first and its last always', () => {
    expect([...fanIndices(3, 400)]).toEqual([0, 1, 2])
    expect([...fanIndices(1, 400)]).toEqual([0])
    expect([...fanIndices(0, 400)]).toEqual([])
    const long = fanIndices(16_974, 400)
    expect([long.length, long[0], long[399], new Set(long).size]).toEqual([400, 0, 16_973, 400])
  })
})

describe('an interval over paths', () => {
  it('holds the middle of what is defined', () => {
    const values = [...Array.from({ length: 101 }, (_, at) => at), null, null].toReversed()
    const nine = percentileInterval(values)!
    expect([nine.low, nine.median, nine.high].map((value) => value.toFixed(9))).toEqual([
      '5.000000000',
      '50.000000000',
      '95.000000000',
    ])
    expect(nine.count).toBe(101)
    expect(percentileInterval(values, 0.5)).toEqual({ low: 25, median: 50, high: 75, count: 101 })
    expect(percentileInterval([null])).toBeNull()
  })

  it('of a share leaves open what few paths cannot tell (Wilson, as in Newcombe 1998, table I)', () => {
    // Newcombe's examples: 81 of 263: 0.2553 … 0.3662; 15 of 148: 0.0624 … 0.1605; 0 of 20: 0 … 0.1611; 1 of 29: 0.0061 … 0.1718.
    const shown = (hits: number, count: number) => {
      const { low, high } = proportion(hits, count)!
      return [low.toFixed(4), high.toFixed(4)]
    }
    expect(shown(81, 263)).toEqual(['0.2553', '0.3662'])
    expect(shown(15, 148)).toEqual(['0.0624', '0.1605'])
    expect(shown(0, 20)).toEqual(['0.0000', '0.1611'])
    expect(shown(1, 29)).toEqual(['0.0061', '0.1718'])
    expect(proportion(0, 0)).toBeNull()
  })
})
