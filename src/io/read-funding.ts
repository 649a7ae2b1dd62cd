import { basename } from 'node:path'
import type { DataFact } from '#domain/candles.js'
import { iso } from '#domain/time.js'
import type { FundingPrint } from '#market/funding-prints.js'
import { FundingRows } from '#market/funding-rows.js'
import { readCsv } from './read-csv.js'
import { readMeta } from './read-meta.js'
import type { TextReading } from './read-text.js'

export interface FundingFile {
  readonly prints: readonly FundingPrint[]
  /** `from` and `to` are the first and the last print. */
  readonly fact: DataFact
}

/** Reads a funding file. Throws `InputError`. */
export async function readFunding(path: string, reading: TextReading): Promise<FundingFile> {
  const file = basename(path)
  const rows = new FundingRows(file)
  const { sha256 } = await readCsv(path, reading, (cells, line) => rows.row(cells, line))
  const { prints, notes } = rows.finish()
  const meta = await readMeta(path, sha256)
  const fact: DataFact = {
    role: 'funding',
    file,
    sha256,
    rows: prints.length,
    from: iso(prints[0].at),
    to: iso(prints.at(-1)!.at),
    timeframe: null,
    gaps: 0,
    synthetic: meta.synthetic,
    notes: [...notes, ...meta.notes],
  }
  return { prints, fact }
}
