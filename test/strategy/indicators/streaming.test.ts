import { describe, expect, it } from 'vitest'
import type { CandleValues } from '#strategy/indicator.js'
import { indicator } from '#strategy/indicators/index.js'
import { candlesOf, prices } from './series.js'

describe("an author's own indicator", () => {
  it('is given every candle once, in order, with all its values', () => {
    const seen: CandleValues[] = []
    const candles = prices(4)
    indicator(() => (candle) => seen.push(candle)).compute(candles)
    const expected = Array.from(candles.close, (close, i) => ({
      open: candles.open[i],
      high: candles.high[i],
      low: candles.low[i],
      close,
      volume: candles.volume[i],
    }))
    // Compared after the last candle: an author may keep earlier ones.
    expect(seen).toEqual(expected)
  })

  it('starts anew on each series', () => {
    const count = indicator(() => {
      let candles = 0
      return () => ++candles
    })
    expect(Array.from(count.compute(prices(3))[0])).toEqual([1, 2, 3])
    expect(Array.from(count.compute(prices(2))[0])).toEqual([1, 2])
  })

  it('may return undefined or NaN until it is ready', () => {
    const late = indicator(
      () =>
        ({ close }) =>
          close < 2 ? undefined : close < 3 ? NaN : close,
    )
    expect(Array.from(late.compute(candlesOf([1, 2, 3, 4]))[0])).toEqual([NaN, NaN, 3, 4])
  })

  it('is refused where the factory is the function of the candle itself', () => {
    const mistaken = indicator((() => 1) as unknown as () => () => number)
    expect(() => mistaken.compute(prices(2))).toThrow('indicator: the factory must return a function of the candle')
  })
})
