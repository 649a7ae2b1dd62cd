import { basename } from 'node:path'
import { EquityRows, type ReadEquity } from '#market/equity-rows.js'
import { readCsv } from './read-csv.js'

/** Reads a CSV file of equity or returns. Throws `InputError`. */
export async function readEquity(path: string): Promise<ReadEquity> {
  const rows = new EquityRows(basename(path))
  await readCsv(path, { where: path }, (cells, line) => rows.row(cells, line))
  return rows.finish()
}
