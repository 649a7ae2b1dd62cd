import { keptOutcome, keptText } from '#experiments/kept-outcome.js'
import type { Outcome, RunPool, Task } from '#experiments/run-pool.js'
import { hashOfTask, type TrialWorld } from '#experiments/trial-runner.js'
import type { RowLog } from '#io/row-log.js'

/** A pool that plays what a log of earlier sessions does not have, and keeps there what it has played. */
export function resumingPool(pool: RunPool, log: RowLog, world: TrialWorld): RunPool {
  return {
    size: pool.size,
    async play(tasks, onOutcome, signal) {
      const left = await unfinished(tasks, { log, world, signal }, onOutcome)
      let writing = Promise.resolve()
      const take = (outcome: Outcome): void => {
        writing = writing.then(() => log.append(keptText(outcome)))
        onOutcome(outcome)
      }
      try {
        await pool.play(left, take, signal)
      } finally {
        await writing
      }
    },
  }
}

/** The tasks that no earlier session finished; the outcomes of the others are told. */
async function unfinished(
  tasks: readonly Task[],
  {
    log,
    world,
    signal,
  }: { readonly log: RowLog; readonly world: TrialWorld; readonly signal: AbortSignal | undefined },
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Task[]> {
  if (log.earlier === 0) return tasks
  const left: Task[] = []
  for (const task of tasks) {
    signal?.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop
    const row = await log.find(await hashOfTask(task, world))
    const known = row === null ? null : keptOutcome(task, row)
    if (known === null) left.push(task)
    else onOutcome(known)
  }
  return left
}
