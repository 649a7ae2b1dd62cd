import { basename, join } from 'node:path'
import { sha256 } from '#io/hash.js'
import { packageVersion } from '#io/package.js'
import { absent, cacheEntries, type CacheFolder, markUsed, putInCache } from './cache-folder.js'
import { type ColumnFile, readColumnFacts, readColumnFile, sizeInFile, writeColumnFile } from './column-file.js'
import { hashOf, identityOf, rememberedHash, rememberHash, type SourceIdentity, sourceName } from './source-hash.js'

/** What was made of a source file, and the SHA-256 of the bytes that it was made of. */
export interface ParsedColumns extends ColumnFile {
  readonly sha256: string
}

/**
 * What the columns depend on besides the bytes of the file: the reader, its version (raised by one where it reads a file
 * differently), and every option that changes what it makes of them.
 */
export interface ColumnReader {
  readonly name: string
  readonly version: number
  readonly options: Readonly<Record<string, string | number | boolean | null>>
}

/** The columns as kept, or freshly parsed. */
export interface CachedColumns extends ParsedColumns {
  /** False where `parse` was called. */
  readonly fromCache: boolean
}

/** What stands beside the columns in a file of the cache. */
interface KeptFacts {
  /** Of which source, by which reader: an entry that says otherwise than its name is not trusted. */
  readonly key: string
  /** Base name of the file that was parsed, for people. */
  readonly source: string
  readonly facts: unknown
}

/**
 * The columns of a file: from the cache where that has what this reader makes of exactly these bytes, else by `parse`, and
 * then kept. Without a cache, and for what is no plain file, just `parse`. A cache that cannot be read or written costs
 * time and nothing else. Throws what `parse` throws.
 */
export async function cachedColumns(
  path: string,
  folder: CacheFolder | null,
  reader: ColumnReader,
  parse: () => Promise<ParsedColumns>,
): Promise<CachedColumns> {
  const identity = folder === null ? null : await identityOf(path)
  if (folder === null || identity === null) return { ...(await parse()), fromCache: false }
  const kept = await quietly(() => fromCache(folder, identity, reader))
  if (kept !== null) return { ...kept, fromCache: true }
  const parsed = await parse()
  await quietly(() => keep(folder, identity, reader, { ...parsed, source: basename(path) }))
  return { ...parsed, fromCache: false }
}

async function fromCache(
  folder: CacheFolder,
  identity: SourceIdentity,
  reader: ColumnReader,
): Promise<ParsedColumns | null> {
  const hash = await knownHash(folder, identity)
  if (hash === null) return null
  const key = await keyOf(hash, reader)
  const name = nameOf(identity, key)
  const file = await readColumnFile(join(folder.path, name)).catch(absent)
  if (file === null) return null
  const kept = file.facts as KeptFacts
  if (kept.key !== key) return null
  await quietly(() => Promise.all([markUsed(folder, name), markUsed(folder, sourceName(identity))]))
  return { ...file, facts: kept.facts, sha256: hash }
}

/**
 * The hash of the source, if the cache can have anything for it: remembered for this very file, or, where the cache has
 * columns of a file of this size (a copy, or a new download of the same), taken of its bytes.
 */
async function knownHash(folder: CacheFolder, identity: SourceIdentity): Promise<string | null> {
  const remembered = await rememberedHash(folder, identity)
  if (remembered !== null) return remembered
  const names = (await cacheEntries(folder)).map((entry) => entry.name)
  if (!names.some((name) => name.startsWith(`${identity.bytes}-`))) return null
  const hash = await hashOf(identity.path)
  await rememberHash(folder, identity, hash)
  return hash
}

async function keep(
  folder: CacheFolder,
  identity: SourceIdentity,
  reader: ColumnReader,
  { source, ...parsed }: ParsedColumns & { readonly source: string },
): Promise<void> {
  if (sizeInFile(parsed) > folder.limitBytes) return
  const key = await keyOf(parsed.sha256, reader)
  const facts: KeptFacts = { key, source, facts: parsed.facts }
  await putInCache(folder, nameOf(identity, key), (path) => writeColumnFile(path, { ...parsed, facts }))
  await rememberHash(folder, identity, parsed.sha256)
}

async function keyOf(sourceHash: string, reader: ColumnReader): Promise<string> {
  return sha256(JSON.stringify([sourceHash, await packageVersion(), reader.name, reader.version, reader.options]))
}

function nameOf({ bytes }: SourceIdentity, key: string): string {
  return `${bytes}-${key.slice(0, 32)}.columns`
}

/** What the system refuses the cache is no failure of the run: null then. */
async function quietly<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null
    throw error
  }
}

/** A parsed file as it lies in the cache. */
export interface KeptFile {
  /** Base name of the file that it was parsed from; null, as are the rows, where the header is damaged. */
  readonly source: string | null
  readonly rows: number | null
  readonly bytes: number
  /** Ms since 1970. */
  readonly usedAt: number
}

/** What the cache holds: parsed files, the last used first, and the bytes of all its files together. */
export async function cacheContents(
  folder: CacheFolder,
): Promise<{ readonly files: readonly KeptFile[]; readonly bytes: number }> {
  const entries = await cacheEntries(folder)
  const kept = entries.filter(({ name }) => name.endsWith('.columns')).toReversed()
  const files = await Promise.all(
    kept.map(async ({ name, bytes, usedAt }): Promise<KeptFile> => {
      const header = await readColumnFacts(join(folder.path, name)).catch(absent)
      const source = header === null ? null : (header.facts as KeptFacts).source
      return { source, rows: header?.rows ?? null, bytes, usedAt }
    }),
  )
  return { files, bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0) }
}
