import { packedDoubles, unpackedDoubles } from './packed-doubles.js'
import type { Outcome, Task } from './run-pool.js'

/** One run of a comparison or a bootstrap as a line of JSON, with all that is shown of it. */
export function keptText(outcome: Outcome): string {
  return JSON.stringify(outcome, (_, value: unknown) =>
    value instanceof Float64Array ? { doubles: packedDoubles(value) } : value,
  )
}

/** The outcome of a task from such a line; null where the line lacks what the task wants. */
export function keptOutcome({ index, details }: Task, text: string): Outcome | null {
  const outcome = JSON.parse(text, (_, value: unknown) =>
    isPacked(value) ? unpackedDoubles(value.doubles) : value,
  ) as Outcome
  if (details === true && outcome.status === 'complete' && outcome.details === null) return null
  return { ...outcome, index }
}

function isPacked(value: unknown): value is { readonly doubles: string } {
  return typeof value === 'object' && value !== null && 'doubles' in value && typeof value.doubles === 'string'
}
