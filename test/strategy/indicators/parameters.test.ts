import { describe, expect, it } from 'vitest'
import { InputError } from '#domain/failure.js'
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
import { prices } from './series.js'

const averages = { sma, ema, wma, rsi, atr, adx }
const bands = { bollinger, donchian, keltner, supertrend }
const byPeriod = { ...averages, ...bands, highest, lowest, standardDeviation, stochastic, rateOfChange }

function errorOf(call: () => unknown): InputError {
  try {
    call()
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  return expect.fail('nothing was thrown')
}

describe('parameters that make no indicator', () => {
  it.each(Object.entries(byPeriod))('%s refuses a period that is no whole number of candles', (name, make) => {
    for (const period of [0, -3, 2.5, NaN, Infinity]) {
      const error = errorOf(() => make(period))
      expect(error.code).toBe('indicator-parameter')
      expect(error.message).toBe(`${name}: period must be a whole number of candles above 0, not ${period}`)
    }
  })

  it('a period handed over as text is shown as text', () => {
    expect(errorOf(() => sma('20' as unknown as number)).message).toMatch(/not '20'$/)
  })

  it('macd names the period that is wrong', () => {
    expect(errorOf(() => macd({ fast: 0 })).message).toMatch(/^macd: fast must be a whole number/)
    expect(errorOf(() => macd({ slow: 1.5 })).message).toMatch(/^macd: slow must be a whole number/)
    expect(errorOf(() => macd({ signal: -9 })).message).toMatch(/^macd: signal must be a whole number/)
  })

  it('macd refuses a fast period that is not below the slow one', () => {
    expect(errorOf(() => macd({ fast: 26, slow: 26 })).message).toBe('macd: fast must be below slow (26), not 26')
  })

  it('bollinger refuses deviations that are not above 0', () => {
    for (const deviations of [0, -2, NaN, Infinity]) {
      const error = errorOf(() => bollinger(20, { deviations }))
      expect(error.message).toBe(`bollinger: deviations must be a number above 0, not ${deviations}`)
    }
  })

  it('names the option that is wrong', () => {
    expect(errorOf(() => stochastic(14, { smoothing: 0 })).message).toMatch(/^stochastic: smoothing must be a whole/)
    expect(errorOf(() => stochastic(14, { signal: 1.5 })).message).toMatch(/^stochastic: signal must be a whole/)
    expect(errorOf(() => supertrend(10, { multiple: 0 })).message).toBe(
      'supertrend: multiple must be a number above 0, not 0',
    )
    expect(errorOf(() => keltner(20, { atr: -1 })).message).toMatch(/^keltner: atr must be a whole number/)
    expect(errorOf(() => keltner(20, { multiple: NaN })).message).toMatch(/^keltner: multiple must be a number above 0/)
  })

  it.each([
    ['sma', () => sma(20, { source: 'closes' as 'close' })],
    ['ema', () => ema(20, { source: 'closes' as 'close' })],
    ['rsi', () => rsi(20, { source: 'closes' as 'close' })],
    ['macd', () => macd({ source: 'closes' as 'close' })],
    ['bollinger', () => bollinger(20, { source: 'closes' as 'close' })],
    ['highest', () => highest(20, { source: 'closes' as 'close' })],
    ['lowest', () => lowest(20, { source: 'closes' as 'close' })],
    ['standardDeviation', () => standardDeviation(20, { source: 'closes' as 'close' })],
    ['wma', () => wma(20, { source: 'closes' as 'close' })],
    ['rateOfChange', () => rateOfChange(20, { source: 'closes' as 'close' })],
    ['keltner', () => keltner(20, { source: 'closes' as 'close' })],
  ])('%s refuses an unknown source and names the nearest', (name, call) => {
    const error = errorOf(call)
    expect(error.code).toBe('indicator-source')
    expect(error.message).toBe(`${name}: source must be one of open, high, low, close, hl2, hlc3, ohlc4, not 'closes'`)
    expect(error.hint).toBe("Did you mean 'close'?")
  })
})

describe('sources', () => {
  const candles = prices(3)
  const { open, high, low, close } = candles

  it.each([
    ['open', open[2]],
    ['high', high[2]],
    ['low', low[2]],
    ['close', close[2]],
    ['hl2', (high[2] + low[2]) / 2],
    ['hlc3', (high[2] + low[2] + close[2]) / 3],
    ['ohlc4', (open[2] + high[2] + low[2] + close[2]) / 4],
  ] as const)('%s', (source, price) => {
    expect(sma(1, { source }).compute(candles)[0][2]).toBe(price)
  })
})

describe('keys', () => {
  it('name recipe, parameters and source', () => {
    const keys = [
      sma(20),
      ema(20, { source: 'hl2' }),
      rsi(14),
      atr(14),
      macd(),
      bollinger(20),
      highest(5),
      lowest(5),
      standardDeviation(10),
      wma(9),
      adx(14),
      stochastic(14),
      rateOfChange(10),
      supertrend(10),
      donchian(20),
      keltner(20),
      indicator(() => () => 1),
      indicator(() => () => 1, { key: 'one()' }),
    ].map(({ key }) => key)
    expect(keys).toEqual([
      'sma(20, close)',
      'ema(20, hl2)',
      'rsi(14, close)',
      'atr(14)',
      'macd(12, 26, 9, close)',
      'bollinger(20, 2, close)',
      'highest(5, high)',
      'lowest(5, low)',
      'standardDeviation(10, close)',
      'wma(9, close)',
      'adx(14)',
      'stochastic(14, 1, 3)',
      'rateOfChange(10, close)',
      'supertrend(10, 3)',
      'donchian(20)',
      'keltner(20, 10, 2, close)',
      null,
      'one()',
    ])
  })
})
