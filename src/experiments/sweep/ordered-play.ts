import type { Outcome, RunPool, Task } from '../run-pool.js'
import { outcomeOf, rowText } from './outcome-row.js'

/** Where finished trials are kept, so that none is run twice. */
export interface TrialStore {
  /** The row of a task that an earlier session finished; null where none did. */
  find(task: Task): Promise<string | null>
  append(row: string): Promise<void>
  /** Rows that an interruption leaves out of turn. */
  putAside(rows: readonly string[]): Promise<void>
}

/** So many tasks are under way together: what is finished out of turn waits in memory, and never more than these. */
const SLAB = 2048

/**
 * Plays tasks whose indices follow each other, and tells and keeps their outcomes in that order, whatever the order in
 * which they are finished. One that is in the store is not played.
 */
export async function playInOrder(
  tasks: Iterable<Task>,
  { pool, store, signal }: { readonly pool: RunPool; readonly store: TrialStore; readonly signal?: AbortSignal },
  onOutcome: (task: Task, outcome: Outcome) => void,
): Promise<void> {
  for (const slab of slabsOf(tasks)) {
    // One slab after the other: that is what bounds the memory.
    // oxlint-disable-next-line no-await-in-loop
    await playSlab(slab, { pool, store, signal }, onOutcome)
  }
}

function* slabsOf(tasks: Iterable<Task>): Generator<readonly Task[]> {
  let slab: Task[] = []
  for (const task of tasks) {
    slab.push(task)
    if (slab.length < SLAB) continue
    yield slab
    slab = []
  }
  if (slab.length > 0) yield slab
}

async function playSlab(
  slab: readonly Task[],
  { pool, store, signal }: { pool: RunPool; store: TrialStore; signal: AbortSignal | undefined },
  onOutcome: (task: Task, outcome: Outcome) => void,
): Promise<void> {
  const waiting = new Map<number, Outcome>()
  let next = 0
  let writing = Promise.resolve()
  const take = (outcome: Outcome): void => {
    waiting.set(outcome.index, outcome)
    for (; next < slab.length; next++) {
      const task = slab[next]
      const ready = waiting.get(task.index)
      if (ready === undefined) return
      waiting.delete(task.index)
      writing = writing.then(() => store.append(rowText(task, ready)))
      onOutcome(task, ready)
    }
  }
  const left: Task[] = []
  for (const task of slab) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop
    const row = await store.find(task)
    const known = row === null ? null : outcomeOf(task, row)
    if (known === null) left.push(task)
    else take(known)
  }
  try {
    await pool.play(left, take, signal)
    await writing
  } catch (error) {
    await writing
    const out = slab.flatMap((task) => {
      const outcome = waiting.get(task.index)
      return outcome === undefined ? [] : [rowText(task, outcome)]
    })
    await store.putAside(out)
    throw error
  }
}
