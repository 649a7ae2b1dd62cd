import { basename } from 'node:path'
import type { Candles, DataFact } from '#domain/candles.js'
import { iso, timeframeName } from '#domain/time.js'
import { type CandleChoice, CandleRows } from '#market/candle-rows.js'
import type { ContentReading } from './open-content.js'
import { openTable } from './open-table.js'
import { readMeta } from './read-meta.js'

export interface CandleFile {
  readonly candles: Candles
  /** `from` and `to` are the first open and the last close. */
  readonly fact: DataFact
}

/** What is chosen in a file, besides how it is read: its pair, its columns, the zone of its times. */
export interface CandleReading extends ContentReading, Omit<CandleChoice, 'volumeNeeded'> {}

/** Reads and checks a candle file in any form. A mark file needs no volume. Throws `InputError`. */
export async function readCandles(
  path: string,
  role: 'candles' | 'mark',
  maxGapMs: number,
  reading: CandleReading,
): Promise<CandleFile> {
  const table = await openTable(path, reading)
  const rows = new CandleRows(table, { ...reading, volumeNeeded: role === 'candles' })
  await table.read((cells, line) => rows.row(cells, line))
  const { candles, gaps, notes } = rows.finish(maxGapMs)
  const sha256 = table.sha256()
  const meta = await readMeta(path, sha256)
  const { length, openedAt, timeframeMs } = candles
  const fact: DataFact = {
    role,
    file: basename(path),
    sha256,
    rows: length,
    from: iso(openedAt[0]),
    to: iso(openedAt[length - 1] + timeframeMs),
    timeframe: timeframeName(timeframeMs),
    gaps: gaps.count,
    synthetic: meta.synthetic,
    notes: [...table.notes, ...notes, ...meta.notes],
  }
  return { candles, fact }
}
