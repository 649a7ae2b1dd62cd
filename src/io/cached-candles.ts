import { stat } from 'node:fs/promises'
import type { Candles } from '#domain/candles.js'
import type { ReadCandles } from '#market/candle-rows.js'
import { type Gaps, longestGapMs } from '#market/timeframe.js'
import type { CacheFolder } from './cache/cache-folder.js'
import { cachedColumns, type ColumnReader, type ParsedColumns } from './cache/column-cache.js'
import type { TextReading } from './read-text.js'

/** Checked candles of a file, and the SHA-256 of its bytes. */
export interface ParsedCandles extends ReadCandles {
  readonly sha256: string
}

interface CandleFacts {
  readonly timeframeMs: number
  readonly gaps: Gaps
  readonly longestGapMs: number
  readonly notes: readonly string[]
}

/**
 * Candles of a file that `parse` reads and checks, from the cache where they are there. A gap of more than `maxGapMs` makes
 * the file be parsed again, so that the error names its line.
 */
export async function cachedCandles(
  path: string,
  cache: CacheFolder | null,
  reader: ColumnReader,
  {
    parse,
    maxGapMs,
    reading,
  }: {
    readonly parse: () => Promise<ParsedCandles>
    readonly maxGapMs: number
    readonly reading: Pick<TextReading, 'onBytes'>
  },
): Promise<ParsedCandles> {
  const found = await cachedColumns(path, cache, reader, async () => columnsOf(await parse()))
  if (!found.fromCache) return candlesOf(found)
  if ((found.facts as CandleFacts).longestGapMs > maxGapMs) return parse()
  reading.onBytes?.((await stat(path)).size)
  return candlesOf(found)
}

function columnsOf({ candles, gaps, notes, sha256 }: ParsedCandles): ParsedColumns {
  const { length, timeframeMs, ...columns } = candles
  const facts: CandleFacts = { timeframeMs, gaps, longestGapMs: longestGapMs(candles, timeframeMs), notes }
  return { rows: length, columns: { ...columns }, facts, sha256 }
}

function candlesOf({ rows, columns, facts, sha256 }: ParsedColumns): ParsedCandles {
  const { timeframeMs, gaps, notes } = facts as CandleFacts
  const { openedAt, open, high, low, close, volume } = columns
  const candles: Candles = { length: rows, timeframeMs, openedAt, open, high, low, close, volume }
  return { candles, gaps, notes, sha256 }
}
