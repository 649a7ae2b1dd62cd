import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, PROGRESS_FILE, type ProgressNote } from '../progress-file.js'

/** An experiment that is under way. */
export interface UnderWay {
  readonly folder: string
  readonly phase: string
  /** 0 … 1 */
  readonly fraction: number
}

/** What a folder of reports holds at a moment: what is finished, in a text to compare, and what is under way. */
export interface ReportsState {
  readonly finished: string
  readonly underWay: readonly UnderWay[]
}

/** Reads what changes alone: the dates of the cards, and how far sweeps are. */
export async function reportsState(root: string): Promise<ReportsState> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  const found = await Promise.all(
    folders.toSorted().map(async (folder) => ({
      card: await stat(join(root, folder, 'card.json')).then(
        ({ mtimeMs }) => `${folder} ${mtimeMs}`,
        () => null,
      ),
      underWay: await underWayIn(root, folder),
    })),
  )
  return {
    finished: found.flatMap(({ card }) => card ?? []).join('\n'),
    underWay: found.flatMap(({ underWay }) => underWay ?? []),
  }
}

async function underWayIn(root: string, folder: string): Promise<UnderWay | null> {
  try {
    const note = JSON.parse(await readFile(join(root, folder, PROGRESS_FILE), 'utf8')) as ProgressNote
    if (typeof note.phase !== 'string' || typeof note.fraction !== 'number' || !isAlive(note.pid)) return null
    return { folder, phase: note.phase, fraction: Math.min(Math.max(note.fraction, 0), 1) }
  } catch {
    return null
  }
}
