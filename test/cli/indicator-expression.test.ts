import { describe, expect, it } from 'vitest'
import { InputError } from '#domain/failure.js'
import * as indicators from '#strategy/indicators/index.js'
import { parseIndicator, recipes } from '../../src/cli/indicator-expression.js'

function refusal(expression: string): string {
  try {
    parseIndicator(expression)
  } catch (error) {
    if (error instanceof InputError) return `${error.where}: ${error.message}. ${error.hint}`
    throw error
  }
  return expect.fail('nothing was refused')
}

describe('an indicator as it is written', () => {
  it.each([
    ['ema(20)', 'ema(20, close)'],
    [' ema ( 20 ) ', 'ema(20, close)'],
    ['sma(5, source: hl2)', 'sma(5, hl2)'],
    ["sma(5, { source: 'hl2' })", 'sma(5, hl2)'],
    ['highest(20, source: "close")', 'highest(20, close)'],
    ['bollinger(20, { deviations: 2.5 })', 'bollinger(20, 2.5, close)'],
    ['bollinger(20, source: hlc3, deviations: 1)', 'bollinger(20, 1, hlc3)'],
    ['macd', 'macd(12, 26, 9, close)'],
    ['macd()', 'macd(12, 26, 9, close)'],
    ['macd({ fast: 5, slow: 20 })', 'macd(5, 20, 9, close)'],
    ['keltner(20, atr: 14, multiple: 1.5)', 'keltner(20, 14, 1.5, close)'],
    ['stochastic(14, smoothing: 3)', 'stochastic(14, 3, 3)'],
    ['adx(14)', 'adx(14)'],
  ])('%s is %s', (expression, key) => {
    expect(parseIndicator(expression).key).toBe(key)
  })

  it('every indicator that a strategy may declare has its name here, but for an own one', () => {
    const made = Object.keys(indicators).filter((name) => !['indicator', 'warmUpOf'].includes(name))
    expect(Object.keys(recipes).toSorted()).toEqual(made.toSorted())
  })

  it.each(Object.entries(recipes))('the defaults that are shown of %s are those that it has', (_, recipe) => {
    expect(recipe.make(7, recipe.options).key).toBe(recipe.make(7, {}).key)
  })
})

describe('what is no indicator is refused with the way out', () => {
  it.each([
    ['emma(20)', "indicator: there is no indicator 'emma'. Did you mean 'ema'?"],
    ['toString()', /^indicator: there is no indicator 'toString'\. There are adx, atr, .* wma\.$/],
    ['ema(20', /^indicator: found 'ema\(20', expected an indicator such as ema\(20\)\. There are adx, /],
    ['ema()', 'ema(): found no period, expected the period alone. Write ema(period, source: close).'],
    [
      'ema(5, 20)',
      "ema(5, 20): found '5', '20' without a name, expected the period alone. Write ema(period, source: close).",
    ],
    [
      'macd(5)',
      /^macd\(5\): found '5' without a name, expected none\. Write macd\(fast: 12, slow: 26, signal: 9, source: close\)\.$/,
    ],
    ['ema(x)', "ema(x): period: found 'x', expected a number. Write ema(period, source: close)."],
    ['ema(20, multiple: 3)', "ema(20, multiple: 3): ema has no option 'multiple'. Write ema(period, source: close)."],
    ['atr(14, toString: 1)', "atr(14, toString: 1): atr has no option 'toString'. Write atr(period)."],
    ['supertrend(10, multiple: )', /multiple: found '', expected a number/],
    ['macd(fast: 3, fast: 4)', /found fast twice/],
    ['ema(2.5)', /^ema\(2\.5\): ema: period must be a whole number of candles above 0, not 2\.5\. Write ema\(period/],
    ['ema(20, source: closes)', /ema: source must be one of open, .* not 'closes'\. Write ema\(/],
  ])('%s', (expression, told) => {
    if (typeof told === 'string') expect(refusal(expression)).toBe(told)
    else expect(refusal(expression)).toMatch(told)
  })
})
