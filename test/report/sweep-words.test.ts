import { describe, expect, it } from 'vitest'
import { noWinnerWords } from '#report/sweep-words.js'

describe('a sweep without a winner', () => {
  const facts = {
    counts: { complete: 3 },
    best: [{ isFeasible: true }, { isFeasible: false }],
    objectives: [{ metric: 'sharpe', direction: 'max' }],
    constraints: [],
  } as const
  const constraints = [{ metric: 'liquidations', relation: '=', bound: 0 }] as const

  it.each([
    ['played', { counts: { complete: 0 }, best: [] }, 'No trial was played to its end: there is no winner.'],
    [
      'kept to its constraints',
      { constraints, best: [{ isFeasible: false }] },
      'No trial keeps to liquidations = 0: there is no winner.',
    ],
    [
      'judged',
      { constraints },
      'No trial has a value of sharpe: there is no winner. Ratios take 30 days of data; most figures, a trade at least.',
    ],
  ])('says that none was %s', (_, change, words) => {
    expect(noWinnerWords({ ...facts, ...change })).toBe(words)
  })
})
