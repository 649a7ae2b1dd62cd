import { open } from 'node:fs/promises'
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'

/** A column of a table of experiments: its title and what its values are. */
export interface TableColumn {
  readonly title: string
  readonly type: 'number' | 'text' | 'truth'
}

/** Values in the order of the columns; null is empty. */
export type TableRow = readonly (number | string | boolean | null)[]

const ROWS_PER_GROUP = 8192
const parquetTypes = { number: 'DOUBLE', text: 'STRING', truth: 'BOOLEAN' } as const

/** Writes rows as Parquet, group by group, so that memory does not grow with their number. */
export async function writeParquetTable(
  path: string,
  columns: readonly TableColumn[],
  rows: AsyncIterable<TableRow>,
): Promise<void> {
  const shapes = columns.map(({ title, type }) => ({ name: title, type: parquetTypes[type], nullable: true }))
  const schema = schemaFromColumnData({ columnData: shapes.map((shape) => ({ ...shape, data: [] })) })
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'hedgerow' })
  let group: TableRow[] = []
  const write = (): void => {
    const columnData = shapes.map((shape, at) => ({ ...shape, data: group.map((row) => row[at]) }))
    void writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
    group = []
  }
  for await (const row of rows) {
    group.push(row)
    if (group.length === ROWS_PER_GROUP) write()
  }
  if (group.length > 0) write()
  void writer.finish()
}

/** Writes pieces of text one after the other, as they are made. */
export async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const file = await open(path, 'w')
  try {
    for await (const piece of pieces) await file.write(piece)
  } finally {
    await file.close()
  }
}
