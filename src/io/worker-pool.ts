import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'

/** Threads of one module whose default export plays a chunk: a list of inputs to a list of results, one each. */
export interface WorkerPool<Input, Result> {
  readonly size: number
  /**
   * Plays all inputs, chunk by chunk. A thread that dies is replaced and its chunk is played again one by one; an input
   * that fails twice on its own gets `lost`. Rejects with the signal's reason once aborted; what is being played then is
   * not told.
   */
  play(
    inputs: readonly Input[],
    onResult: (result: Result) => void,
    lost: (input: Input, reason: string) => Result,
    signal?: AbortSignal,
  ): Promise<void>
  close(): Promise<void>
}

/** As many threads as this machine can run at once. */
export function defaultWorkers(): number {
  return availableParallelism()
}

/** A chunk takes about this long: handing it over costs little beside that, and little is lost where it is not finished. */
const CHUNK_MS = 200
const CHUNK_MAX = 32

/** Tries of an input on its own: a thread may die of what another input left behind in it. */
const ATTEMPTS = 2

/** `module` is a URL of JavaScript; `shared` is handed to every thread as `workerData` (shared memory is not copied). */
export function workerPool<Input, Result>(module: URL, shared: unknown, size: number): WorkerPool<Input, Result> {
  const pool = new Piscina<readonly Input[], readonly Result[]>({
    filename: fileURLToPath(module),
    minThreads: size,
    maxThreads: size,
    workerData: shared,
    // What is built needs no flag that the calling program may have been started with.
    execArgv: [],
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
  })
  return {
    size,
    async play(inputs, onResult, lost, signal) {
      let next = 0
      let length = 1
      /** What became of the thread: null where it played the chunk. */
      const chunk = async (part: readonly Input[]): Promise<unknown> => {
        signal?.throwIfAborted()
        const played = await pool.run(part, signal === undefined ? {} : { signal }).then(
          (results) => ({ results, failure: null }),
          (failure: unknown) => ({ results: [], failure }),
        )
        signal?.throwIfAborted()
        for (const result of played.results) onResult(result)
        return played.failure
      }
      const oneByOne = async (part: readonly Input[]): Promise<void> => {
        for (const input of part) {
          let failure: unknown
          // oxlint-disable-next-line no-await-in-loop
          for (let attempt = 0; attempt < ATTEMPTS; attempt++) if ((failure = await chunk([input])) === null) break
          if (failure !== null) onResult(lost(input, wordsOf(failure)))
        }
      }
      /** Takes the next chunk once its own is played. */
      const line = async (): Promise<void> => {
        while (next < inputs.length) {
          const part = inputs.slice(next, (next += length))
          const began = performance.now()
          // oxlint-disable no-await-in-loop
          if ((await chunk(part)) !== null) await oneByOne(part)
          // oxlint-enable no-await-in-loop
          const msOfOne = (performance.now() - began) / LINES_PER_THREAD / part.length
          length = Math.min(Math.max(Math.floor(CHUNK_MS / msOfOne), 1), CHUNK_MAX)
        }
      }
      await Promise.all(Array.from({ length: size * LINES_PER_THREAD }, line))
    },
    close: () => pool.destroy(),
  }
}

/** One chunk is played while the next one waits. */
const LINES_PER_THREAD = 2

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
