import { basename } from 'node:path'
import type { DataFact } from '#domain/candles.js'
import { iso } from '#domain/time.js'
import type { FundingPrint } from '#market/funding-prints.js'
import { FundingRows } from '#market/funding-rows.js'
import type { RowChoice } from '#market/row-columns.js'
import type { ContentReading } from './open-content.js'
import { openTable } from './open-table.js'
import { readMeta } from './read-meta.js'

export interface FundingFile {
  readonly prints: readonly FundingPrint[]
  /** `from` and `to` are the first and the last print. */
  readonly fact: DataFact
}

/** Reads a funding file in any form. Throws `InputError`. */
export async function readFunding(path: string, reading: ContentReading & RowChoice): Promise<FundingFile> {
  const table = await openTable(path, reading)
  const rows = new FundingRows(table, reading)
  await table.read((cells, line) => rows.row(cells, line))
  const { prints, notes } = rows.finish()
  const sha256 = table.sha256()
  const meta = await readMeta(path, sha256)
  const fact: DataFact = {
    role: 'funding',
    file: basename(path),
    sha256,
    rows: prints.length,
    from: iso(prints[0].at),
    to: iso(prints.at(-1)!.at),
    timeframe: null,
    gaps: 0,
    synthetic: meta.synthetic,
    real: meta.real,
    notes: [...table.notes, ...notes, ...meta.notes],
  }
  return { prints, fact }
}
