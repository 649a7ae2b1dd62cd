import { type RawCandleChoice, RawCandleRows } from '#market/raw-candle-rows.js'
import type { RawCandles } from '#market/raw-candles.js'
import type { ContentReading } from './open-content.js'
import { openTable } from './open-table.js'

/** How a file is read that may not be what it should be: what to choose in it, and who is told how far it is. */
export interface RawReading extends RawCandleChoice, Partial<ContentReading> {}

/** What was read of a file, and of which bytes. */
export interface RawFile<Raw> {
  readonly raw: Raw
  readonly sha256: string
  /** Whether `line` of a row is one of the file, or the row's number, as in JSON or feather. */
  readonly hasLines: boolean
}

/**
 * Reads the candles of a file in any form as they stand in it, in its order, for a check. Throws `InputError` where the
 * file cannot be read at all, or has no columns of candles; what is wrong with single cells is in the result.
 */
export async function readRawCandles(path: string, reading: RawReading = {}): Promise<RawFile<RawCandles>> {
  const table = await openTable(path, { where: path, ...reading })
  const rows = new RawCandleRows(table, reading)
  await table.read((cells, line) => rows.row(cells, line))
  const raw = rows.finish()
  const notes = [...table.notes, ...raw.notes]
  return { raw: { ...raw, notes }, sha256: table.sha256(), hasLines: table.format === 'CSV' }
}
