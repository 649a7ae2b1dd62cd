import { describe, expect, it } from 'vitest'
import { type ComparedRun, comparisonOf, nameOf } from '#experiments/compare/comparison.js'
import type { ComparedFill } from '#experiments/compare/details.js'
import { partingOf } from '#experiments/compare/parting.js'

const fill = (at: number, quantity = '1'): ComparedFill => ({
  at,
  leg: 'core',
  side: 'buy',
  quantity,
  price: '100',
  reason: 'entry',
})

describe('where two runs part', () => {
  it('is the first fill that differs', () => {
    expect(partingOf([fill(1), fill(2), fill(3)], [fill(1), fill(2, '2'), fill(4)])).toEqual({
      at: 2,
      one: fill(2),
      other: fill(2, '2'),
    })
  })

  it('is the earlier of two fills at different times', () => {
    expect(partingOf([fill(1), fill(9)], [fill(1), fill(5)])?.at).toBe(5)
  })

  it('is where one of them ends', () => {
    expect(partingOf([fill(1)], [fill(1), fill(5)])).toEqual({ at: 5, one: null, other: fill(5) })
  })

  it('is nowhere where all fills are the same', () => {
    expect(partingOf([fill(1), fill(2)], [fill(1), fill(2)])).toBeNull()
    expect(partingOf([], [])).toBeNull()
  })
})

describe('a comparison', () => {
  const run = (name: string, sharpe: number | null, fills: readonly ComparedFill[] | null = []): ComparedRun => ({
    name,
    params: {},
    hash: `hash of ${name}`,
    status: fills === null ? 'failed' : 'complete',
    error: fills === null ? 'threw' : null,
    metrics: fills === null ? null : { sharpe },
    curve: null,
    twins: null,
    details: fills && { currency: 'USDT', synthetic: false, instants: new Float64Array(), fills, hedge: null },
  })

  it('calls the run with the highest Sharpe ratio the best, of equal ones the first', () => {
    expect(comparisonOf('c', [], [run('a', 0.1), run('b', 0.5), run('c', 0.5)]).best).toBe('hash of b')
    expect(comparisonOf('c', [], [run('a', -2), run('b', null)]).best).toBe('hash of a')
    expect(comparisonOf('c', [], [run('a', null), run('b', 1, null)]).best).toBeNull()
  })

  it('tells of every two complete runs where they part, the nearest first', () => {
    const { partings } = comparisonOf('c', [], [run('a', 1, [fill(1)]), run('b', 1, null), run('c', 1, [fill(2)])])
    expect(partings).toEqual([{ between: ['a', 'c'], parting: { at: 1, one: fill(1), other: fill(2) } }])
    const three = [run('a', 1, [fill(1)]), run('b', 1, [fill(2)]), run('c', 1, [fill(1)])]
    expect(comparisonOf('c', [], three).partings.map(({ between, parting }) => [...between, parting === null])).toEqual(
      [
        ['a', 'b', false],
        ['b', 'c', false],
        ['a', 'c', true],
      ],
    )
    const many = Array.from({ length: 25 }, (_, at) => run(String(at), 1, [fill(at)]))
    expect(comparisonOf('c', [], many.slice(1)).partings).toHaveLength((24 * 23) / 2)
    expect(comparisonOf('c', [], many).partings).toHaveLength(24)
  })

  it('names a run by the last keys of what was varied', () => {
    expect(nameOf({ 'strategy.params.hedgeRatio': 0.5, 'execution.path': 'worst', twins: true })).toBe(
      'hedgeRatio 0.5, path worst, twins true',
    )
  })
})
