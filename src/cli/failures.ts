import { InputError, StrategyError } from '#domain/failure.js'
import { userFrame } from '#io/strategy-bundle.js'

/** Exit codes of every command: a contract (docs/cli.md). */
export const exitCodes = { done: 0, failed: 1, wrongRequest: 2, difference: 3, interrupted: 130 } as const

/** Thrown where the user interrupts a command. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted. Nothing was written.')
    this.name = 'Interrupted'
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return exitCodes.interrupted
  return error instanceof InputError ? exitCodes.wrongRequest : exitCodes.failed
}

/**
 * Tells a failure: one paragraph on stderr; with `json` also as `{ error: { code, message, where, hint } }` on stdout.
 * A stack only with `debug`, or where the user's own strategy threw.
 */
export function tell(error: unknown, { json, debug }: { readonly json: boolean; readonly debug: boolean }): void {
  const told = faceOf(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: told }, null, 2)}\n`)
  process.stderr.write(`${paragraph(told)}\n`)
  const thrown = error instanceof StrategyError ? error.cause : error
  if ((debug || error instanceof StrategyError) && thrown instanceof Error && thrown.stack !== undefined) {
    process.stderr.write(`${thrown.stack}\n`)
  }
}

interface Face {
  readonly code: string
  readonly message: string
  readonly where: string | null
  readonly hint: string | null
}

function faceOf(error: unknown): Face {
  if (error instanceof InputError) {
    return { code: error.code, message: error.message, where: error.where, hint: error.hint }
  }
  if (error instanceof StrategyError) {
    return {
      code: 'strategy-threw',
      message: error.message,
      where: userFrame(error.cause),
      hint: 'What was computed up to there is written, marked incomplete.',
    }
  }
  if (error instanceof Interrupted) return { code: 'interrupted', message: error.message, where: null, hint: null }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), where: null, hint: null }
}

function paragraph({ message, where, hint }: Face): string {
  const place = where === null || message.includes(where) ? '' : `${where}: `
  const end = /[.!?]$/.test(message) ? '' : '.'
  return `Error: ${place}${message}${end}${hint === null ? '' : ` ${hint}`}`
}
