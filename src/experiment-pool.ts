import { type Outcome, type RunPool, type Task, withoutFigures } from '#experiments/run-pool.js'
import { columnMemory } from '#io/column-memory.js'
import { workerPool } from '#io/worker-pool.js'
import type { ExperimentBase, ThreadBase } from './worker.js'

/** The built worker, from `src` as from `dist`: threads load JavaScript alone. */
const workerModule = new URL('../dist/worker.js', import.meta.url)

/** Threads that play the tasks of one experiment, until they are closed. */
export function experimentPool(base: ExperimentBase, size: number): RunPool & { readonly close: () => Promise<void> } {
  const handed: ThreadBase = { ...base, indicators: columnMemory(base.data.candles.length) }
  const pool = workerPool<Task, Outcome>(workerModule, handed, size)
  const lost = ({ index }: Task, reason: string): Outcome =>
    withoutFigures(index, 'failed', `the thread that played it was lost: ${reason}`)
  return {
    size,
    play: (tasks, onOutcome, signal) => pool.play(tasks, onOutcome, lost, signal),
    close: () => pool.close(),
  }
}
