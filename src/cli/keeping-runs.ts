import { existsSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError, NoneCompleted } from '#domain/failure.js'
import { openRowLog, type RowLog } from '#io/row-log.js'
import { shown } from './command-text.js'
import { Interrupted, keptIn } from './failures.js'

/**
 * Lets finished runs be kept in `folder` until `work` has succeeded. An interruption leaves them there and says so; without a
 * finished run nothing is left, nor where not one was of use.
 */
export async function keepingRuns<T>(
  folder: string,
  signal: AbortSignal,
  work: (openLog: () => Promise<RowLog>) => Promise<T>,
): Promise<T> {
  const above = dirname(folder)
  const isAboveNew = !existsSync(above)
  let log: RowLog | null = null
  let finished = 0
  const openLog = async (): Promise<RowLog> => {
    if (log !== null) return log
    const opened = await openRowLog(folder, 'runs')
    finished = opened.earlier
    log = {
      ...opened,
      append: async (row) => {
        await opened.append(row)
        finished++
      },
    }
    return log
  }
  const close = async (): Promise<void> => {
    await log?.close()
  }
  try {
    const done = await work(openLog)
    await close()
    await rm(folder, { recursive: true, force: true })
    return done
  } catch (error) {
    await close()
    // Not opened yet: what an earlier session left is none of this one's.
    const isKept = log === null ? existsSync(folder) : finished > 0 && !isVain(error)
    if (isKept && signal.reason instanceof Interrupted) {
      throw new Interrupted(signal.reason.exitCode, keptIn(shown(folder)))
    }
    if (!isKept) {
      await rm(folder, { recursive: true, force: true })
      // Stays where something else lies in it.
      if (isAboveNew) await rmdir(above).catch(() => undefined)
    }
    throw error
  }
}

function isVain(error: unknown): boolean {
  if (error instanceof NoneCompleted) return true
  return error instanceof InputError && ['bootstrap-refused', 'compare-refused'].includes(error.code)
}
