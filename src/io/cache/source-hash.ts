import { createReadStream } from 'node:fs'
import { readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runningSha256, sha256 } from '#io/hash.js'
import { absent, type CacheFolder, putInCache } from './cache-folder.js'

/** A source file as the system knows it. Two that are equal are the same file with the same content. */
export interface SourceIdentity {
  /** Without links. */
  readonly path: string
  readonly bytes: number
  /** Device, inode, size, and times of modification and change in nanoseconds. */
  readonly stamp: string
  /** False where it was changed so shortly before that it may change again and keep its stamp. */
  readonly settled: boolean
}

/**
 * A file that changes twice within one tick of the clock of its disk keeps its times; a tick is 2 s on the coarsest. So the
 * hash of a file is remembered only when it has been left alone for that long.
 */
const TICK_MS = 2_000

/** Null for what is not a plain file: a pipe is read once. */
export async function identityOf(path: string): Promise<SourceIdentity | null> {
  const facts = await stat(path, { bigint: true }).catch(absent)
  if (facts === null || !facts.isFile()) return null
  const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = facts
  const changedAt = Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs)
  return {
    path: await realpath(path),
    bytes: Number(size),
    stamp: [dev, ino, size, mtimeNs, ctimeNs].join(':'),
    settled: Date.now() - changedAt >= TICK_MS,
  }
}

/** The SHA-256 that this very file had when it was read last; null where it is not known or the file was changed since. */
export async function rememberedHash(folder: CacheFolder, identity: SourceIdentity): Promise<string | null> {
  const text = await readFile(join(folder.path, sourceName(identity)), 'utf8').catch(absent)
  if (text === null) return null
  const [stamp, hash] = text.split('\n')
  return stamp === identity.stamp && /^[0-9a-f]{64}$/.test(hash) ? hash : null
}

/**
 * Remembers the hash of what was read after `identity` was taken. Where the file was changed in between, it has another
 * stamp by now, and what is remembered serves nobody.
 */
export async function rememberHash(folder: CacheFolder, identity: SourceIdentity, hash: string): Promise<void> {
  if (!identity.settled) return
  const text = `${identity.stamp}\n${hash}\n${identity.path}\n`
  await putInCache(folder, sourceName(identity), (path) => writeFile(path, text))
}

/** The SHA-256 of a file's bytes, read for that alone. */
export async function hashOf(path: string): Promise<string> {
  const hash = runningSha256()
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) hash.add(bytes)
  return hash.hex()
}

/** The file of the cache that remembers a source. */
export function sourceName({ path }: SourceIdentity): string {
  return `${sha256(path).slice(0, 32)}.source`
}
