import { describe, expect, it } from 'vitest'
import { choice, number, resolveParams } from '#strategy/params.js'
import { failureOf } from '../market/failure-of.js'

const declared = {
  period: 20,
  label: 'base',
  hedged: true,
  ratio: number(0.4, { min: 0, max: 1, unit: 'hedge notional per core notional' }),
  window: number(24, { min: 2, integer: true }),
  mode: choice('calm', ['calm', 'bold']),
}

describe('resolveParams', () => {
  it('puts the given values in the place of the defaults, in the order of the declaration', () => {
    const params = resolveParams(declared, { mode: 'bold', hedged: false, ratio: 0, period: 21.5 })
    expect(Object.entries(params)).toEqual([
      ['period', 21.5],
      ['label', 'base'],
      ['hedged', false],
      ['ratio', 0],
      ['window', 24],
      ['mode', 'bold'],
    ])
    expect(Object.isFrozen(params)).toBe(true)
  })

  it.each([
    [{ ratio: 0 }, 0],
    [{ ratio: 1 }, 1],
  ])('takes the ends of a range: %j', (given, ratio) => {
    expect(resolveParams(declared, given)['ratio']).toBe(ratio)
  })

  it.each([
    ['ratio', -0.01, 'at least 0'],
    ['ratio', 1.01, 'at most 1'],
    ['ratio', Number.NaN, 'a finite number'],
    ['ratio', '0.4', 'a number'],
    ['window', 2.5, 'a whole number'],
    ['window', 1, 'at least 2'],
    ['period', Number.POSITIVE_INFINITY, 'a finite number'],
    ['period', true, 'a number'],
    ['hedged', 1, 'a boolean'],
    ['label', 3, 'a string'],
    ['mode', 'clam', 'one of calm, bold'],
  ])('refuses %s = %j: it must be %s', async (name, value, wanted) => {
    expect(await failureOf(() => resolveParams(declared, { [name]: value }))).toMatchObject({
      code: 'parameter-out-of-range',
      where: `strategy.params.${name}`,
      message: `Parameter '${name}' is ${JSON.stringify(value)}, but must be ${wanted}`,
    })
  })

  it('says the default and the unit of a parameter that is out of its range', async () => {
    expect(await failureOf(() => resolveParams(declared, { ratio: 40 }))).toMatchObject({
      hint: 'Its default is 0.4; unit: hedge notional per core notional.',
    })
    expect(await failureOf(() => resolveParams(declared, { window: 0 }))).toMatchObject({ hint: 'Its default is 24.' })
  })

  it('refuses a default that is out of its own range', async () => {
    expect(await failureOf(() => resolveParams({ period: number(1, { min: 2 }) }, {}))).toMatchObject({
      code: 'parameter-out-of-range',
      where: 'strategy.params.period',
    })
  })

  it.each([
    ['perod', "Did you mean 'period'? Known: period, label, hedged, ratio, window, mode."],
    ['Ratio', "Did you mean 'ratio'? Known: period, label, hedged, ratio, window, mode."],
    ['leverageMax', 'Known: period, label, hedged, ratio, window, mode.'],
    ['toString', 'Known: period, label, hedged, ratio, window, mode.'],
  ])('refuses the unknown parameter %s, with the nearest known one', async (name, hint) => {
    expect(await failureOf(() => resolveParams(declared, { [name]: 3 }))).toEqual({
      code: 'unknown-parameter',
      where: `strategy.params.${name}`,
      message: `The strategy has no parameter '${name}'`,
      hint,
    })
  })

  it('says so where a strategy has no parameters at all', async () => {
    expect(await failureOf(() => resolveParams({}, { period: 3 }))).toMatchObject({
      hint: 'The strategy has no parameters.',
    })
  })
})
