import { basename } from 'node:path'
import type { Candles, DataFact } from '#domain/candles.js'
import { iso, timeframeName } from '#domain/time.js'
import { CandleRows } from '#market/candle-rows.js'
import type { CacheFolder } from './cache/cache-folder.js'
import { cachedCandles, type ParsedCandles } from './cached-candles.js'
import { readCsv } from './read-csv.js'
import { readMeta } from './read-meta.js'
import type { TextReading } from './read-text.js'

export interface CandleFile {
  readonly candles: Candles
  /** `from` and `to` are the first open and the last close. */
  readonly fact: DataFact
}

/** Raised by one whenever the same file gives other candles or notes than before: what older ones left in the cache is outdated. */
const READER_VERSION = 1

/**
 * Reads and checks a candle file, from `cache` where it was read before. Only the run's own candles need a volume. Throws
 * `InputError`.
 */
export async function readCandles(
  path: string,
  role: DataFact['role'],
  maxGapMs: number,
  reading: TextReading,
  cache: CacheFolder | null = null,
): Promise<CandleFile> {
  const reader = { name: 'candles', version: READER_VERSION, options: { volumeNeeded: role === 'candles' } }
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
    notes: [...notes, ...meta.notes],
  }
  return { candles, fact }
}

async function parseCandles(
  path: string,
  role: DataFact['role'],
  maxGapMs: number,
  reading: TextReading,
): Promise<ParsedCandles> {
  const rows = new CandleRows(basename(path), { volumeNeeded: role === 'candles' })
  const { sha256 } = await readCsv(path, reading, (cells, line) => rows.row(cells, line))
  return { ...rows.finish(maxGapMs), sha256 }
}
