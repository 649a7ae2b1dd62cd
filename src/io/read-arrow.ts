import { type Column, CompressionType, setCompressionCodec, tableFromIPC } from '@uwdata/flechette'
import { InputError, type Where } from '#domain/failure.js'
import { type Cell, cellOf } from '#market/cell.js'
import type { OnTableRow } from '#market/row-source.js'

/** Reads an Arrow file (feather, version 2), whole; times become milliseconds. Throws `InputError` where it is damaged. */
export async function readArrow(content: AsyncIterable<Buffer>, file: Where, onRow: OnTableRow): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part)
  await registerCodecs()
  const { titles, columns } = columnsOf(Buffer.concat(parts), file)
  onRow(titles, 1)
  const [first] = columns
  const row: Cell[] = columns.map(() => '')
  for (let at = 0; at < (first?.length ?? 0); at++) {
    for (let index = 0; index < columns.length; index++) row[index] = cellOf(columns[index][at])
    onRow(row, at + 1)
  }
}

function columnsOf(bytes: Uint8Array, file: Where) {
  try {
    const table = tableFromIPC(bytes, { useDate: false, useBigInt: false, useProxy: false })
    const titles = table.schema.fields.map(({ name }) => name)
    return { titles, columns: titles.map((_, index) => valuesOf(table.getChildAt(index))) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new InputError('arrow-invalid', `found an Arrow file that cannot be read (${error.message})`, {
      where: file,
      hint: 'Download or copy it again; it may be cut off.',
      cause: error,
    })
  }
}

function valuesOf(column: Column<unknown>): ArrayLike<unknown> {
  return column.toArray()
}

/** For reading alone: a codec that also claimed to encode would be asked to. */
async function registerCodecs(): Promise<void> {
  const [lz4, zstd] = await Promise.all([import('lz4-napi'), import('fzstd')])
  setCompressionCodec(CompressionType.LZ4_FRAME, {
    encode: refused,
    decode: (bytes) =>
      aligned(lz4.default.decompressFrameSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))),
  })
  setCompressionCodec(CompressionType.ZSTD, { encode: refused, decode: (bytes) => aligned(zstd.decompress(bytes)) })
}

/** Columns of doubles are views of the bytes, which therefore begin at a multiple of eight. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes)
}

function refused(): never {
  throw new Error('Arrow files are read here, not written.')
}
