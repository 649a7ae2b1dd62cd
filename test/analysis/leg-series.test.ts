import { describe, expect, it } from 'vitest'
import { heldPair } from '#analysis/held-pair.js'
import { correlation, legCorrelations } from '#analysis/leg-correlation.js'
import { legDistanceSeries } from '#analysis/leg-distance-series.js'
import { legLiquidationDistance } from '#analysis/liquidation-distance.js'
import { candlesOfLeg, candlesOfRun } from '#analysis/run.js'
import { fixtureResult } from './fixture.js'

const result = fixtureResult({ length: 4000 })
const first = <Value>(values: Iterable<Value>): Value => [...values][0]

describe('holding the pair', () => {
  it('is the balance at the first open, and moves with the mark', () => {
    const held = heldPair(result)
    const initial = Number(result.account.initial)
    expect(held).toHaveLength(candlesOfRun(result))
    for (const candle of [0, 1000, 3999]) {
      const moved = result.mark.close[result.first + candle] / result.candles.open[result.first]
      expect(held[candle]).toBeCloseTo(initial * moved, 9)
    }
  })
})

describe('the distance of each leg to its liquidation', () => {
  const series = legDistanceSeries(result)

  it('is there while an isolated opening of the name is on, and nowhere else', () => {
    const core = series.get('core')!
    const openings = result.legs.filter(({ name }) => name === 'core')
    const open = new Set<number>()
    for (const opening of openings) {
      const [from, to] = candlesOfLeg(result, opening)
      for (let candle = from; candle <= to; candle++) open.add(candle)
    }
    const defined = [...core.keys()].filter((candle) => !Number.isNaN(core[candle]))
    expect(defined.length).toBeGreaterThan(100)
    expect(defined.every((candle) => open.has(candle))).toBe(true)
  })

  it('is none of their own where legs share the wallet: the account has it', () => {
    const shared = result.legs.map((leg) => (leg.name === 'core' ? { ...leg, margin: 'cross' as const } : leg))
    const names = [...legDistanceSeries({ ...result, legs: shared }).keys()]
    expect([...series.keys()]).toContain('core')
    expect(names).not.toContain('core')
    expect(names).toContain('hedge')
  })

  it('is the move of the mark to the price in force', () => {
    const level = result.levels.find(({ what, price }) => what === 'liquidation' && price !== null)!
    const leg = result.legs.find(({ id }) => id === level.leg)!
    const [candle] = candlesOfLeg(result, leg)
    const close = result.mark.close[result.first + candle]
    expect(series.get(leg.name)![candle]).toBeCloseTo(Math.abs(close - Number(level.price)) / close, 12)
  })

  it('never falls below the smallest that the figures tell, which look inside of candles, too', () => {
    for (const [name, values] of series) {
      const nearest = legLiquidationDistance(
        result,
        result.legs.filter((leg) => leg.name === name),
      )!
      const least = values.reduce((one, other) => (other < one ? other : one), Infinity)
      expect(least, name).toBeGreaterThanOrEqual(nearest.distance)
    }
  })
})

describe('the correlation of legs', () => {
  it('is 1 where both move alike, −1 where they move against one another, and none where one stands still', () => {
    const rising = Float64Array.of(1, 2, 3, 5)
    expect(correlation(rising, Float64Array.of(2, 4, 6, 10))).toBeCloseTo(1, 12)
    expect(correlation(rising, Float64Array.of(-1, -2, -3, -5))).toBeCloseTo(-1, 12)
    expect(correlation(rising, Float64Array.of(7, 7, 7, 7))).toBeNull()
    // By hand: deviations −1, 0, 1 and −1, 2, −1.
    expect(correlation(Float64Array.of(1, 2, 3), Float64Array.of(0, 3, 0))).toBeCloseTo(0, 12)
  })

  it('has a value at each day end once there are days enough, of each two names', () => {
    const days = Math.ceil(candlesOfRun(result) / 24)
    const { points, one, other } = first(legCorrelations(result, ['core', 'hedge'], 30))
    expect([one, other]).toEqual(['core', 'hedge'])
    expect(Math.abs(points.length - (days - 29))).toBeLessThanOrEqual(1)
    const known = points.flatMap(({ value }) => value ?? [])
    expect(known.length).toBeGreaterThan(0)
    expect(known.every((value) => value >= -1 && value <= 1)).toBe(true)
    expect(legCorrelations(result, ['core', 'hedge'], days + 2)).toEqual([])
  })

  it('of a name with itself is 1 wherever it is anything', () => {
    const { points } = first(legCorrelations(result, ['core', 'core'], 30))
    for (const { value } of points) if (value !== null) expect(value).toBeCloseTo(1, 9)
  })
})
