import { basename } from 'node:path'
import { InputError, type Where } from '#domain/failure.js'
import type { OnTableRow, RowSource, Titles } from '#market/row-source.js'
import { type Content, type ContentReading, openContent } from './open-content.js'
import { readArrow } from './read-arrow.js'
import { readCsvText } from './read-csv.js'
import { readJsonArray, readJsonEnvelope, readRows } from './read-json.js'
import { readParquet } from './read-parquet.js'
import { type TextParts, textOf } from './read-text.js'

export type TableFormat = 'CSV' | 'JSON' | 'Arrow' | 'Parquet'

/** A file of rows in any form that is read, recognised by its content. */
export interface Table extends RowSource {
  readonly format: TableFormat
  /** Reads all rows. Throws `InputError`. */
  read(onRow: OnTableRow): Promise<void>
  /** What was unpacked and recognised, in sentences; complete once all is read. */
  readonly notes: readonly string[]
  /** Of the bytes of the file; complete once all is read. */
  sha256(): string
}

/** Opens a file and sees by its first bytes what it is. Throws `InputError` where it is missing or no file of rows. */
export async function openTable(path: string, reading: ContentReading): Promise<Table> {
  const content = await openContent(path, reading)
  const file = basename(path)
  const format = binaryFormatOf(content.head, file)
  if (format === 'Arrow') return new RowTable('Arrow', file, content, (onRow) => readArrow(content.bytes, file, onRow))
  if (format === 'Parquet')
    return new RowTable('Parquet', file, content, (onRow) => readParquet(path, content, file, onRow))
  const text = await textOf(content, path, reading.where)
  const first = text.head.trimStart()[0]
  if (first === '[') return new RowTable('JSON', file, content, (onRow) => readJsonArray(text, file, onRow))
  if (first === '{') return new EnvelopeTable(file, content, text)
  return new CsvTable(file, content, text)
}

class RowTable implements Table {
  readonly format: TableFormat
  readonly file: string
  readonly #content: Content
  readonly #read: (onRow: OnTableRow) => Promise<void>

  constructor(format: TableFormat, file: string, content: Content, read: (onRow: OnTableRow) => Promise<void>) {
    this.format = format
    this.file = file
    this.#content = content
    this.#read = read
  }

  placeOf(row: number): Where {
    return `${this.file}, row ${row}`
  }

  read(onRow: OnTableRow): Promise<void> {
    return this.#read(onRow)
  }

  get notes(): readonly string[] {
    const form = this.format === 'Arrow' ? 'Arrow (feather)' : this.format
    return [[...this.#content.packed, form].join(', ')]
  }

  sha256(): string {
    return this.#content.sha256()
  }
}

class CsvTable extends RowTable {
  constructor(file: string, content: Content, text: TextParts) {
    super('CSV', file, content, (onRow) => readCsvText(text, file, onRow))
  }

  override placeOf(line: number): Where {
    return `${this.file}:${line}`
  }

  /** CSV is what everybody expects: only what it was packed in is told. */
  override get notes(): readonly string[] {
    return super.notes[0] === 'CSV' ? [] : super.notes
  }
}

/** JSON with the rows inside an object: known only once all of it is read. */
class EnvelopeTable extends RowTable {
  titles?: Titles
  #notes: readonly string[] = []

  constructor(file: string, content: Content, text: TextParts) {
    super('JSON', file, content, async (onRow) => {
      const { rows, titles, notes } = await readJsonEnvelope(text, file)
      if (titles !== null) this.titles = titles
      this.#notes = notes
      readRows(rows, file, onRow)
    })
  }

  override get notes(): readonly string[] {
    return [...super.notes, ...this.#notes]
  }
}

function binaryFormatOf(head: Buffer, file: Where): 'Arrow' | 'Parquet' | null {
  const starts = (magic: string) => head.subarray(0, magic.length).toString('latin1') === magic
  if (starts('ARROW1')) return 'Arrow'
  if (starts('PAR1')) return 'Parquet'
  if (starts('FEA1'))
    throw otherFormat('a feather file of version 1', 'Write it as version 2, the default since 2020.', file)
  if (starts('SQLite format 3')) throw otherFormat('an SQLite database', 'Export the table as CSV.', file)
  if (starts('\x89HDF')) throw otherFormat('an HDF5 file', 'Convert it to feather, Parquet or CSV.', file)
  return null
}

function otherFormat(found: string, hint: string, where: Where): InputError {
  return new InputError('file-format', `found ${found}; expected CSV, JSON, feather or Parquet`, { where, hint })
}
