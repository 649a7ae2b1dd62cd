import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32, createInflateRaw } from 'node:zlib'
import { InputError, type Where } from '#domain/failure.js'
import { archiveDamaged, archiveTruncated, unpacked } from './archive.js'

/** The one file in a zip archive, and where its bytes lie. */
export interface ZipEntry {
  readonly name: string
  readonly isDeflated: boolean
  readonly crc: number
  /** Of the packed bytes in the archive. */
  readonly start: number
  readonly end: number
}

const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
/** In place of a size that does not fit: the archive is in the zip64 form. */
const ELSEWHERE = 0xffffffff

export function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0x04034b50
}

/** Reads the directory at the end of an archive. Throws `InputError` unless it lists exactly one file of data. */
export async function zipEntry(path: string): Promise<ZipEntry> {
  const where = basename(path)
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = await bytesAt(file, Math.max(0, size - END_BYTES - LONGEST_COMMENT), size)
    const end = endOf(tail)
    if (end === null) throw archiveTruncated(where)
    const start = end.readUInt32LE(16)
    if (start === ELSEWHERE) throw unsupported('zip64, the form for more than 4 GB', where)
    const entry = onlyEntry(await bytesAt(file, start, start + end.readUInt32LE(12)), where)
    const local = await bytesAt(file, entry.offset, entry.offset + LOCAL_BYTES)
    if (local.length < LOCAL_BYTES) throw archiveDamaged(where)
    const data = entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
    return { ...entry, start: data, end: data + entry.size }
  } finally {
    await file.close()
  }
}

/** The unpacked bytes of the entry, checked against its checksum; reads `bytes`, the whole archive, to their end. */
export async function* entryBytes(
  { isDeflated, crc, start, end }: ZipEntry,
  bytes: AsyncIterable<Buffer>,
  path: string,
): AsyncGenerator<Buffer, void, undefined> {
  const packed = between(bytes, start, end)
  let sum = 0
  for await (const part of isDeflated ? unpacked(packed, createInflateRaw(), path) : packed) {
    sum = crc32(part, sum)
    yield part
  }
  if (sum !== crc) throw archiveDamaged(basename(path))
}

async function* between(bytes: AsyncIterable<Buffer>, start: number, end: number): AsyncGenerator<Buffer> {
  let at = 0
  for await (const part of bytes) {
    const from = Math.max(0, start - at)
    const to = Math.min(part.length, end - at)
    if (from < to) yield part.subarray(from, to)
    at += part.length
  }
}

async function bytesAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
  return buffer.subarray(0, bytesRead)
}

function endOf(tail: Buffer): Buffer | null {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return tail.subarray(at)
  }
  return null
}

interface Listed {
  readonly name: string
  readonly isDeflated: boolean
  readonly crc: number
  readonly size: number
  readonly offset: number
}

function onlyEntry(directory: Buffer, where: Where): Listed {
  const entries: Listed[] = []
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + ENTRY_BYTES, nameEnd)
    if (isData(name)) entries.push(listed(directory, at, name, where))
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  if (entries.some(({ name }) => name === '[Content_Types].xml')) {
    throw new InputError('file-is-workbook', 'found a spreadsheet; expected a file of rows', {
      where,
      hint: 'Save the sheet as CSV.',
    })
  }
  if (entries.length === 1) return entries[0]
  const names = entries.slice(0, 4).map(({ name }) => name)
  const found =
    entries.length === 0 ? 'no file' : `${entries.length} files (${names.join(', ')}${entries.length > 4 ? ', …' : ''})`
  throw new InputError('zip-entries', `found ${found} in the zip archive; expected one`, {
    where,
    hint: 'Unpack it, and name the files that you want.',
  })
}

function listed(directory: Buffer, at: number, name: string, where: Where): Listed {
  const flags = directory.readUInt16LE(at + 8)
  const method = directory.readUInt16LE(at + 10)
  const size = directory.readUInt32LE(at + 20)
  const offset = directory.readUInt32LE(at + 42)
  if ((flags & 1) === 1) throw unsupported('an entry with a password', where)
  if (method !== 0 && method !== 8) throw unsupported(`compression method ${method}`, where)
  if (size === ELSEWHERE || offset === ELSEWHERE) throw unsupported('zip64, the form for more than 4 GB', where)
  return { name, isDeflated: method === 8, crc: directory.readUInt32LE(at + 16), size, offset }
}

/** Not a folder, nor what macOS adds. */
function isData(name: string): boolean {
  return !name.endsWith('/') && !name.startsWith('__MACOSX/') && !name.endsWith('.DS_Store')
}

function unsupported(found: string, where: Where): InputError {
  return new InputError('zip-unsupported', `found ${found} in the zip archive; expected one plainly packed file`, {
    where,
    hint: 'Unpack it first.',
  })
}
