import { ATR, BollingerBands, EMA, MACD, RSI, SMA } from 'trading-signals'
import { describe, expect, it } from 'vitest'
import { atr, bollinger, ema, macd, rsi, sma } from '#strategy/indicators/index.js'
import { prices } from './series.js'

const candles = prices(600)
const closes = Array.from(candles.close)
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
})

describe('trading-signals seeds its averages otherwise and agrees on the last 100 of 600 candles', () => {
  it('on ema', () => {
    expectAgreement(ema(20).compute(candles)[0], new EMA(20).updates(closes), last100)
  })

  it('on atr', () => {
    const theirs = new ATR(14).updates(
      closes.map((close, i) => ({ high: candles.high[i], low: candles.low[i], close })),
    )
    expectAgreement(atr(14).compute(candles)[0], theirs, last100)
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
})
