import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { absent } from '#io/cache/cache-folder.js'
import { connect, type Connection, type ConnectOptions, type ExchangeRequest } from './exchange.js'
import { PartFile, type PartRequest } from './part-file.js'
import { checkOffered, type Series, type SeriesName, seriesOf } from './series.js'

/** What is fetched, and where it goes. */
export interface FetchRequest extends ExchangeRequest {
  readonly timeframe: string
  /** First instant, inclusive, ms since 1970. */
  readonly from: number
  /** Exclusive; null: to the last one that is complete. */
  readonly to: number | null
  /** Candles first: funding begins where they begin. */
  readonly series: readonly SeriesName[]
  /** Absolute or relative to the current folder; made where it is not there. */
  readonly folder: string
  /** Replace files that are there. */
  readonly force: boolean
  /** Ms since 1970, for exchanges that do not tell their own time. */
  readonly clock: () => number
  readonly onProgress?: (progress: FetchProgress) => void
}

/** How far a fetch is. */
export interface FetchProgress {
  readonly series: SeriesName
  /** Of all series, 0 … 1. */
  readonly fraction: number
  /** Up to where this series is fetched, ms since 1970. */
  readonly at: number
  /** What is kept of this series so far. */
  readonly rows: number
  readonly part: string
}

/** One file that was fetched; without rows there is none. */
export interface FetchedFile {
  readonly series: SeriesName
  readonly path: string | null
  readonly rows: number
  /** First open and last close of candles, first and last instant of anything else; null without rows. */
  readonly from: string | null
  readonly to: string | null
  readonly gaps: number
  readonly sha256: string | null
}

export interface Fetched {
  readonly ccxtVersion: string
  readonly files: readonly FetchedFile[]
}

/** A series on its way into its file. */
interface Task {
  readonly series: Series
  readonly path: string
  readonly part: PartFile
}

/**
 * Fetches series of a pair into one CSV file each, with a sidecar. What was fetched before it ends, however it ends, is kept
 * in part files, with which the next call of the same request goes on; the files appear when all series are complete.
 * Throws `InputError`, `OutsideError`, or the signal's reason.
 */
export async function fetchData(request: FetchRequest, options: Pick<ConnectOptions, 'load'> = {}): Promise<Fetched> {
  const check = (exchange: Connection['exchange']): void => {
    for (const name of request.series) checkOffered(name, exchange, request.timeframe)
  }
  const connection = await connect(request, { ...options, check })
  const all = request.series.map((name) => seriesOf(name, connection, request.timeframe))
  await mkdir(request.folder, { recursive: true })
  const tasks: Task[] = []
  for (const series of all) tasks.push(await taskOf(series, request))
  const now = await timeOf(connection, request.clock)
  if (request.from >= now) throw inTheFuture(request.from, now)
  for (const task of tasks) await fill(task, tasks, now, request)
  if (tasks[0].part.facts.rows === 0) throw nothingThere(request)
  const files: FetchedFile[] = []
  for (const task of tasks) files.push(await finish(task, now, request, connection))
  for (const { part } of tasks) await part.remove()
  return { ccxtVersion: connection.ccxtVersion, files }
}

async function taskOf(series: Series, request: FetchRequest): Promise<Task> {
  const { exchange, pair, from, to } = request
  const words = [exchange, pair, series.name === 'candles' ? null : series.name, series.timeframe]
  const name = words
    .filter((word) => word !== null)
    .join('-')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
  const path = join(request.folder, `${name}.csv`)
  if (!request.force && (await stat(path).catch(absent)) !== null) throw alreadyThere(path)
  const identity: PartRequest = {
    exchange,
    pair,
    series: series.name,
    timeframe: series.timeframe,
    from: iso(from),
    to: to === null ? null : iso(to),
  }
  return { series, path, part: await PartFile.beside(path, identity, series) }
}

/** The exchange's clock, or ours where it does not tell it. Taken once: what closes while we fetch is for the next time. */
async function timeOf({ exchange, call }: Connection, clock: () => number): Promise<number> {
  const told = exchange.has['fetchTime'] === true ? await call(() => exchange.fetchTime()) : null
  return typeof told === 'number' && told > 0 ? told : clock()
}

async function fill(task: Task, tasks: readonly Task[], now: number, request: FetchRequest): Promise<void> {
  const { series, part } = task
  const begin = beginOf(series, tasks, now, request)
  const end = Math.min(request.to ?? Infinity, series.knownBefore(now))
  const { last } = part.facts
  const from = last === null ? begin : last + (series.stepMs ?? 1)
  const tell = (at: number): void => {
    const done = end > begin ? Math.min(1, Math.max(0, (at - begin) / (end - begin))) : 1
    const fraction = (tasks.indexOf(task) + done) / tasks.length
    request.onProgress?.({ series: series.name, fraction, at, rows: part.facts.rows, part: part.path })
  }
  tell(from)
  for await (const rows of series.pages(from, end)) {
    await part.append(rows)
    tell(rows.at(-1)!.at)
    request.signal.throwIfAborted()
  }
}

/** Before the first candle there is no funding to look for, and before its reach an exchange refuses to look. */
function beginOf({ name, reachMs }: Series, tasks: readonly Task[], now: number, { from }: FetchRequest): number {
  const listed = name === 'funding' ? (tasks[0].part.facts.first ?? from) : from
  return Math.max(listed, reachMs === null ? -Infinity : now - reachMs)
}

async function finish(
  { series, path, part }: Task,
  now: number,
  request: FetchRequest,
  { ccxtVersion }: Connection,
): Promise<FetchedFile> {
  const { rows, first, last, gaps } = part.facts
  const { name, timeframe } = series
  if (first === null || last === null) {
    return { series: name, path: null, rows: 0, from: null, to: null, gaps: 0, sha256: null }
  }
  const sha256 = await part.finish()
  const isCandles = name === 'candles' || name === 'mark'
  const facts = { rows, from: iso(first), to: iso(last + (isCandles ? series.stepMs! : 0)), gaps, sha256 }
  const { exchange, pair, baseUrl } = request
  const sidecar = {
    source: `${exchange}, fetched by ccxt ${ccxtVersion}`,
    exchange,
    pair,
    series: name,
    ...(timeframe === null ? {} : { timeframe }),
    fetchedAt: iso(now),
    ccxt: ccxtVersion,
    ...(baseUrl === null ? {} : { mirror: new URL(baseUrl).host }),
    ...facts,
  }
  await writeFile(`${path}.meta.yaml.tmp`, stringify(sidecar))
  await rename(`${path}.meta.yaml.tmp`, `${path}.meta.yaml`)
  return { series: name, path, ...facts }
}

function alreadyThere(path: string): InputError {
  return new InputError('file-exists', `${basename(path)} is there already`, {
    where: path,
    hint: 'Replace it with --force, or name another folder with --out.',
  })
}

function inTheFuture(from: number, now: number): InputError {
  return new InputError('from-in-the-future', `found ${iso(from)}; the exchange's clock shows ${iso(now)}`, {
    where: '--from',
    hint: 'Give a time in the past.',
  })
}

function nothingThere({ exchange, pair, timeframe, from, to }: FetchRequest): InputError {
  const range = `from ${iso(from)} to ${to === null ? 'now' : iso(to)}`
  return new InputError('no-data', `${exchange} has no complete candle of ${pair} in ${timeframe} ${range}`, {
    where: '--from',
    hint: 'Choose another range: the pair may have been listed later, or the exchange may keep less.',
  })
}
