/** Where something is wrong: `file.csv:12` or a config path such as `strategy.params.hedgeRatio`. */
export type Where = string

/**
 * Bad input, told to a person: what, where, what was expected, what to do. Ends a command with exit code 2.
 * `code` is stable and short (`config-unknown-key`); `hint` is the remedy.
 */
export class InputError extends Error {
  readonly code: string
  readonly where: Where | null
  readonly hint: string | null

  constructor(code: string, message: string, details: { where?: Where; hint?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'InputError'
    this.code = code
    this.where = details.where ?? null
    this.hint = details.hint ?? null
  }
}

/** A setting that the interface names and this version does not simulate. Refused, never ignored. */
export function notSupportedYet(what: string, where: Where): InputError {
  return new InputError('not-supported-yet', `${what} is not supported yet`, {
    where,
    hint: 'Remove the setting. The rules that this version simulates are listed in docs/execution.md.',
  })
}

/** Something outside of hedgerow that a command needs did not do its part: a network, an exchange. Ends it with exit code 1. */
export class OutsideError extends Error {
  readonly code: string
  readonly hint: string | null

  constructor(code: string, message: string, details: { hint?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'OutsideError'
    this.code = code
    this.hint = details.hint ?? null
  }
}

/**
 * Not one of many runs came to its end, and not because of the request: strategies threw, threads were lost. Ends a command
 * with exit code 1.
 */
export class NoneCompleted extends Error {
  readonly code = 'none-completed'
  readonly where = null
  readonly hint: string

  /** `first`: what went wrong in the first of them; `hint`: where to look. */
  constructor(what: string, first: string, hint: string) {
    super(`Not one ${what} came to its end; the first: ${first}`)
    this.name = 'NoneCompleted'
    this.hint = hint
  }
}

/** A broken invariant of hedgerow itself: the run stops and says that it is our fault. */
export class InvariantError extends Error {
  constructor(message: string) {
    super(`${message} This is a defect of hedgerow, not of your strategy or data: please report it.`)
    this.name = 'InvariantError'
  }
}

/** A user's strategy threw. `cause` is what it threw; `at` is the candle's close (ms since 1970), or null before the first. */
export class StrategyError extends Error {
  readonly strategy: string
  readonly at: number | null

  constructor(strategy: string, at: number | null, cause: unknown) {
    const when = at === null ? 'before the first candle' : `at ${new Date(at).toISOString()}`
    super(`Strategy '${strategy}' threw ${when}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'StrategyError'
    this.strategy = strategy
    this.at = at
  }
}

/** The nearest of `known` to `word` by edit distance, or null when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, previous[column] + 1, current[column - 1] + 1))
    }
    previous = current
  }
  return previous[b.length]
}
