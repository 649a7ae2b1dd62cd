import { describe, expect, it } from 'vitest'
import type { Candles } from '#domain/candles.js'
import {
  adx,
  atr,
  bollinger,
  donchian,
  ema,
  highest,
  indicator,
  keltner,
  lowest,
  macd,
  rateOfChange,
  rsi,
  sma,
  standardDeviation,
  stochastic,
  supertrend,
  wma,
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
  behavesAsIndicator(`wma(${period})`, {
    indicator: wma(period),
    naive: ({ close }) => [overWindows(close, period, weightedMean)],
    warmUp: [period - 1],
    onFlat: (level) => [level],
  })
  behavesAsIndicator(`adx(${period})`, {
    indicator: adx(period),
    naive: (candles) => naiveAdx(candles, period),
    warmUp: [2 * period - 1, period, period],
    onFlat: () => [0, 0, 0],
  })
  behavesAsIndicator(`stochastic(${period})`, {
    indicator: stochastic(period),
    naive: (candles) => naiveStochastic(candles, period, 1, 3),
    warmUp: [period - 1, period + 1],
    onFlat: () => [50, 50],
  })
  behavesAsIndicator(`rateOfChange(${period})`, {
    indicator: rateOfChange(period),
    naive: ({ close }) => [Array.from(close, (c, i) => naiveChange(close[i - period], c))],
    warmUp: [period],
    onFlat: () => [0],
  })
  behavesAsIndicator(`supertrend(${period})`, {
    indicator: supertrend(period),
    naive: (candles) => naiveSupertrend(candles, period, 3),
    warmUp: [period, period],
    onFlat: (level) => [level, -1],
  })
  behavesAsIndicator(`donchian(${period})`, {
    indicator: donchian(period),
    naive: ({ high, low }) => {
      const upper = overWindows(high, period, (window) => Math.max(...window))
      const lower = overWindows(low, period, (window) => Math.min(...window))
      return [upper, upper.map((top, i) => mean([top, lower[i]])), lower]
    },
    warmUp: [period - 1, period - 1, period - 1],
    onFlat: (level) => [level, level, level],
  })
  behavesAsIndicator(`keltner(${period}, { atr: 5, multiple: 1.5 })`, {
    indicator: keltner(period, { atr: 5, multiple: 1.5 }),
    naive: (candles) => {
      const range = naiveAtr(candles, 5)
      const middle = exponential(candles.close, period)
      return [
        middle.map((value, i) => value + 1.5 * range[i]),
        middle,
        middle.map((value, i) => value - 1.5 * range[i]),
      ]
    },
    warmUp: [Math.max(period - 1, 5), period - 1, Math.max(period - 1, 5)],
    onFlat: (level) => [level, level, level],
  })
}

behavesAsIndicator('stochastic(5, { smoothing: 4, signal: 2 })', {
  indicator: stochastic(5, { smoothing: 4, signal: 2 }),
  naive: (candles) => naiveStochastic(candles, 5, 4, 2),
  warmUp: [7, 8],
  onFlat: () => [50, 50],
})

behavesAsIndicator('supertrend(4, { multiple: 0.5 }), which turns often', {
  indicator: supertrend(4, { multiple: 0.5 }),
  naive: (candles) => naiveSupertrend(candles, 4, 0.5),
  warmUp: [4, 4],
  onFlat: (level) => [level, -1],
})

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

describe('more values worked out by hand', () => {
  const last = (column: Float64Array) => column[column.length - 1]

  it('wma weighs the newest most: of 1, 2, 6 with period 3 it is (1 + 4 + 18) ÷ 6', () => {
    expect(last(wma(3).compute(candlesOf([90, 1, 2, 6]))[0])).toBeCloseTo(23 / 6, 14)
  })

  it('adx of 100, 104, 102, 108 with period 2', () => {
    // Candles open at the close before: highs 100, 104, 104, 108 and lows 100, 100, 102, 102. Up 4, 0, 4, down 0 each.
    // True ranges 4, 2, 6. At the third: +DI = 100 × 2 ÷ 3. At the fourth: 100 × (2 + 4) ÷ 2 ÷ ((3 + 6) ÷ 2).
    const [strength, plus, minus] = adx(2).compute(candlesOf([100, 104, 102, 108]))
    expect([plus[2], plus[3]]).toEqual([200 / 3, 300 / 4.5])
    expect([minus[2], minus[3], strength[2], strength[3]]).toEqual([0, 0, NaN, 100])
  })

  it('adx counts the larger of the two moves, and neither where they are equal', () => {
    // From 10 … 8 up by 2 and down by 1; up by 1 and down by 1; up by 1 and down by 3.
    const made = (high: readonly number[], low: readonly number[]) => ({
      ...candlesOf(high),
      high: Float64Array.from(high),
      low: Float64Array.from(low),
      close: Float64Array.from(low),
    })
    const moves = (high: number, low: number) => {
      const [, plus, minus] = adx(1).compute(made([10, high], [8, low]))
      return [plus[1], minus[1]]
    }
    // True ranges 5, 4 and 6.
    expect([moves(12, 7), moves(11, 7), moves(11, 5)]).toEqual([
      [40, 0],
      [0, 0],
      [0, 50],
    ])
  })

  it('stochastic: a close of 105 between 100 and 110 is at 50, of 109 at 90; d is their mean', () => {
    const candles = candlesOf([100, 110, 105, 109])
    const [k, d] = stochastic(3, { signal: 2 }).compute(candles)
    // Candles open at the close before, so both windows reach from 100 to 110: (105 − 100) ÷ 10, (109 − 100) ÷ 10.
    expect([k[2], k[3], d[3]]).toEqual([50, 90, 70])
  })

  it('rateOfChange is a fraction, positive for a rise below zero, too, and nothing from 0', () => {
    expect(Array.from(rateOfChange(1).compute(candlesOf([100, 105, 84]))[0])).toEqual([NaN, 0.05, -0.2])
    expect(Array.from(rateOfChange(1).compute(candlesOf([-4, -2, -3]))[0])).toEqual([NaN, 0.5, -0.5])
    expect(Array.from(rateOfChange(1).compute(candlesOf([0, 0, 1, 0]))[0])).toEqual([NaN, 0, NaN, -1])
  })

  it('supertrend turns at a close beyond its band and holds its band while the trend lasts', () => {
    // With period 1 the range is the step, the middle half of it back from the close; multiple 1.
    // 110: from 100, middle 105, above it 115: down. 120: middle 115, upper stays 115 (125 is no lower): closes above, up
    // at 115 − 10 = 105. 119: middle 119.5, 118.5. 118: middle 118.5, 117.5 < 118.5, which holds: closes below, down at 119.5.
    const [value, direction] = supertrend(1, { multiple: 1 }).compute(candlesOf([100, 110, 120, 119, 118]))
    expect(Array.from(value)).toEqual([NaN, 115, 105, 118.5, 119.5])
    expect(Array.from(direction)).toEqual([NaN, -1, 1, 1, -1])
  })

  it('donchian takes wicks, its middle is between them', () => {
    const [upper, middle, lower] = donchian(2).compute(candlesOf([100, 110, 106], () => 1))
    expect([last(upper), last(middle), last(lower)]).toEqual([111, 105, 99])
  })

  it('keltner: the average and two ranges on either side', () => {
    // ema(2) of 100, 110, 106 is 105, then 105 + ⅔; the true ranges are 10 and 4, their Wilder average over 1 is 4.
    const [upper, middle, lower] = keltner(2, { atr: 1 }).compute(candlesOf([100, 110, 106]))
    expect(last(middle)).toBeCloseTo(105 + 2 / 3, 12)
    expect([last(upper) - last(middle), last(middle) - last(lower)]).toEqual([8, 8].map((x) => expect.closeTo(x, 12)))
  })
})

describe('a burst of 1e12 leaves nothing behind once it has left the window', () => {
  const calm = prices(300)
  const burst = candlesOf(Array.from(calm.close, (close, i) => (i >= 100 && i < 104 ? 1e12 : close)))
  const same = candlesOf(Array.from(calm.close))

  it.each([sma(20), wma(20), standardDeviation(20), highest(20), lowest(20), donchian(20)])('$key', ({ compute }) => {
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

function weightedMean(window: readonly number[]): number {
  const weights = window.map((_, i) => i + 1)
  return mean(window.map((value, i) => value * weights[i])) / mean(weights)
}

function naiveAdx(candles: Candles, period: number): number[][] {
  const { high, low } = candles
  const rises = Array.from(high, (h, i) => h - high[i - 1])
  const falls = Array.from(low, (l, i) => low[i - 1] - l)
  const range = naiveAtr(candles, period)
  const indicatorOf = (moves: number[]) =>
    wilder(moves, period).map((move, i) => (range[i] === 0 ? 0 : (100 * move) / range[i]))
  const plus = indicatorOf(rises.map((rise, i) => (rise > 0 && rise > falls[i] ? rise : 0)))
  const minus = indicatorOf(falls.map((fall, i) => (fall > 0 && fall > rises[i] ? fall : 0)))
  const index = plus.map((p, i) => (p + minus[i] === 0 ? 0 : (100 * Math.abs(p - minus[i])) / (p + minus[i])))
  return [wilder(index, period), plus, minus]
}

function naiveStochastic({ high, low, close }: Candles, period: number, smoothing: number, signal: number): number[][] {
  const top = overWindows(high, period, (window) => Math.max(...window))
  const bottom = overWindows(low, period, (window) => Math.min(...window))
  const place = Array.from(close, (c, i) =>
    top[i] === bottom[i] ? 50 : (100 * (c - bottom[i])) / (top[i] - bottom[i]),
  )
  const k = overWindows(place, smoothing, mean)
  return [k, overWindows(k, signal, mean)]
}

function naiveChange(before: number | undefined, now: number): number {
  if (before === undefined) return NaN
  if (now === before) return 0
  return before === 0 ? NaN : (now - before) / Math.abs(before)
}

/** All bands and states of the definition side by side, none overwritten. */
function naiveSupertrend(candles: Candles, period: number, multiple: number): number[][] {
  const { high, low, close } = candles
  const range = naiveAtr(candles, period)
  const above = Array.from(high, (h, i) => mean([h, low[i]]) + multiple * range[i])
  const below = Array.from(high, (h, i) => mean([h, low[i]]) - multiple * range[i])
  const states: { upper: number; lower: number; up: boolean }[] = []
  for (const i of close.keys()) {
    const before = states[i - 1]
    if (i <= period) {
      const up = i === period && close[i] > above[i]
      states.push({ upper: above[i], lower: below[i], up })
      continue
    }
    const upper = close[i - 1] > before.upper ? above[i] : Math.min(above[i], before.upper)
    const lower = close[i - 1] < before.lower ? below[i] : Math.max(below[i], before.lower)
    states.push({ upper, lower, up: before.up ? !(close[i] < lower) : close[i] > upper })
  }
  return [
    states.map(({ upper, lower, up }) => (up ? lower : upper)),
    states.map(({ upper, up }) => (Number.isNaN(upper) ? NaN : up ? 1 : -1)),
  ]
}
