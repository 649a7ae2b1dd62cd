import { packedDoubles, unpackedDoubles } from '../packed-doubles.js'
import type { Outcome, Task } from '../run-pool.js'
import type { Setting } from '../space/dimension.js'

/** One trial as it lies on the disk, a line of JSON. */
export interface OutcomeRow {
  readonly index: number
  readonly hash: string
  readonly params: Readonly<Record<string, Setting>>
  readonly status: Outcome['status']
  readonly error: string | null
  readonly metrics: Outcome['metrics']
  /** Of the trials that the statistics look at: doubles, little-endian, base64; null where undefined. */
  readonly dailyReturns?: string | null
}

export function rowText({ index, settings, returns }: Task, outcome: Outcome): string {
  const { hash, status, error, metrics, dailyReturns } = outcome
  const row: OutcomeRow = { index, hash, params: settings, status, error, metrics }
  if (returns !== true) return JSON.stringify(row)
  return JSON.stringify({ ...row, dailyReturns: dailyReturns && packedDoubles(dailyReturns) })
}

/** The outcome of a task as a row of the same run tells it; null where the row lacks what the task wants. */
export function outcomeOf(task: Task, text: string): Outcome | null {
  const { hash, status, error, metrics, dailyReturns } = JSON.parse(text) as OutcomeRow
  const wantsMore = task.returns === true && status === 'complete' && dailyReturns === undefined
  if (wantsMore) return null
  return {
    index: task.index,
    hash,
    status,
    error,
    metrics,
    dailyReturns: typeof dailyReturns === 'string' ? unpackedDoubles(dailyReturns) : null,
    curve: null,
    twins: null,
    details: null,
  }
}
