import { describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import {
  atr,
  bollinger,
  ema,
  highest,
  indicator,
  lowest,
  macd,
  rsi,
  sma,
  standardDeviation,
} from '#strategy/indicators/index.js'
import { exponential, mean, overWindows, populationDeviation, wilder } from './naive.js'
import { candlesOf, prices } from './series.js'
import { behavesAsIndicator } from './suite.js'

for (const period of [1, 2, 7, 20]) {
  behavesAsIndicator(`sma(${period})`, {
    indicator: sma(period),
    naive: ({ close }) => [overWindows(close, period, mean)],
    warmUp: [period - 1],
    onFlat: (level) => [level],
  })
  behavesAsIndicator(`ema(${period})`, {
    indicator: ema(period),
    naive: ({ close }) => [exponential(close, period)],
    warmUp: [period - 1],
    onFlat: (level) => [level],
  })
  behavesAsIndicator(`standardDeviation(${period})`, {
    indicator: standardDeviation(period),
    naive: ({ close }) => [overWindows(close, period, populationDeviation)],
    warmUp: [period - 1],
    onFlat: () => [0],
  })
  behavesAsIndicator(`bollinger(${period}, { deviations: 2.5 })`, {
    indicator: bollinger(period, { deviations: 2.5 }),
    naive: ({ close }) => [
      overWindows(close, period, (window) => mean(window) + 2.5 * populationDeviation(window)),
      overWindows(close, period, mean),
      overWindows(close, period, (window) => mean(window) - 2.5 * populationDeviation(window)),
    ],
    warmUp: [period - 1, period - 1, period - 1],
    onFlat: (level) => [level, level, level],
  })
  behavesAsIndicator(`highest(${period})`, {
    indicator: highest(period),
    naive: ({ high }) => [overWindows(high, period, (window) => Math.max(...window))],
    warmUp: [period - 1],
    onFlat: (level) => [level],
  })
  behavesAsIndicator(`lowest(${period})`, {
    indicator: lowest(period),
    naive: ({ low }) => [overWindows(low, period, (window) => Math.min(...window))],
    warmUp: [period - 1],
    onFlat: (level) => [level],
  })
  behavesAsIndicator(`rsi(${period})`, {
    indicator: rsi(period),
    naive: (candles) => [naiveRsi(candles, period)],
    warmUp: [period],
    onFlat: () => [50],
  })
  behavesAsIndicator(`atr(${period})`, {
    indicator: atr(period),
    naive: (candles) => [naiveAtr(candles, period)],
    warmUp: [period],
    onFlat: () => [0],
  })
}

behavesAsIndicator('macd()', {
  indicator: macd(),
  naive: (candles) => naiveMacd(candles, 12, 26, 9),
  warmUp: [25, 33, 33],
  onFlat: () => [0, 0, 0],
})

behavesAsIndicator('macd({ fast: 2, slow: 4, signal: 1 })', {
  indicator: macd({ fast: 2, slow: 4, signal: 1 }),
  naive: (candles) => naiveMacd(candles, 2, 4, 1),
  warmUp: [3, 3, 3],
  onFlat: () => [0, 0, 0],
})

behavesAsIndicator("ema(5, { source: 'hlc3' })", {
  indicator: ema(5, { source: 'hlc3' }),
  naive: ({ high, low, close }) => [
    exponential(
      Array.from(close, (c, i) => mean([high[i], low[i], c])),
      5,
    ),
  ],
  warmUp: [4],
  onFlat: (level) => [mean([level, level, level])],
})

behavesAsIndicator("an author's own indicator", {
  indicator: indicator(() => {
    const closes: number[] = []
    return ({ close }) => {
      closes.push(close)
      return closes.length > 3 ? close - closes[closes.length - 4] : undefined
    }
  }),
  naive: ({ close }) => [Array.from(close, (c, i) => (i < 3 ? NaN : c - close[i - 3]))],
  warmUp: [3],
  onFlat: () => [0],
})

describe('values worked out by hand', () => {
  it('rsi of 44, 45, 43, 46 with period 3 is 66.6…, not rounded', () => {
    // Rises 1, 0, 3 and falls 0, 2, 0: 100 × (4/3) ÷ (4/3 + 2/3).
    expect(rsi(3).compute(candlesOf([44, 45, 43, 46]))[0][3]).toBeCloseTo(200 / 3, 12)
  })

  it('rsi is 100 after rises alone, 0 after falls alone, 50 without movement', () => {
    expect(rsi(2).compute(candlesOf([1, 2, 3]))[0][2]).toBe(100)
    expect(rsi(2).compute(candlesOf([3, 2, 1]))[0][2]).toBe(0)
    expect(rsi(2).compute(candlesOf([3, 3, 3]))[0][2]).toBe(50)
  })

  it('atr counts a gap from the close before', () => {
    // Candles open at the close before, so the true range is the step itself: 10 and 4, then (7 × 1 + 0) ÷ 2.
    expect(Array.from(atr(2).compute(candlesOf([100, 110, 106, 106]))[0])).toEqual([NaN, NaN, 7, 3.5])
  })

  it('ema goes on from a first average of exactly 0', () => {
    expect(Array.from(ema(3).compute(candlesOf([-1, 0, 1, 4, 4]))[0])).toEqual([NaN, NaN, 0, 2, 3])
  })

  it('macd keeps a signal of exactly 0', () => {
    const [line, signal, histogram] = macd({ fast: 1, slow: 2, signal: 2 }).compute(candlesOf([5, 5, 5, 5]))
    expect([line[3], signal[3], histogram[3]]).toEqual([0, 0, 0])
  })

  it('standardDeviation divides by the period: of 2, 4, 4, 4, 5, 5, 7, 9 it is 2', () => {
    expect(standardDeviation(8).compute(candlesOf([2, 4, 4, 4, 5, 5, 7, 9]))[0][7]).toBe(2)
  })

  it('highest and lowest read highs and lows, and count the candle itself', () => {
    const candles = candlesOf([-5, -3, -4, -9, -9.5], () => 0.5)
    expect(Array.from(candles.high)).toEqual([-4.5, -2.5, -2.5, -3.5, -8.5])
    expect(Array.from(candles.low)).toEqual([-5.5, -5.5, -4.5, -9.5, -10])
    expect(Array.from(highest(2).compute(candles)[0])).toEqual([NaN, -2.5, -2.5, -2.5, -3.5])
    expect(Array.from(lowest(2).compute(candles)[0])).toEqual([NaN, -5.5, -5.5, -9.5, -10])
    expect(Array.from(highest(2, { source: 'close' }).compute(candles)[0])).toEqual([NaN, -3, -3, -4, -9])
  })
})

describe('a burst of 1e12 leaves nothing behind once it has left the window', () => {
  const calm = prices(300)
  const burst = candlesOf(Array.from(calm.close, (close, i) => (i >= 100 && i < 104 ? 1e12 : close)))
  const same = candlesOf(Array.from(calm.close))

  it.each([sma(20), standardDeviation(20), highest(20), lowest(20)])('$key', ({ compute }) => {
    const [without] = compute(same)
    const [after] = compute(burst)
    expect(after.slice(103)).not.toEqual(without.slice(103))
    expect(after.slice(124)).toEqual(without.slice(124))
  })
})

function naiveRsi({ close }: Candles, period: number): number[] {
  const changes = Array.from(close, (c, i) => c - close[i - 1])
  const rises = wilder(
    changes.map((change) => Math.max(change, 0)),
    period,
  )
  const falls = wilder(
    changes.map((change) => Math.max(-change, 0)),
    period,
  )
  return rises.map((rise, i) => (rise === 0 && falls[i] === 0 ? 50 : 100 - 100 / (1 + rise / falls[i])))
}

function naiveAtr({ high, low, close }: Candles, period: number): number[] {
  const trueRanges = Array.from(close, (_, i) => Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]))
  return wilder(trueRanges, period)
}

function naiveMacd({ close }: Candles, fast: number, slow: number, signal: number): number[][] {
  const slowAverage = exponential(close, slow)
  const line = exponential(close, fast).map((value, i) => value - slowAverage[i])
  const signalLine = exponential(line, signal)
  return [line, signalLine, line.map((value, i) => value - signalLine[i])]
}
