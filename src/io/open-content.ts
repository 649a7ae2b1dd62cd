import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Where } from '#domain/failure.js'
import { unpacked } from './archive.js'
import { runningSha256 } from './hash.js'
import { unreadable } from './read-failure.js'
import { entryBytes, isZip, zipEntry } from './zip-entry.js'

export interface ContentReading {
  /** What an error about the file as a whole names. */
  readonly where: Where
  /** Called with the size of each part of the file as it is read, still packed. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** Bytes a read; Node's default unless a test wants small ones. */
  readonly readSize?: number | undefined
}

/** What a file holds, unpacked where it is gzip or a zip of one file, read once and in parts. */
export interface Content {
  /** The first bytes, 512 where there are so many. */
  readonly head: Buffer
  /** All bytes, the head too. */
  readonly bytes: AsyncIterable<Buffer>
  /** `gzip`, `zip, entry BTCUSDT-1h.csv`: what was unpacked. */
  readonly packed: readonly string[]
  /** Of the bytes of the file, as it lies on the disk; complete once `bytes` is. */
  sha256(): string
}

const HEAD_BYTES = 512

/** Opens a file. Throws `InputError` where it is missing; `bytes` does where an archive is cut off or damaged. */
export async function openContent(path: string, reading: ContentReading): Promise<Content> {
  const hash = runningSha256()
  const raw = rawBytes(path, reading, (bytes) => hash.add(bytes))
  const outer = await peeked(raw)
  const packed: string[] = []
  let content = outer
  if (isZip(outer.head)) {
    const entry = await zipEntry(path)
    packed.push(`zip, entry ${entry.name}`)
    content = await peeked(entryBytes(entry, outer.bytes, path))
  } else if (isGzip(outer.head)) {
    packed.push('gzip')
    content = await peeked(unpacked(outer.bytes, createGunzip(), path))
  }
  return { ...content, packed, sha256: () => hash.hex() }
}

async function* rawBytes(
  path: string,
  { where, onBytes, readSize }: ContentReading,
  onRead: (bytes: Buffer) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const stream = createReadStream(path, readSize === undefined ? {} : { highWaterMark: readSize })
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      onRead(bytes)
      onBytes?.(bytes.length)
      yield bytes
    }
  } catch (error) {
    throw unreadable(path, error, where)
  }
}

/** Reads far enough to see what it is. */
async function peeked(bytes: AsyncGenerator<Buffer, void, undefined>): Promise<Pick<Content, 'head' | 'bytes'>> {
  const parts: Buffer[] = []
  let length = 0
  while (length < HEAD_BYTES) {
    // One part at a time, and as a rule only one.
    // oxlint-disable-next-line no-await-in-loop
    const part = await bytes.next()
    if (part.done === true) break
    parts.push(part.value)
    length += part.value.length
  }
  return { head: Buffer.concat(parts).subarray(0, HEAD_BYTES), bytes: joined(parts, bytes) }
}

async function* joined(
  parts: readonly Buffer[],
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer> {
  try {
    yield* parts
    yield* rest
  } finally {
    await rest.return()
  }
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}
