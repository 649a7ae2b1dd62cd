import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/**
 * Columns of numbers in a file that says whether it is whole. In this order:
 * `magic`, format version, length of the header, CRC-32 of the header, two words of nothing (32 bytes in all); the header,
 * JSON padded with blanks to a multiple of eight; each column as float64. Numbers are in the byte order of the machine:
 * on another the version reads as an unknown one.
 */
export interface ColumnFile {
  /** Rows of every column. */
  readonly rows: number
  readonly columns: Readonly<Record<string, Float64Array>>
  /** What belongs to the columns, as JSON. */
  readonly facts: unknown
}

interface Header {
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly crc32: number }[]
  readonly facts: unknown
}

const MAGIC = 'hedgecol'
const VERSION = 1
const PREAMBLE_BYTES = 32
/** A header is some hundred bytes; a length beyond this is not one that was written. */
const HEADER_LIMIT = 1 << 20

/** Bytes that `columns` take in a file, but for a header of less than a page. */
export function sizeInFile({ rows, columns }: ColumnFile): number {
  return PREAMBLE_BYTES + Object.keys(columns).length * rows * Float64Array.BYTES_PER_ELEMENT
}

/** Writes a file that `readColumnFile` gives back. It is not there under its name until the caller renames it. */
export async function writeColumnFile(path: string, { rows, columns, facts }: ColumnFile): Promise<void> {
  const parts = Object.values(columns).map((values) => bytesOf(values.subarray(0, rows)))
  const names = Object.keys(columns)
  const header: Header = { rows, columns: names.map((name, at) => ({ name, crc32: crc32(parts[at]) })), facts }
  const text = Buffer.from(JSON.stringify(header))
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')])
  const file = await open(path, 'wx')
  try {
    await writeAll(file, [preamble(padded), padded, ...parts])
  } finally {
    await file.close()
  }
}

/**
 * Reads such a file into shared memory, so that workers have the columns without a copy. Null where it is damaged, cut off,
 * longer than it says, or of another version: what it holds is then not known.
 */
export async function readColumnFile(path: string): Promise<ColumnFile | null> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const found = await readHeader(file)
    if (found === null) return null
    const { header, start } = found
    const columnBytes = header.rows * Float64Array.BYTES_PER_ELEMENT
    if (size !== start + header.columns.length * columnBytes) return null
    const memory = new SharedArrayBuffer(header.columns.length * columnBytes)
    const parts = header.columns.map((_, at) => new Uint8Array(memory, at * columnBytes, columnBytes))
    // All are asked for at once: while one is summed up here, the system reads the next.
    const reads = parts.map((part, at) => readWhole(file, part, start + at * columnBytes))
    const whole = await Promise.all(
      reads.map(async (read, at) => (await read) && crc32(parts[at]) === header.columns[at].crc32),
    )
    if (whole.includes(false)) return null
    const columns = header.columns.map(({ name }, at) => [
      name,
      new Float64Array(memory, at * columnBytes, header.rows),
    ])
    return {
      rows: header.rows,
      columns: Object.fromEntries(columns) as Record<string, Float64Array>,
      facts: header.facts,
    }
  } finally {
    await file.close()
  }
}

/** The facts of such a file alone, without its columns; null as above, as far as the header tells. */
export async function readColumnFacts(
  path: string,
): Promise<{ readonly rows: number; readonly facts: unknown } | null> {
  const file = await open(path, 'r')
  try {
    return (await readHeader(file))?.header ?? null
  } finally {
    await file.close()
  }
}

function preamble(header: Buffer): Buffer {
  const bytes = Buffer.alloc(PREAMBLE_BYTES)
  bytes.write(MAGIC, 'latin1')
  wordsOf(bytes).set([VERSION, header.length, crc32(header)], 2)
  return bytes
}

async function readHeader(file: FileHandle): Promise<{ readonly header: Header; readonly start: number } | null> {
  const bytes = Buffer.alloc(PREAMBLE_BYTES)
  if (!(await readWhole(file, bytes, 0)) || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  const [version, length, sum] = wordsOf(bytes).subarray(2)
  if (version !== VERSION || length > HEADER_LIMIT) return null
  const text = Buffer.alloc(length)
  if (!(await readWhole(file, text, PREAMBLE_BYTES)) || crc32(text) !== sum) return null
  return { header: JSON.parse(text.toString()) as Header, start: PREAMBLE_BYTES + length }
}

function wordsOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, PREAMBLE_BYTES / Uint32Array.BYTES_PER_ELEMENT)
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** False where the file ends before `bytes` are full. */
async function readWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<boolean> {
  let done = 0
  while (done < bytes.length) {
    // oxlint-disable-next-line no-await-in-loop
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) return false
    done += bytesRead
  }
  return true
}

async function writeAll(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop
  for (const part of parts) await file.writeFile(part)
}
