import { constants } from 'node:os'
import { Interrupted } from './failures.js'

/** `npx` passes on the Ctrl-C that its child has got from the terminal already: that is one wish, told twice. */
const SAME_WISH_MS = 500

/** Turns the signals that end a process into the abortion of what it does, so that nothing stays half-done. */
export class Interruption {
  readonly #controller = new AbortController()
  #firstAt = Number.NaN

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /**
   * Takes these signals for as long as `work` goes on: the first aborts, a second one ends the process at once.
   * Rejects with `Interrupted` where it was aborted and did not succeed, whatever it failed with: its own one, or the signal's. A signal waits until
   * `work` gives the event loop a turn.
   */
  async heeding<T>(signals: readonly NodeJS.Signals[], work: () => Promise<T>): Promise<T> {
    const take = (name: NodeJS.Signals): void => this.#take(128 + constants.signals[name])
    for (const name of signals) process.on(name, take)
    try {
      return await work()
    } catch (error) {
      // Ctrl-C ends the compiler's process, too, and may be seen by that before it is heard of here.
      await new Promise(setImmediate)
      throw this.signal.aborted && !(error instanceof Interrupted) ? this.signal.reason : error
    } finally {
      const letGo = (): void => {
        for (const name of signals) process.off(name, take)
      }
      // The echo of the wish may come when the work has ended by it already, and would end the process before it has told so.
      if (this.signal.aborted) setTimeout(letGo, SAME_WISH_MS).unref()
      else letGo()
    }
  }

  #take(exitCode: number): void {
    if (Number.isNaN(this.#firstAt)) {
      this.#firstAt = performance.now()
      this.#controller.abort(new Interrupted(exitCode))
    } else if (performance.now() - this.#firstAt > SAME_WISH_MS) {
      process.exit(exitCode)
    }
  }
}
