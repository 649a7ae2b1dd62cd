import { readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InputError } from '#domain/failure.js'
import { serveReports } from '#io/serve/reports-server.js'
import { indexPage, reportPage } from '../reports-index.js'
import { shown } from './command-text.js'
import { Interrupted } from './failures.js'
import type { ServeFlags } from './flags.js'
import { Interruption } from './interruption.js'

/** Carries out `hedgerow serve`, until it is interrupted: that is how it ends, and no failure. */
export async function serveFolder(folder: string, { port }: ServeFlags): Promise<void> {
  checkPort(port)
  const root = resolve(folder)
  await checkFolder(root, folder)
  const interruption = new Interruption()
  try {
    await interruption.heeding(['SIGINT', 'SIGTERM'], () => serving(root, port, interruption.signal))
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
}

async function serving(root: string, wanted: number, signal: AbortSignal): Promise<void> {
  const own = reportPage(await readdir(root))
  const server = await serveReports({
    root,
    port: wanted,
    page: () => indexPage(root, { isLive: true }),
    pageOf: reportPage,
  })
  const other = server.port === wanted ? '' : ` (port ${wanted} is taken)`
  process.stdout.write(
    `${shown(root)} is at ${server.url}${own ?? ''}${other}\nOn this machine alone. Ctrl-C ends it.\n`,
  )
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
  await server.close()
}

async function checkFolder(root: string, folder: string): Promise<void> {
  const found = await stat(root).catch(() => null)
  if (found?.isDirectory() === true) return
  throw new InputError('serve-no-folder', `found ${found === null ? 'nothing' : 'a file'}; expected a folder of runs`, {
    where: folder,
    hint: 'hedgerow run CONFIG makes reports/; name another folder: hedgerow serve FOLDER.',
  })
}

const PORT_MAX = 65_535

function checkPort(port: number): void {
  if (port <= PORT_MAX) return
  throw new InputError('bad-port', `found ${port}; expected a port from 1 to ${PORT_MAX}`, {
    where: '--port',
    hint: 'Write --port 8123.',
  })
}
