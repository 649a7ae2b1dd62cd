import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { InputError } from '#domain/failure.js'
import { HOUR_MS } from '#domain/time.js'

/** Where parsed files are kept, and how much of them. */
export interface CacheFolder {
  readonly path: string
  readonly limitBytes: number
}

/** One file of the cache. */
export interface CacheEntry {
  readonly name: string
  readonly bytes: number
  /** When it was last read or written, ms since 1970. */
  readonly usedAt: number
}

const DEFAULT_LIMIT_BYTES = 2e9
const units = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 }
/** Ours, and nothing else that may lie in a folder which HEDGEROW_CACHE names. */
const ownName = /^[\w-]+\.(?:columns|source|tmp)$/
/** Nobody writes so long: what a process left that was killed. */
const TEMPORARY_AGE_MS = HOUR_MS

/**
 * The cache of this user: `HEDGEROW_CACHE`, or the folder that the system has for caches. `HEDGEROW_CACHE_LIMIT` bounds it,
 * 2 GB unless set. Throws `InputError` where the limit is no size.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): CacheFolder {
  const asked = environment['HEDGEROW_CACHE']
  const root = asked === undefined || asked === '' ? envPaths('hedgerow', { suffix: '' }).cache : resolve(asked)
  return { path: join(root, 'data'), limitBytes: limitOf(environment['HEDGEROW_CACHE_LIMIT']) }
}

function limitOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_LIMIT_BYTES
  const [, amount, unit = 'B'] = /^\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?\s*$/i.exec(text) ?? []
  if (amount !== undefined) return Number(amount) * units[unit.toUpperCase() as keyof typeof units]
  throw new InputError('cache-limit-invalid', `found '${text}'; expected a size such as 500MB or 2GB`, {
    where: 'HEDGEROW_CACHE_LIMIT',
    hint: 'Correct the environment variable, or unset it for 2 GB.',
  })
}

/** What is in the cache, the longest unused first. A folder that is not there is empty. */
export async function cacheEntries(folder: CacheFolder): Promise<readonly CacheEntry[]> {
  const names = (await readdir(folder.path).catch(absent)) ?? []
  const entries = await Promise.all(
    names.filter((name) => ownName.test(name)).map(async (name) => entryOf(folder, name)),
  )
  return entries.filter((entry) => entry !== null).toSorted((a, b) => a.usedAt - b.usedAt)
}

async function entryOf(folder: CacheFolder, name: string): Promise<CacheEntry | null> {
  const facts = await stat(join(folder.path, name)).catch(absent)
  return facts === null ? null : { name, bytes: facts.size, usedAt: facts.mtimeMs }
}

/** Removes everything of the cache; returns what was there. Throws where the system refuses. */
export async function clearCache(folder: CacheFolder): Promise<readonly CacheEntry[]> {
  const entries = await cacheEntries(folder)
  await Promise.all(entries.map(({ name }) => rm(join(folder.path, name), { force: true })))
  return entries
}

/** Whether something can be kept there: false where the folder, or the nearest one above it, takes no files. */
export async function cacheIsWritable(folder: CacheFolder): Promise<boolean> {
  try {
    await mkdir(folder.path, { recursive: true, mode: 0o700 })
    await access(folder.path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Puts a file into the cache under `name`: `write` makes it under another one, which is renamed when it is whole, so of two
 * processes that do so at once each leaves a whole file. Then the longest unused ones go until the limit is kept.
 */
export async function putInCache(
  folder: CacheFolder,
  name: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 })
  const temporary = join(folder.path, `${randomBytes(8).toString('hex')}.tmp`)
  try {
    await write(temporary)
    await rename(temporary, join(folder.path, name))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await keepLimit(folder, name)
}

async function keepLimit(folder: CacheFolder, fresh: string): Promise<void> {
  const entries = await cacheEntries(folder)
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  for (const { name, bytes: freed, usedAt } of entries) {
    const temporary = name.endsWith('.tmp')
    const over = temporary ? Date.now() - usedAt > TEMPORARY_AGE_MS : bytes > folder.limitBytes && name !== fresh
    if (!over) continue
    // oxlint-disable-next-line no-await-in-loop
    await rm(join(folder.path, name), { force: true })
    bytes -= freed
  }
}

/** Counts a file as used now. Systems differ in whether reading does that, so its time of change holds it. */
export async function markUsed(folder: CacheFolder, name: string): Promise<void> {
  const now = new Date()
  await utimes(join(folder.path, name), now, now)
}

/** For `catch`: null where there is no such file; other errors pass. */
export function absent(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
  throw error
}
