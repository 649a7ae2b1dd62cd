import { basename } from 'node:path'
import type { Candles, DataFact } from '#domain/candles.js'
import { iso, timeframeName } from '#domain/time.js'
import { type CandleChoice, CandleRows } from '#market/candle-rows.js'
import type { CacheFolder } from './cache/cache-folder.js'
import { cachedCandles, type ParsedCandles } from './cached-candles.js'
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

/** Raised by one whenever the same file gives other candles or notes than before: what older ones left in the cache is outdated. */
const READER_VERSION = 2

/**
 * Reads and checks a candle file in any form, from `cache` where it was read before. Only the run's own candles need a
 * volume. Throws `InputError`.
 */
export async function readCandles(
  path: string,
  role: DataFact['role'],
  maxGapMs: number,
  reading: CandleReading,
  cache: CacheFolder | null = null,
): Promise<CandleFile> {
  const { where: _where, onBytes: _onBytes, readSize: _readSize, ...choice } = reading
  const options = { volumeNeeded: role === 'candles', choice: JSON.stringify(choice) }
  const reader = { name: 'candles', version: READER_VERSION, options }
  const parse = () => parseCandles(path, role, maxGapMs, reading)
  const { candles, gaps, notes, sha256 } = await cachedCandles(path, cache, reader, { parse, maxGapMs, reading })
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
    real: meta.real,
    notes: [...notes, ...meta.notes],
  }
  return { candles, fact }
}

async function parseCandles(
  path: string,
  role: DataFact['role'],
  maxGapMs: number,
  reading: CandleReading,
): Promise<ParsedCandles> {
  const table = await openTable(path, reading)
  const rows = new CandleRows(table, { ...reading, volumeNeeded: role === 'candles' })
  await table.read((cells, line) => rows.row(cells, line))
  const done = rows.finish(maxGapMs)
  return { ...done, notes: [...table.notes, ...done.notes], sha256: table.sha256() }
}
