import { type RawCandleChoice, RawCandleRows } from '#market/raw-candle-rows.js'
import type { RawCandles } from '#market/raw-candles.js'
import type { ContentReading } from './open-content.js'
import { openTable } from './open-table.js'

/** How a file is read that may not be what it should be: what to choose in it, and who is told how far it is. */
export interface RawReading extends RawCandleChoice, Partial<ContentReading> {}

/**
 * Reads the candles of a file in any form as they stand in it, in its order, for a check. Throws `InputError` where the
 * file cannot be read at all, or has no columns of candles; what is wrong with single cells is in the result.
 */
export async function readRawCandles(path: string, reading: RawReading = {}): Promise<RawCandles> {
  const table = await openTable(path, { where: path, ...reading })
  const rows = new RawCandleRows(table, reading)
  await table.read((cells, line) => rows.row(cells, line))
  const raw = rows.finish()
  return { ...raw, notes: [...table.notes, ...raw.notes] }
}
