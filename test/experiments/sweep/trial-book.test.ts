import { describe, expect, it } from 'vitest'
import type { Outcome } from '#experiments/run-pool.js'
import { parseConstraint } from '#experiments/search/constraints.js'
import { parseObjectives } from '#experiments/search/objectives.js'
import { settingsOf } from '#experiments/space/settings.js'
import { spaceOf } from '#experiments/space/vary.js'
import { sampleOf, trialsOf } from '#experiments/sweep/plan.js'
import { TrialBook } from '#experiments/sweep/trial-book.js'

const space = spaceOf(['strategy.params.a=1,2,3', 'strategy.params.b=10,20'])

/** Trials at (1, 10), (1, 20), (2, 10) … with these figures; null failed. */
function bookOf(figures: readonly (readonly [number, number] | null)[], objectives: string, constraint?: string) {
  const constraints = constraint === undefined ? [] : [parseConstraint(constraint)]
  const book = new TrialBook({ space, goal: { objectives: parseObjectives(objectives), constraints } })
  for (const [index, pair] of figures.entries()) {
    const point = [1 + Math.floor(index / 2), 10 + (index % 2) * 10]
    const fate: Pick<Outcome, 'status' | 'error' | 'metrics'> =
      pair === null
        ? { status: 'failed', error: `broke at ${index}`, metrics: null }
        : { status: 'complete', error: null, metrics: { sharpe: pair[0], maxDrawdown: pair[1] } }
    const task = { index, settings: settingsOf(space, point) }
    const none = { dailyReturns: null, curve: null, twins: null, details: null }
    book.add(task, point, { index, hash: String(index), ...none, ...fate })
  }
  return book
}

describe('the book of a search', () => {
  it('has the best that keeps to the constraints first, then those that break one', () => {
    const book = bookOf([[1, 0.1], [3, 0.5], null, [2, 0.2], [0, 0.1], null], 'sharpe', 'maxDrawdown < 0.3')
    expect(book.best().map(({ index }) => index)).toEqual([3, 0, 4, 1])
    expect(book.winner()).toMatchObject({ index: 3, params: { 'strategy.params.a': 2, 'strategy.params.b': 20 } })
    expect(book.counts).toEqual({ complete: 4, failed: 2, refused: 0 })
    expect(book.errors).toEqual([{ index: 2, status: 'failed', error: 'broke at 2' }])
  })

  it('of several objectives the front comes first, in the order of the first one', () => {
    const book = bookOf(
      [
        [1, 0.1],
        [3, 0.5],
        [2, 0.2],
        [2, 0.3],
        [0, 0.9],
      ],
      'sharpe, min maxDrawdown',
    )
    expect(book.best().map(({ index, isOnFront }) => [index, isOnFront])).toEqual([
      [1, true],
      [2, true],
      [0, true],
      [3, false],
      [4, false],
    ])
  })

  it('has no winner where every trial breaks a constraint', () => {
    const book = bookOf([[1, 0.5]], 'sharpe', 'maxDrawdown < 0.3')
    expect(book.winner()).toBeNull()
    expect(book.best()).toHaveLength(1)
  })

  it('maps the best score of each cell, lower being better as less', () => {
    const [heat] = bookOf([[1, 0.1], [3, 0.5], null, [2, 0.2], [0, 0.1]], 'min maxDrawdown', 'sharpe > 0.5').heats
    expect([heat.across.labels, heat.up.labels]).toEqual([
      ['1', '2', '3'],
      ['10', '20'],
    ])
    expect(heat.cells).toEqual([-0.1, null, null, -0.5, -0.2, null])
  })
})

describe('how many trials', () => {
  it('a sample has a trial of each stretch, and all of them where they are few', () => {
    expect([...sampleOf(3, 1)]).toEqual([0, 1, 2])
    const sample = [...sampleOf(2500, 7)]
    expect(sample).toHaveLength(1000)
    expect(sample.every((index, at) => index >= at * 2.5 && index < (at + 1) * 2.5)).toBe(true)
    // Not in step with the loops of a grid: both halves of an inner pair come up.
    const even = sample.filter((index) => index % 2 === 0).length
    expect(even).toBeGreaterThan(400)
    expect(even).toBeLessThan(600)
  })

  it('a grid has all, another search what is asked for and never more than there are', () => {
    expect(trialsOf(space, 'grid', null, false)).toBe(6)
    expect(trialsOf(space, 'tpe', 4, false)).toBe(4)
    expect(trialsOf(space, 'random', 40, false)).toBe(6)
    const endless = spaceOf(['strategy.params.a=0..1'])
    expect(trialsOf(endless, 'random', null, false)).toBe(200)
    expect(() => trialsOf(endless, 'random', 2e6, false)).toThrow(expect.objectContaining({ code: 'too-many-trials' }))
    expect(trialsOf(endless, 'random', 2e6, true)).toBe(2e6)
  })
})
