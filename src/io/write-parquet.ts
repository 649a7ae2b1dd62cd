import { createReadStream } from 'node:fs'
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { instantMs } from '#domain/time.js'
import type { Cell } from '#market/cell.js'
import { numberOf } from '#market/number.js'
import { runningSha256 } from './hash.js'
import { openTable } from './open-table.js'

const ROWS_PER_GROUP = 131_072
const wordTitles = ['kind', 'title']

/** A column of a data set, as Parquet stores it. */
interface Column {
  readonly name: string
  readonly type: 'TIMESTAMP' | 'STRING' | 'DOUBLE'
  data: (Date | string | number)[]
}

/** Writes the rows of a data set's CSV as Parquet to `path`, group by group; returns its SHA-256. */
export async function writeParquet(csv: string, path: string): Promise<string> {
  const table = await openTable(csv, { where: csv })
  let group: RowGroup | null = null
  await table.read((cells) => {
    if (group === null) group = new RowGroup(cells, path)
    else group.add(cells)
  })
  ;(group as RowGroup | null)?.finish()
  return hashOf(path)
}

class RowGroup {
  readonly #columns: readonly Column[]
  readonly #writer: ParquetWriter

  constructor(header: readonly Cell[], path: string) {
    this.#columns = header.map((cell, at) => {
      const name = String(cell)
      return { name, type: at === 0 ? 'TIMESTAMP' : wordTitles.includes(name) ? 'STRING' : 'DOUBLE', data: [] }
    })
    const schema = schemaFromColumnData({ columnData: this.#columns.map((column) => ({ ...column, nullable: false })) })
    this.#writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'hedgerow' })
  }

  add(cells: readonly Cell[]): void {
    for (const [at, { type, data }] of this.#columns.entries()) {
      const text = String(cells[at])
      data.push(type === 'TIMESTAMP' ? new Date(instantMs(text)) : type === 'STRING' ? text : numberOf(text))
    }
    if (this.#columns[0].data.length === ROWS_PER_GROUP) this.#write()
  }

  finish(): void {
    if (this.#columns[0].data.length > 0) this.#write()
    void this.#writer.finish()
  }

  #write(): void {
    const columnData = this.#columns.map(({ name, type, data }) => ({ name, type, data, nullable: false }))
    void this.#writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
    for (const column of this.#columns) column.data = []
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = runningSha256()
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) hash.add(bytes)
  return hash.hex()
}
