import { InputError, NoneCompleted, OutsideError, type StrategyError } from '#domain/failure.js'
import { userStack } from './user-stack.js'

/** Exit codes of every command: a contract (docs/cli.md). */
export const exitCodes = { done: 0, failed: 1, wrongRequest: 2, difference: 3, interrupted: 130 } as const

/** Thrown where the user interrupts a command. */
export class Interrupted extends Error {
  /** What a shell reports for the signal. */
  readonly exitCode: number

  /** `kept` says what was written until then. */
  constructor(exitCode: number = exitCodes.interrupted, kept = 'Nothing was written.') {
    super(`Interrupted. ${kept}`)
    this.name = 'Interrupted'
    this.exitCode = exitCode
  }
}

/** What `Interrupted` says where finished runs lie in a folder. */
export function keptIn(folder: string): string {
  return `What was finished is kept in ${folder}: the same command goes on from there.`
}

/** A strategy threw in the middle of a run; what was computed up to there is written to `folder`. */
export class IncompleteRun extends Error {
  readonly folder: string

  constructor(failure: StrategyError, folder: string) {
    super(failure.message, { cause: failure.cause })
    this.name = 'IncompleteRun'
    this.folder = folder
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode
  return error instanceof InputError ? exitCodes.wrongRequest : exitCodes.failed
}

/**
 * Tells a failure: one paragraph on stderr; with `json` also as `{ error: { code, message, where, hint } }` on stdout.
 * Where the user's own code threw, the stack follows, in which only that code is left; with `debug` every stack, whole.
 */
export async function tell(
  error: unknown,
  { json, debug }: { readonly json: boolean; readonly debug: boolean },
): Promise<void> {
  const { userFrame } = await import('#io/strategy-bundle.js')
  const thrown = error instanceof IncompleteRun ? error.cause : error
  const where = userFrame(thrown)
  const face = faceOf(error, where)
  if (json) process.stdout.write(`${JSON.stringify({ error: face }, null, 2)}\n`)
  process.stderr.write(`${error instanceof Interrupted ? error.message : paragraph(face)}\n`)
  if (!(thrown instanceof Error)) return
  if (debug) process.stderr.write(`${thrown.stack ?? ''}\n`)
  else if (where !== null && !(error instanceof InputError)) process.stderr.write(`${userStack(thrown)}\n`)
}

/** What is told of a failure, as JSON has it. */
export interface Face {
  readonly code: string
  readonly message: string
  readonly where: string | null
  readonly hint: string | null
}

/** Bad input as JSON has it, where a command goes on after it. */
export function errorFace({ code, message, where, hint }: InputError | NoneCompleted): Face {
  return { code, message, where, hint }
}

/** Bad input as a paragraph, where a command goes on after it. */
export function errorParagraph(error: InputError): string {
  return paragraph(errorFace(error))
}

function faceOf(error: unknown, userFrame: string | null): Face {
  if (error instanceof InputError) return errorFace(error)
  if (error instanceof OutsideError) {
    return { code: error.code, message: error.message, where: null, hint: error.hint }
  }
  if (error instanceof Interrupted) return { code: 'interrupted', message: error.message, where: null, hint: null }
  if (error instanceof NoneCompleted) return errorFace(error)
  if (error instanceof IncompleteRun) {
    const hint = `What was computed up to there is in ${error.folder}, marked incomplete.`
    return { code: 'strategy-threw', message: error.message, where: userFrame, hint }
  }
  const message = error instanceof Error ? error.message : String(error)
  if (userFrame !== null) {
    const hint = "Nothing was written. A strategy's functions decide at once: write them without promises."
    return {
      code: 'strategy-threw',
      message: `The strategy threw outside of the run: ${message}`,
      where: userFrame,
      hint,
    }
  }
  const hint = 'This should not happen: please report it, with the stack that --log-level debug adds.'
  return { code: 'internal', message, where: null, hint }
}

function paragraph({ message, where, hint }: Face): string {
  const place = where === null || where === '' ? '' : `${where}: `
  const end = /[.!?]$/.test(message) ? '' : '.'
  return `Error: ${place}${message}${end}${hint === null ? '' : ` ${hint}`}`
}
