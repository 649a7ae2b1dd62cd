import { basename } from 'node:path'
import type { FeedConfig } from '#config/resolved.js'
import type { Candles, DataFact, Feed } from '#domain/candles.js'
import { InputError, type Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { EventRows } from '#market/event-rows.js'
import { SeriesRows } from '#market/series-rows.js'
import type { ContentReading } from './open-content.js'
import { openTable, type Table } from './open-table.js'
import { readCandles } from './read-candles.js'
import { readMeta } from './read-meta.js'

export interface FeedFiles {
  readonly feeds: Readonly<Record<string, Feed>>
  /** In the order of the config. */
  readonly facts: readonly DataFact[]
}

interface FeedFile {
  readonly feed: Feed
  readonly fact: DataFact
}

/** What errors call a feed: its path in the run config. */
export function feedPlace(name: string): Where {
  return `data.feeds.${name}`
}

/** Reads the feeds of a config, one after the other. Throws `InputError`. */
export async function readFeeds(
  configs: Readonly<Record<string, FeedConfig>>,
  reading: (where: Where) => ContentReading,
): Promise<FeedFiles> {
  const feeds: Record<string, Feed> = {}
  const facts: DataFact[] = []
  for (const [name, config] of Object.entries(configs)) {
    // One after the other: the files share one thread, and errors come in the order of the config.
    // oxlint-disable-next-line no-await-in-loop
    const { feed, fact } = await readFeed(name, config, reading(feedPlace(name)))
    feeds[name] = feed
    facts.push(fact)
  }
  return { feeds, facts }
}

function readFeed(name: string, config: FeedConfig, reading: ContentReading): Promise<FeedFile> {
  const role = `feed:${name}` as const
  if (config.kind === 'candles') return readCandleFeed(role, config, reading)
  return config.kind === 'series' ? readSeries(role, config, reading) : readEvents(role, config.file, reading)
}

async function readCandleFeed(
  role: DataFact['role'],
  { file, maxGapMs }: Extract<FeedConfig, { kind: 'candles' }>,
  reading: ContentReading,
): Promise<FeedFile> {
  const { candles, fact } = await readCandles(file, role, maxGapMs, reading).catch((error: unknown) => {
    throw withOwnMaxGap(error, reading.where)
  })
  const notes = hasVolume(candles) ? fact.notes : [...fact.notes, 'there is no volume: it reads as 0']
  return { feed: { kind: 'candles', candles, maxGapMs }, fact: { ...fact, notes } }
}

/** A feed has a `maxGap` of its own: that of the traded candles is not to be raised for it. */
function withOwnMaxGap(error: unknown, place: Where): unknown {
  if (!(error instanceof InputError) || error.code !== 'gap-too-long') return error
  const hint = `Fetch the missing candles, or set ${place}.maxGap to what may be missing.`
  return new InputError(error.code, error.message, { where: error.where ?? place, hint })
}

function hasVolume({ volume }: Candles): boolean {
  return volume.some((value) => value > 0)
}

async function readSeries(
  role: DataFact['role'],
  { file, column }: Extract<FeedConfig, { kind: 'series' }>,
  reading: ContentReading,
): Promise<FeedFile> {
  const table = await openTable(file, reading)
  const rows = new SeriesRows(table, column === 'value' ? {} : { columns: { value: column } })
  await table.read((cells, line) => rows.row(cells, line))
  const { series, notes } = rows.finish()
  return { feed: { kind: 'series', series }, fact: await factOf(role, file, table, series.at, notes) }
}

async function readEvents(role: DataFact['role'], path: string, reading: ContentReading): Promise<FeedFile> {
  const table = await openTable(path, reading)
  const rows = new EventRows(table)
  await table.read((cells, line) => rows.row(cells, line))
  const { events, notes } = rows.finish()
  const times = Float64Array.from(events, ({ at }) => at)
  return { feed: { kind: 'events', events }, fact: await factOf(role, path, table, times, notes) }
}

/** `from` and `to` are the first and the last time. */
async function factOf(
  role: DataFact['role'],
  path: string,
  table: Table,
  times: Float64Array,
  notes: readonly string[],
): Promise<DataFact> {
  const sha256 = table.sha256()
  const meta = await readMeta(path, sha256)
  return {
    role,
    file: basename(path),
    sha256,
    rows: times.length,
    from: iso(times[0]),
    to: iso(times[times.length - 1]),
    timeframe: null,
    gaps: 0,
    synthetic: meta.synthetic,
    real: meta.real,
    notes: [...table.notes, ...notes, ...meta.notes],
  }
}
