import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'

/** Threads of one module whose default export plays a chunk: a list of inputs to a list of results, one each. */
export interface WorkerPool<Input, Result> {
  readonly size: number
  /**
   * Plays all inputs, chunk by chunk. A thread that dies is replaced and its chunk is played again one by one; an input
   * that kills its thread twice gets `lost`. What a chunk throws rejects. Rejects with the signal's reason once aborted.
   */
  play(
    inputs: readonly Input[],
    onResult: (result: Result) => void,
    lost: (input: Input, reason: string) => Result,
    signal?: AbortSignal,
  ): Promise<void>
  close(): Promise<void>
}

/** The module that plays tasks in a thread, as it is built. */
export const workerModule = new URL('../../dist/worker.js', import.meta.url)

/** As many threads as this machine can run at once. */
export function defaultWorkers(): number {
  return availableParallelism()
}

/** Chunks are large enough that handing them over costs little, and small enough that no thread waits long at the end. */
const CHUNK_MAX = 32

/** `module` is a URL of JavaScript; `shared` is handed to every thread as `workerData` (shared memory is not copied). */
export function workerPool<Input, Result>(module: URL, shared: unknown, size: number): WorkerPool<Input, Result> {
  const pool = new Piscina<readonly Input[], readonly Result[]>({
    filename: fileURLToPath(module),
    minThreads: size,
    maxThreads: size,
    workerData: shared,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
  })
  const chunk = async (inputs: readonly Input[], signal?: AbortSignal): Promise<readonly Result[]> =>
    await pool.run(inputs, signal === undefined ? {} : { signal })
  return {
    size,
    async play(inputs, onResult, lost, signal) {
      const length = Math.min(Math.max(Math.ceil(inputs.length / (size * 4)), 1), CHUNK_MAX)
      let next = 0
      const playOne = async (input: Input): Promise<void> => {
        for (let attempt = 1; ; attempt++) {
          try {
            for (const result of await chunk([input], signal)) onResult(result)
            return
          } catch (error) {
            if (!isLost(error) || signal?.aborted === true) throw reasonOf(error, signal)
            if (attempt === 2) return onResult(lost(input, (error as Error).message))
          }
        }
      }
      // As many lines as threads: each takes the next chunk once its own is played, so that few chunks wait in memory.
      const line = async (): Promise<void> => {
        while (next < inputs.length) {
          const part = inputs.slice(next, (next += length))
          try {
            for (const result of await chunk(part, signal)) onResult(result)
          } catch (error) {
            if (!isLost(error) || signal?.aborted === true) throw reasonOf(error, signal)
            for (const input of part) await playOne(input)
          }
        }
      }
      await Promise.all(Array.from({ length: size * 2 }, line))
    },
    close: () => pool.destroy(),
  }
}

/** The thread is gone, by its own exit or for want of memory; anything else was thrown by what it played. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || /worker.*(exit|terminat)/i.test(error.message)
}

function reasonOf(error: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted === true ? signal.reason : error
}
