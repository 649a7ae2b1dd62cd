import { setTimeout as elapse } from 'node:timers/promises'
import { InputError, OutsideError } from '#domain/failure.js'

/** How long to go on with an exchange that does not answer. */
export interface Patience {
  /** Calls in all, the first one included. */
  readonly attempts: number
  /** Before the second call; doubled with each further one. */
  readonly firstWaitMs: number
  /** An exchange may ask for a longer wait. Beyond this one it has shut us out, and the command ends. */
  readonly longestWaitMs: number
}

/** Half a minute in all, unless the exchange asks for more. */
export const usualPatience: Patience = { attempts: 7, firstWaitMs: 500, longestWaitMs: 60_000 }

interface Asking {
  readonly patience: Patience
  readonly signal: AbortSignal
  /** What errors call the other side. */
  readonly exchange: string
  /** Whether the failure may pass: the network, a limit of requests, an exchange that is down. */
  readonly isFault: (error: unknown) => boolean
  /** Whether the other side said no. */
  readonly isRefusal: (error: unknown) => boolean
  /** How long the other side asked to be left alone in its last answer; NaN where it did not. */
  readonly waitAskedMs: () => number
}

/** An answer that cannot be what was asked for. Asked again, as after any other fault. */
export class MalformedAnswer extends Error {}

/**
 * `work`, again after a fault that may pass, with longer and longer waits. Throws the signal's reason when aborted,
 * `OutsideError` where patience ends, and `InputError` where the other side says no.
 */
export async function ask<T>(work: () => Promise<T>, asking: Asking): Promise<T> {
  const { patience, signal, isFault, waitAskedMs } = asking
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!isFault(error) && !(error instanceof MalformedAnswer)) throw refused(error, asking)
      const asked = waitAskedMs()
      const waitMs = Math.max(patience.firstWaitMs * 2 ** (attempt - 1), Number.isNaN(asked) ? 0 : asked)
      if (attempt >= patience.attempts || waitMs > patience.longestWaitMs) throw gaveUp(error, attempt, asking)
      // oxlint-disable-next-line no-await-in-loop
      await elapse(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

function gaveUp(error: unknown, attempts: number, { exchange, waitAskedMs }: Asking): OutsideError {
  const asked = waitAskedMs()
  const hint =
    asked > 0
      ? `It asks to be left alone for ${Math.ceil(asked / 1_000)} s.`
      : 'Check the connection, or try again later.'
  const times = attempts === 1 ? 'once' : `${attempts} times`
  return new OutsideError('exchange-silent', `${exchange} was asked ${times} and did not answer: ${wordsOf(error)}`, {
    hint,
    cause: error,
  })
}

function refused(error: unknown, { exchange, isRefusal }: Asking): unknown {
  if (!isRefusal(error)) return error
  return new InputError('exchange-refused', `${exchange} refuses the request: ${wordsOf(error)}`, {
    hint: 'Check the pair, the timeframe and the range against what the exchange offers.',
    cause: error,
  })
}

/** ccxt's messages carry whole answers: a line of them is enough. */
function wordsOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim()
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
