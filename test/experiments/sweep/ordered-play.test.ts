import { describe, expect, it } from 'vitest'
import { type Outcome, type RunPool, type Task, withoutFigures } from '#experiments/run-pool.js'
import { playInOrder } from '#experiments/sweep/ordered-play.js'
import { rowText } from '#experiments/sweep/outcome-row.js'

const tasks = Array.from({ length: 6 }, (_, index): Task => ({ index, settings: { a: index } }))

/** Tells outcomes in this order of indices; rejects after them where told to. */
function poolOf(order: readonly number[], failure?: Error): RunPool & { readonly played: number[] } {
  const played: number[] = []
  return {
    size: 1,
    played,
    play: async (given, onOutcome) => {
      played.push(...given.map(({ index }) => index))
      for (const index of order) onOutcome(withoutFigures(index, 'failed', `error ${index}`, `hash ${index}`))
      if (failure !== undefined) throw failure
    },
  }
}

function storeOf(known: ReadonlyMap<number, Outcome> = new Map()) {
  const rows: number[] = []
  const aside: number[] = []
  const indexOf = (row: string) => (JSON.parse(row) as { index: number }).index
  return {
    rows,
    aside,
    find: (task: Task) => Promise.resolve(known.has(task.index) ? rowText(task, known.get(task.index)!) : null),
    append: (row: string) => Promise.resolve(void rows.push(indexOf(row))),
    putAside: (late: readonly string[]) => Promise.resolve(void aside.push(...late.map(indexOf))),
  }
}

describe('tasks that are finished in any order', () => {
  it('are told and kept in their own', async () => {
    const store = storeOf()
    const told: number[] = []
    await playInOrder(tasks, { pool: poolOf([3, 0, 5, 2, 1, 4]), store }, (_, { index }) => told.push(index))
    expect(told).toEqual([0, 1, 2, 3, 4, 5])
    expect(store.rows).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('are not played where they are known', async () => {
    const known = new Map([1, 4].map((index) => [index, withoutFigures(index, 'failed', 'earlier', 'h')]))
    const pool = poolOf([5, 3, 2, 0])
    const store = storeOf(known)
    await playInOrder(tasks, { pool, store }, () => undefined)
    expect(pool.played).toEqual([0, 2, 3, 5])
    expect(store.rows).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('that an interruption leaves out of turn are put aside', async () => {
    const store = storeOf()
    const stopped = new Error('stopped')
    const play = playInOrder(tasks, { pool: poolOf([0, 1, 5, 3], stopped), store }, () => undefined)
    await expect(play).rejects.toBe(stopped)
    expect([store.rows, store.aside]).toEqual([
      [0, 1],
      [3, 5],
    ])
  })
})
