import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { InputError, type Where } from '#domain/failure.js'
import { DAY_MS } from '#domain/time.js'
import { type Cell, cellOf } from '#market/cell.js'
import type { OnTableRow } from '#market/row-source.js'
import type { Content } from './open-content.js'

/** Reads a Parquet file, one row group after the other; times become milliseconds. Throws `InputError` where it is damaged. */
export async function readParquet(path: string, content: Content, file: Where, onRow: OnTableRow): Promise<void> {
  const buffer = await bufferOf(path, content)
  const metadata = await readable(parquetMetadataAsync(buffer), file)
  const titles = parquetSchema(metadata).children.map(({ element }) => element.name)
  onRow(titles, 1)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    // One group after the other: only one is in memory.
    // oxlint-disable-next-line no-await-in-loop
    const columns = await readable(groupColumns(buffer, metadata, titles, rowStart, rowEnd), file)
    handOut(columns, rowStart, rowEnd, onRow)
    rowStart = rowEnd
  }
}

/** The file itself, of which parts are read; or its unpacked content, whole. */
async function bufferOf(path: string, { bytes, packed }: Content): Promise<AsyncBuffer> {
  const parts: Buffer[] = []
  // Read through in any case: for the hash.
  for await (const part of bytes) if (packed.length > 0) parts.push(part)
  if (packed.length === 0) return asyncBufferFromFile(path)
  const whole = Uint8Array.from(Buffer.concat(parts))
  return whole.buffer
}

type Values = ArrayLike<unknown>

async function groupColumns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  titles: readonly string[],
  rowStart: number,
  rowEnd: number,
): Promise<readonly Values[]> {
  const columns = titles.map((): unknown[] => [])
  await parquetRead({
    file,
    metadata,
    compressors,
    rowStart,
    rowEnd,
    parsers: {
      timestampFromMilliseconds: Number,
      timestampFromMicroseconds: (micros) => Number(micros) / 1e3,
      timestampFromNanoseconds: (nanos) => Number(nanos) / 1e6,
      dateFromDays: (days) => days * DAY_MS,
    },
    onChunk({ columnName, columnData, rowStart: from }) {
      const column = columns[titles.indexOf(columnName)]
      // A column of lists or structs holds no cells.
      if (column === undefined) return
      for (let at = 0; at < columnData.length; at++) column[from - rowStart + at] = columnData[at]
    },
  })
  return columns
}

function handOut(columns: readonly Values[], rowStart: number, rowEnd: number, onRow: OnTableRow): void {
  const row: Cell[] = columns.map(() => '')
  for (let at = 0; at < rowEnd - rowStart; at++) {
    for (let index = 0; index < columns.length; index++) row[index] = cellOf(columns[index][at])
    onRow(row, rowStart + at + 1)
  }
}

async function readable<T>(work: Promise<T>, file: Where): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new InputError('parquet-invalid', `found a Parquet file that cannot be read (${error.message})`, {
      where: file,
      hint: 'Download or copy it again; it may be cut off.',
      cause: error,
    })
  }
}
