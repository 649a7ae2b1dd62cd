import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestByFronts, paretoFront } from '#experiments/search/fronts.js'
import { bestFront, bestTrials, type Goal, type Trial } from '#experiments/search/ranking.js'

const trial = (metrics: Trial['metrics']): Trial => ({ point: [], metrics })

describe('the Pareto front', () => {
  it('has what nothing else beats', () => {
    // (1, 2) twice and (3, 1): (1, 4) and (2, 3) are beaten by (1, 2), (3, 2) by both.
    const costs = [
      [1, 4],
      [2, 3],
      [1, 2],
      [1, 2],
      [3, 2],
      [3, 1],
    ]
    expect(paretoFront(costs)).toEqual([2, 3, 5])
    // Then (1, 4), (2, 3), (3, 2): the ends first, since there is most room.
    expect(bestByFronts(costs)).toEqual([2, 3, 5, 0, 4, 1])
    expect(bestByFronts(costs, 4)).toEqual([2, 3, 5, 0])
    expect(bestByFronts([])).toEqual([])
  })

  it('of a crowded front keeps those with room', () => {
    const costs = [
      [0, 10],
      [4.9, 5.1],
      [5, 5],
      [5.1, 4.9],
      [8, 1],
      [10, 0],
    ]
    expect(new Set(bestByFronts(costs, 4))).toEqual(new Set([0, 5, 4, 1]))
  })

  it('is not beaten, and beats the rest', () => {
    const cost = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6))
    const beats = (one: readonly number[], other: readonly number[]) =>
      one.every((value, at) => value <= other[at]) && one.some((value, at) => value < other[at])
    fc.assert(
      fc.property(fc.array(cost, { maxLength: 30 }), (costs) => {
        const front = new Set(paretoFront(costs))
        for (const [index, one] of costs.entries()) {
          expect(front.has(index)).toBe(!costs.some((other) => beats(other, one)))
        }
        expect(new Set(bestByFronts(costs)).size).toBe(costs.length)
      }),
    )
  })
})

describe('the best trials', () => {
  const goal: Goal = {
    objectives: [{ metric: 'sharpe', direction: 'max' }],
    constraints: [
      { metric: 'liquidations', relation: '=', bound: 0 },
      { metric: 'maxDrawdown', relation: '<', bound: 0.3 },
    ],
  }
  const trials = [
    trial({ sharpe: 1, liquidations: 0, maxDrawdown: 0.1 }),
    trial(null),
    trial({ sharpe: 9, liquidations: 2, maxDrawdown: 0.2 }),
    trial({ sharpe: 8, liquidations: 0, maxDrawdown: 0.36 }),
    trial({ sharpe: null, liquidations: 0, maxDrawdown: 0.1 }),
    trial({ sharpe: 2, liquidations: 0, maxDrawdown: 0.29 }),
    trial({ sharpe: 7, liquidations: 0, maxDrawdown: 0.3 }),
  ]

  it('keep to the constraints; then come those nearest to them, then what is undefined or failed', () => {
    // Violations: trial 6 none in size, but 0.3 is not below 0.3; trial 3 a fifth of 0.3; trial 2 two liquidations.
    expect(bestTrials(trials, goal)).toEqual([5, 0, 6, 3, 2, 1, 4])
    expect(bestTrials(trials, goal, 2)).toEqual([5, 0])
    expect(bestFront(trials, goal)).toEqual([5])
  })

  it('have no front where none keeps to the constraints', () => {
    expect(bestFront(trials.slice(1, 4), goal)).toEqual([])
  })
})
