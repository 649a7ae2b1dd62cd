import { basename } from 'node:path'
import type { Candles, DataFact } from '#domain/candles.js'
import { iso, timeframeName } from '#domain/time.js'
import { CandleRows } from '#market/candle-rows.js'
import { linesOf } from '#market/row-source.js'
import { readCsv } from './read-csv.js'
import { readMeta } from './read-meta.js'
import type { TextReading } from './read-text.js'

export interface CandleFile {
  readonly candles: Candles
  /** `from` and `to` are the first open and the last close. */
  readonly fact: DataFact
}

/** Reads and checks a candle file. A mark file needs no volume. Throws `InputError`. */
export async function readCandles(
  path: string,
  role: 'candles' | 'mark',
  maxGapMs: number,
  reading: TextReading,
): Promise<CandleFile> {
  const file = basename(path)
  const rows = new CandleRows(linesOf(file), { volumeNeeded: role === 'candles' })
  const { sha256 } = await readCsv(path, reading, (cells, line) => rows.row(cells, line))
  const { candles, gaps, notes } = rows.finish(maxGapMs)
  const meta = await readMeta(path, sha256)
  const { length, openedAt, timeframeMs } = candles
  const fact: DataFact = {
    role,
    file,
    sha256,
    rows: length,
    from: iso(openedAt[0]),
    to: iso(openedAt[length - 1] + timeframeMs),
    timeframe: timeframeName(timeframeMs),
    gaps: gaps.count,
    synthetic: meta.synthetic,
    notes: [...notes, ...meta.notes],
  }
  return { candles, fact }
}
