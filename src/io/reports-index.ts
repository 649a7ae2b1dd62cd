import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a folder of reports holds of one run: `content` of a file of its, and when that was written. */
export interface FoundRun {
  readonly folder: string
  /** Ms since 1970. */
  readonly writtenAt: number
  /** All files of the run's folder. */
  readonly names: readonly string[]
  readonly content: unknown
}

/** The runs below a folder that hold a JSON file of this name; those that cannot be read are passed over. Newest first. */
export async function runsBelow(reportsFolder: string, file: string): Promise<readonly FoundRun[]> {
  const entries = await readdir(reportsFolder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  const found = await Promise.all(folders.map(({ name }) => foundRun(reportsFolder, name, file)))
  return found
    .filter((run) => run !== null)
    .sort((one, other) => other.writtenAt - one.writtenAt || (one.folder < other.folder ? -1 : 1))
}

async function foundRun(reportsFolder: string, folder: string, file: string): Promise<FoundRun | null> {
  const path = join(reportsFolder, folder, file)
  try {
    const [text, { mtimeMs }, names] = await Promise.all([
      readFile(path, 'utf8'),
      stat(path),
      readdir(join(reportsFolder, folder)),
    ])
    return { folder, writtenAt: mtimeMs, names, content: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}

/** Replaces `index.html` of a folder, whole. One that does not hold `mark` is somebody else's and stays: false then. */
export async function writeIndex(reportsFolder: string, html: string, mark: string): Promise<boolean> {
  const target = join(reportsFolder, 'index.html')
  const earlier = await readFile(target, 'utf8').catch(() => null)
  if (earlier !== null && !earlier.includes(mark)) return false
  const temporary = join(reportsFolder, `.tmp-index-${randomBytes(6).toString('hex')}`)
  await writeFile(temporary, html)
  await rename(temporary, target)
  return true
}
