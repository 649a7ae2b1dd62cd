import { basename } from 'node:path'
import { type RawCandleChoice, RawCandleRows } from '#market/raw-candle-rows.js'
import type { RawCandles } from '#market/raw-candles.js'
import { linesOf } from '#market/row-source.js'
import { readCsv } from './read-csv.js'
import type { TextReading } from './read-text.js'

/** How a file is read that may not be what it should be: what to choose in it, and who is told how far it is. */
export interface RawReading extends RawCandleChoice, Partial<TextReading> {}

/**
 * Reads the candles of a file as they stand in it, in its order, for a check. Throws `InputError` where the file cannot be
 * read at all, or has no columns of candles; what is wrong with single cells is in the result.
 */
export async function readRawCandles(path: string, reading: RawReading = {}): Promise<RawCandles> {
  const rows = new RawCandleRows(linesOf(basename(path)), reading)
  await readCsv(path, { where: path, ...reading }, (cells, line) => rows.row(cells, line))
  return rows.finish()
}
