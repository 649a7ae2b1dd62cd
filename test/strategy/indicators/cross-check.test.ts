import {
  ADX,
  ATR,
  BollingerBands,
  DonchianChannels,
  EMA,
  KeltnerChannels,
  MACD,
  ROC,
  RSI,
  SMA,
  StochasticOscillator,
  SuperTrend,
  WMA,
} from 'trading-signals'
import { describe, expect, it } from 'vitest'
import {
  adx,
  atr,
  bollinger,
  donchian,
  ema,
  keltner,
  macd,
  rateOfChange,
  rsi,
  sma,
  stochastic,
  supertrend,
  wma,
} from '#strategy/indicators/index.js'
import { prices } from './series.js'

const candles = prices(600)
const closes = Array.from(candles.close)
const highLowClose = closes.map((close, i) => ({ high: candles.high[i], low: candles.low[i], close }))
const last100 = candles.length - 100

/** Equal to 1e-9 of the value from candle `from` on. `theirs` holds null where trading-signals has none yet. */
function expectAgreement(ours: Float64Array, theirs: readonly (number | null)[], from: number): void {
  const relative = theirs.slice(from).map((value, i) => (value === null ? NaN : Math.abs(ours[from + i] / value - 1)))
  expect(relative).toHaveLength(candles.length - from)
  expect(Math.max(...relative)).toBeLessThan(1e-9)
}

describe('trading-signals, another implementation, agrees from the first value on', () => {
  it('on sma', () => {
    const theirs = new SMA(20).updates(closes)
    expect(theirs.findIndex((value) => value !== null)).toBe(19)
    expectAgreement(sma(20).compute(candles)[0], theirs, 19)
  })

  it('on rsi', () => {
    const theirs = new RSI(14).updates(closes)
    expect(theirs.findIndex((value) => value !== null)).toBe(14)
    expectAgreement(rsi(14).compute(candles)[0], theirs, 14)
  })

  it('on bollinger', () => {
    const theirs = new BollingerBands(20, 2).updates(closes)
    const [upper, middle, lower] = bollinger(20).compute(candles)
    expectAgreement(
      upper,
      theirs.map((bands) => bands?.upper ?? null),
      19,
    )
    expectAgreement(
      middle,
      theirs.map((bands) => bands?.middle ?? null),
      19,
    )
    expectAgreement(
      lower,
      theirs.map((bands) => bands?.lower ?? null),
      19,
    )
  })

  it('on wma', () => {
    expectAgreement(wma(20).compute(candles)[0], new WMA(20).updates(closes), 19)
  })

  it('on stochastic', () => {
    const theirs = new StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 5 }).updates(highLowClose)
    const [k, d] = stochastic(14, { smoothing: 3, signal: 5 }).compute(candles)
    expectAgreement(
      k,
      theirs.map((value) => value?.stochK ?? null),
      19,
    )
    expectAgreement(
      d,
      theirs.map((value) => value?.stochD ?? null),
      19,
    )
  })

  it('on rateOfChange', () => {
    expectAgreement(rateOfChange(9).compute(candles)[0], new ROC(9).updates(closes), 9)
  })

  it('on donchian', () => {
    const theirs = new DonchianChannels(20).updates(highLowClose)
    for (const [output, column] of donchian(20).compute(candles).entries()) {
      expectAgreement(
        column,
        theirs.map((value) => value?.[(['upper', 'middle', 'lower'] as const)[output]] ?? null),
        19,
      )
    }
  })
})

describe('trading-signals seeds its averages otherwise and agrees on the last 100 of 600 candles', () => {
  it('on ema', () => {
    expectAgreement(ema(20).compute(candles)[0], new EMA(20).updates(closes), last100)
  })

  it('on atr', () => {
    expectAgreement(atr(14).compute(candles)[0], new ATR(14).updates(highLowClose), last100)
  })

  it('on macd', () => {
    const theirs = new MACD(new EMA(12), new EMA(26), new EMA(9)).updates(closes)
    const [line, signal, histogram] = macd().compute(candles)
    expectAgreement(
      line,
      theirs.map((value) => value?.macd ?? null),
      last100,
    )
    expectAgreement(
      signal,
      theirs.map((value) => value?.signal ?? null),
      last100,
    )
    expectAgreement(
      histogram,
      theirs.map((value) => value?.histogram ?? null),
      last100,
    )
  })

  it('on adx and the directional indicators, which it gives as fractions', () => {
    const other = new ADX(14)
    const theirs = highLowClose.map((candle) => {
      const strength = other.add(candle)
      return [strength, (other.pdi ?? NaN) * 100, (other.mdi ?? NaN) * 100] as const
    })
    for (const [output, column] of adx(14).compute(candles).entries()) {
      expectAgreement(
        column,
        theirs.map((value) => value[output]),
        last100,
      )
    }
  })

  it('on supertrend', () => {
    const theirs = new SuperTrend({ interval: 10, multiplier: 3 }).updates(highLowClose)
    const [value, direction] = supertrend(10).compute(candles)
    expectAgreement(
      value,
      theirs.map((result) => result?.supertrend ?? null),
      last100,
    )
    const signs = theirs.slice(last100).map((result) => (result?.trend === 'BULLISH' ? 1 : -1))
    expect(new Set(signs).size).toBe(2)
    expect(Array.from(direction.slice(last100))).toEqual(signs)
  })

  it('on keltner', () => {
    const theirs = new KeltnerChannels().updates(highLowClose)
    for (const [output, column] of keltner(20).compute(candles).entries()) {
      expectAgreement(
        column,
        theirs.map((value) => value?.[(['upper', 'middle', 'lower'] as const)[output]] ?? null),
        last100,
      )
    }
  })
})
