import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isMet, parseConstraint, violation } from '#experiments/search/constraints.js'
import { metricDirections } from '#experiments/search/metric-directions.js'
import { parseObjectives } from '#experiments/search/objectives.js'
import { failureOf } from '../../market/failure-of.js'

describe('an objective', () => {
  it('goes where its metric is better, or where it is told to', () => {
    expect(parseObjectives('sharpe')).toEqual([{ metric: 'sharpe', direction: 'max' }])
    expect(parseObjectives('totalReturn, maxDrawdown,min turnover')).toEqual([
      { metric: 'totalReturn', direction: 'max' },
      { metric: 'maxDrawdown', direction: 'min' },
      { metric: 'turnover', direction: 'min' },
    ])
    expect(parseObjectives('max volatility')).toEqual([{ metric: 'volatility', direction: 'max' }])
    expect(parseObjectives('drawdownRemoved', { drawdownRemoved: 'max' })).toHaveLength(1)
  })

  it.each([
    ['sharp', 'unknown-metric', /^Did you mean sharpe\? Known are netProfit, totalReturn,/],
    ['beauty', 'unknown-metric', /^Known are netProfit/],
    ['turnover', 'objective-direction', /^Write max turnover or min turnover\.$/],
    ['sharpe,sharpe', 'objective-twice', /Remove/],
    ['more sharpe', 'objective-form', /--objective sharpe/],
    ['', 'objective-form', /--objective sharpe/],
    ['sharpe,', 'objective-form', /--objective sharpe/],
    ['constructor', 'unknown-metric', /Known are/],
  ])('is refused: %s', async (text, code, hint) => {
    const failure = await failureOf(() => parseObjectives(text))
    expect(failure.code).toBe(code)
    expect(failure.where).toBe('--objective')
    expect(failure.hint).toMatch(hint)
  })

  it('is any metric of the documentation', () => {
    const account = readFileSync('docs/metrics.md', 'utf8').split('## Of a leg')[0]
    for (const name of Object.keys(metricDirections)) expect(account).toContain(`\`${name}\``)
  })
})

describe('a constraint', () => {
  it.each([
    ['liquidations = 0', { metric: 'liquidations', relation: '=', bound: 0 }],
    ['maxDrawdown<0.3', { metric: 'maxDrawdown', relation: '<', bound: 0.3 }],
    ['maxDrawdown <= 30%', { metric: 'maxDrawdown', relation: '<=', bound: 0.3 }],
    ['maxDrawdown < 12.5 %', { metric: 'maxDrawdown', relation: '<', bound: 0.125 }],
    ['trades >= 1e2', { metric: 'trades', relation: '>=', bound: 100 }],
    ['netProfit > -50.5', { metric: 'netProfit', relation: '>', bound: -50.5 }],
    ['liquidations == 0', { metric: 'liquidations', relation: '=', bound: 0 }],
  ])('reads %s', (text, constraint) => {
    expect(parseConstraint(text)).toEqual(constraint)
  })

  it.each([
    ['liquidation = 0 = 0', 'constraint-form'],
    ['maxDrawdown', 'constraint-form'],
    ['maxDrawdown < a', 'constraint-form'],
    ['maxDrawdown != 1', 'constraint-form'],
    ['0.3 > maxDrawdown', 'constraint-form'],
    ['maxDrawDawn < 1', 'unknown-metric'],
  ])('refuses %s', async (text, code) => {
    expect(await failureOf(() => parseConstraint(text))).toMatchObject({ code, where: '--constraint' })
  })

  it('is met on its own side of the bound', () => {
    const at = (text: string, value: number | null) => isMet(parseConstraint(text), { trades: value })
    expect([at('trades < 5', 4), at('trades < 5', 5), at('trades <= 5', 5), at('trades <= 5', 6)]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect([at('trades > 5', 6), at('trades > 5', 5), at('trades >= 5', 5), at('trades >= 5', 4)]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect([at('trades = 5', 5), at('trades = 5', 6), at('trades = 5', null)]).toEqual([true, false, false])
  })

  it('is broken by how far, in units of its bound', () => {
    const constraints = ['liquidations = 0', 'maxDrawdown < 0.3', 'trades >= 10'].map((text) => parseConstraint(text))
    expect(violation(constraints, { liquidations: 0, maxDrawdown: 0.2, trades: 10 })).toBe(0)
    expect(violation(constraints, { liquidations: 2, maxDrawdown: 0.6, trades: 5 })).toBeCloseTo(2 + 1 + 0.5, 12)
    expect(violation(constraints, { liquidations: 0, maxDrawdown: null, trades: 10 })).toBeNull()
  })
})
