import { stat } from 'node:fs/promises'
import type { FeedConfig, FundingConfig } from '#config/resolved.js'
import type { DataFact, MarketData } from '#domain/candles.js'
import type { Where } from '#domain/failure.js'
import type { ConstantRate, FundingSource } from '#market/funding-schedule.js'
import { configPlaces, marketDataOf, type MarketPlaces } from '#market/market-data.js'
import type { CacheFolder } from './cache/cache-folder.js'
import { type CandleReading, readCandles } from './read-candles.js'
import { feedPlace, readFeeds } from './read-feeds.js'
import { unreadable } from './read-failure.js'
import { type FundingFile, readFunding } from './read-funding.js'

/** Which files a run replays, and which part of them. Paths are absolute or relative to the current folder. */
export interface MarketRequest {
  readonly candles: string
  /** The pair of candles, mark and funding, looked for where a file names pairs; null or left out: a file has one. */
  readonly pair?: string | null
  readonly mark: string | null
  readonly fine: string | null
  readonly funding: FundingConfig
  /** Default: none. */
  readonly feeds?: Readonly<Record<string, FeedConfig>>
  /** Inclusive, ms since 1970; null: the first candle (rule T8). */
  readonly from: number | null
  /** Exclusive; null: after the last candle. */
  readonly to: number | null
  /** The longest stretch of missing candles that is allowed. */
  readonly maxGapMs: number
  /** What errors call the parts of the request, where that is not their path in the run config. */
  readonly where?: Partial<MarketPlaces>
  /** Where parsed candles are kept and taken from; null or left out: every file is parsed. */
  readonly cache?: CacheFolder | null
  /** Called as the files are read, with the fraction of all their bytes, up to 1. */
  readonly onProgress?: (fractionRead: number) => void
}

/** Files of a user → checked market data. Throws `InputError` with file and line where they are not what they should be. */
export async function loadMarketData(request: MarketRequest): Promise<MarketData> {
  const places = { ...configPlaces, ...request.where }
  const reading = await readingOf(request, places)
  const { cache = null } = request
  const read = (path: string, role: 'candles' | 'mark' | 'fine', maxGapMs: number) =>
    readCandles(path, role, maxGapMs, reading(places[role]), cache)
  const { candles, fact } = await read(request.candles, 'candles', request.maxGapMs)
  const mark = request.mark === null ? null : await read(request.mark, 'mark', Infinity)
  const fine = request.fine === null ? null : await read(request.fine, 'fine', Infinity)
  const fundingFiles = await readAll(filesOf(request.funding), reading(places.funding))
  const { feeds, facts } = await readFeeds(request.feeds ?? {}, (where) => ({ ...reading(where), pair: null }))
  return marketDataOf({
    candles,
    mark: mark?.candles ?? null,
    fine: fine?.candles ?? null,
    funding: sourceOf(request.funding, fundingFiles),
    feeds,
    from: request.from,
    to: request.to,
    facts: [
      fact,
      ...[mark, fine, ...fundingFiles].flatMap((file): readonly DataFact[] => (file === null ? [] : [file.fact])),
      ...facts,
    ],
    where: places,
  })
}

/** Sums the sizes first, so that progress is over all files and a missing one is told before a long one is read. */
async function readingOf(request: MarketRequest, places: MarketPlaces): Promise<(where: Where) => CandleReading> {
  const mark = request.mark === null ? [] : [sizeOf(request.mark, places.mark)]
  const fine = request.fine === null ? [] : [sizeOf(request.fine, places.fine)]
  const funding = filesOf(request.funding).map((path) => sizeOf(path, places.funding))
  const feeds = Object.entries(request.feeds ?? {}).map(([name, { file }]) => sizeOf(file, feedPlace(name)))
  const sizes = await Promise.all([sizeOf(request.candles, places.candles), ...mark, ...fine, ...funding, ...feeds])
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let read = 0
  const onBytes = (bytes: number) => {
    read += bytes
    request.onProgress?.(Math.min(1, read / total))
  }
  return (where) => ({ where, onBytes, pair: request.pair })
}

async function sizeOf(path: string, where: Where): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw unreadable(path, error, where)
  }
}

async function readAll(paths: readonly string[], reading: CandleReading): Promise<readonly FundingFile[]> {
  const files: FundingFile[] = []
  // One after the other: the files share one thread, and errors come in the order of the config.
  // oxlint-disable-next-line no-await-in-loop
  for (const path of paths) files.push(await readFunding(path, reading))
  return files
}

function filesOf(funding: FundingConfig): readonly string[] {
  return funding.kind === 'series' ? funding.files : []
}

function sourceOf(funding: FundingConfig, files: readonly FundingFile[]): FundingSource {
  if (funding.kind === 'none') return funding
  if (funding.kind === 'constant') return { kind: 'constant', constant: rateOf(funding.constant) }
  const { fallback } = funding
  return {
    kind: 'series',
    series: files.map((file) => file.prints),
    fallback: fallback === null || fallback === 'zero' ? fallback : rateOf(fallback),
  }
}

function rateOf(constant: Extract<FundingConfig, { kind: 'constant' }>['constant']): ConstantRate {
  return { rate: constant.rate.toNumber(), everyMs: constant.everyMs }
}
