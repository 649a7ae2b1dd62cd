import { InputError, nearest } from '#domain/failure.js'
import type { Indicator } from '#strategy/indicator.js'
import * as indicators from '#strategy/indicators/index.js'

/** The options of all indicators; each makes use of its own. */
type Options = indicators.SourceOptions &
  indicators.MacdOptions &
  indicators.KeltnerOptions &
  indicators.StochasticOptions & { readonly deviations?: number }

/** How an indicator is called: with a period or without, and its options with their defaults. */
export interface Recipe {
  readonly period: boolean
  readonly options: Readonly<Record<string, number | string>>
  readonly make: (period: number, options: Options) => Indicator<unknown>
}

const { adx, atr, bollinger, donchian, ema, highest, keltner, lowest } = indicators
const { macd, rateOfChange, rsi, sma, standardDeviation, stochastic, supertrend, wma } = indicators
const ofClose = { source: 'close' }

/** Every indicator of docs/indicators.md, by its name. */
export const recipes: Readonly<Record<string, Recipe>> = {
  adx: { period: true, options: {}, make: adx },
  atr: { period: true, options: {}, make: atr },
  bollinger: { period: true, options: { deviations: 2, ...ofClose }, make: bollinger },
  donchian: { period: true, options: {}, make: donchian },
  ema: { period: true, options: ofClose, make: ema },
  highest: { period: true, options: { source: 'high' }, make: highest },
  keltner: { period: true, options: { atr: 10, multiple: 2, ...ofClose }, make: keltner },
  lowest: { period: true, options: { source: 'low' }, make: lowest },
  macd: { period: false, options: { fast: 12, slow: 26, signal: 9, ...ofClose }, make: (_, options) => macd(options) },
  rateOfChange: { period: true, options: ofClose, make: rateOfChange },
  rsi: { period: true, options: ofClose, make: rsi },
  sma: { period: true, options: ofClose, make: sma },
  standardDeviation: { period: true, options: ofClose, make: standardDeviation },
  stochastic: { period: true, options: { smoothing: 1, signal: 3 }, make: stochastic },
  supertrend: { period: true, options: { multiple: 3 }, make: supertrend },
  wma: { period: true, options: ofClose, make: wma },
}

/**
 * The indicator that `ema(20)`, `bollinger(20, deviations: 2.5)` or `macd({ fast: 5, slow: 20 })` names. Braces, and
 * quotes around a word, may be left out. Throws `InputError` with how the indicator is called.
 */
export function parseIndicator(expression: string): Indicator<unknown> {
  const match = /^\s*([a-z]\w*)\s*(?:\((.*)\))?\s*$/is.exec(expression)
  if (match === null) {
    throw new InputError('indicator-expression', `found '${expression}', expected an indicator such as ema(20)`, {
      where: 'indicator',
      hint: `There are ${Object.keys(recipes).join(', ')}.`,
    })
  }
  const [, name, inner = ''] = match
  const recipe = recipeOf(name)
  const refuse = (what: string, code = 'indicator-arguments'): InputError =>
    new InputError(code, what, { where: expression, hint: `Write ${usageOf(name, recipe)}.` })
  const { period, options } = argumentsOf(name, recipe, partsOf(inner), refuse)
  try {
    return recipe.make(period, options)
  } catch (error) {
    // Its hint speaks to the author of a strategy.
    throw error instanceof InputError ? refuse(error.message, error.code) : error
  }
}

function recipeOf(name: string): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name]
  const near = nearest(name, Object.keys(recipes))
  throw new InputError('indicator-unknown', `there is no indicator '${name}'`, {
    where: 'indicator',
    hint: near === null ? `There are ${Object.keys(recipes).join(', ')}.` : `Did you mean '${near}'?`,
  })
}

/** `bollinger(period, deviations: 2, source: close)` */
function usageOf(name: string, { period, options }: Recipe): string {
  const named = Object.entries(options).map(([option, byDefault]) => `${option}: ${byDefault}`)
  return `${name}(${[...(period ? ['period'] : []), ...named].join(', ')})`
}

function partsOf(inner: string): readonly string[] {
  const text = inner.replace(/\{([^{}]*)\}\s*$/, '$1').trim()
  return text === '' ? [] : text.split(',').map((part) => part.trim())
}

function argumentsOf(
  name: string,
  recipe: Recipe,
  parts: readonly string[],
  refuse: (what: string) => InputError,
): { readonly period: number; readonly options: Options } {
  const numbers = parts.filter((part) => !part.includes(':'))
  const expected = recipe.period ? 1 : 0
  if (numbers.length !== expected) {
    const found = numbers.length === 0 ? 'no period' : `${numbers.map((part) => `'${part}'`).join(', ')} without a name`
    throw refuse(`found ${found}, expected ${recipe.period ? 'the period alone' : 'none'}`)
  }
  const options: Record<string, unknown> = {}
  for (const part of parts.filter((one) => one.includes(':'))) {
    const [option, value] = part.split(/\s*:\s*/, 2)
    if (!Object.hasOwn(recipe.options, option)) throw refuse(`${name} has no option '${option}'`)
    if (option in options) throw refuse(`found ${option} twice`)
    options[option] =
      typeof recipe.options[option] === 'number'
        ? numberOf(option, value, refuse)
        : value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return { period: recipe.period ? numberOf('period', numbers[0], refuse) : 0, options }
}

function numberOf(what: string, text: string, refuse: (what: string) => InputError): number {
  const value = text === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw refuse(`${what}: found '${text}', expected a number`)
}
