import { dirname, resolve } from 'node:path'
import { updateIndex } from '../reports-index.js'
import type { RunFlags } from './flags.js'
import { logger } from './log.js'

/**
 * Writes the page that lists what lies below `reports`, where the run does. What was run stands without it, and so does not
 * fail with it.
 */
export async function updateReportsIndex({
  out,
  quiet,
  logLevel,
}: Pick<RunFlags, 'out' | 'quiet' | 'logLevel'>): Promise<void> {
  if (out !== undefined && dirname(resolve(out)) !== resolve('reports')) return
  const log = logger(logLevel ?? (quiet === true ? 'error' : 'warn'))
  try {
    const written = await updateIndex(resolve('reports'))
    if (!written) log.warn('reports/index.html is not one of hedgerow’s: it was left as it is')
  } catch (error) {
    log.warn(`reports/index.html was not written: ${error instanceof Error ? error.message : String(error)}`)
  }
}
