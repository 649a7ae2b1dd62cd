import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { InputError } from '#domain/failure.js'

/**
 * Rows of JSON that outlive an interruption, one a line in `<name>.ndjson`, in the order of the present session. What earlier
 * sessions left lies beside it in `<name>.earlier.ndjson` and is found by its hash: no row is lost when a new session begins.
 */
export interface RowLog {
  /** Runs that earlier sessions left. */
  readonly earlier: number
  /** The text of a row that an earlier session left; null where it left none with this hash. */
  find(hash: string): Promise<string | null>
  append(row: string): Promise<void>
  /** What was finished out of turn before an interruption: for the next session to find. */
  putAside(rows: readonly string[]): Promise<void>
  /** All rows of this session are there: of what earlier ones left, the runs that are no part of it stay. */
  finish(): Promise<KeptRows>
  /** Closes the files; what is there stays. */
  close(): Promise<void>
}

/** What earlier sessions have left besides the present one's rows. */
export interface KeptRows {
  readonly file: string
  readonly rows: number
  readonly bytes: number
}

interface Place {
  readonly at: number
  readonly length: number
}

const END = '\n'

/** Opens the log of a folder, which is made where there is none. Throws `InputError` where something else stands there. */
export async function openRowLog(folder: string, name: string): Promise<RowLog> {
  await checkLogFolder(folder)
  await onDisk(folder, () => mkdir(folder, { recursive: true }))
  const file = join(folder, `${name}.ndjson`)
  const aside = join(folder, `${name}.earlier.ndjson`)
  await setAside(file, aside)
  const places = existsSync(aside) ? await placesOf(aside) : new Map<string, Place>()
  const log = await open(file, 'w')
  const earlier = places.size === 0 ? null : await open(aside, 'r')
  return {
    earlier: places.size,
    async find(hash) {
      const place = places.get(hash)
      if (place === undefined || earlier === null) return null
      const { buffer } = await earlier.read(Buffer.alloc(place.length), 0, place.length, place.at)
      return buffer.toString('utf8')
    },
    append: async (row) => void (await log.write(row + END)),
    putAside: (rows) => appendTo(aside, rows),
    async finish() {
      await closeAll(log, earlier)
      await dropWritten(places, file)
      return { file: basename(aside), rows: places.size, bytes: await compact(aside, places) }
    },
    close: () => closeAll(log, earlier),
  }
}

/** The rows of a log, in their order. */
export function rowsOf(folder: string, name: string): AsyncIterable<string> {
  return linesOf(join(folder, `${name}.ndjson`))
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity })
}

async function closeAll(...files: readonly (FileHandle | null)[]): Promise<void> {
  for (const file of files) await file?.close().catch(() => undefined)
}

/** Refuses, before long work rather than after it, a folder that `openRowLog` would refuse. */
export async function checkLogFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const names = await onDisk(folder, () => readdir(folder))
  if (names.length === 0 || names.some((name) => name.endsWith('.ndjson'))) return
  throw new InputError('out-not-a-sweep', 'What stands there is not the folder of a sweep', {
    where: folder,
    hint: 'Name a folder that does not exist with --out, or one that an earlier sweep left.',
  })
}

async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const [reason] = (cause as Error).message.split(', ')
    throw new InputError('out-not-writable', `The folder cannot be written: ${reason}`, {
      where: folder,
      hint: 'Choose another folder with --out, or make room and give yourself the right to write there.',
      cause,
    })
  }
}

/** What the last session wrote joins what it had found. */
async function setAside(file: string, aside: string): Promise<void> {
  if (!existsSync(file)) return
  if (!existsSync(aside)) return rename(file, aside)
  const target = await open(aside, 'a')
  // The last line there may have been cut off.
  await target.write(END)
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) await target.write(piece)
  await target.close()
  await rm(file)
}

async function appendTo(path: string, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  const file = await open(path, 'a')
  await file.write(END + rows.map((row) => row + END).join(''))
  await file.close()
}

/**
 * Where each row lies, by its hash: of several with the same one the longest, which tells most of the run. A line that is no
 * row, such as one that was cut off, is left out.
 */
async function placesOf(path: string): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  let at = 0
  for await (const line of linesOf(path)) {
    const length = Buffer.byteLength(line)
    const hash = hashIn(line)
    if (hash !== null && length >= (places.get(hash)?.length ?? 0)) places.set(hash, { at, length })
    at += length + END.length
  }
  return places
}

/** Takes out what the file at `path` has, too. */
async function dropWritten(places: Map<string, Place>, path: string): Promise<void> {
  if (places.size === 0) return
  for await (const line of linesOf(path)) {
    const hash = hashIn(line)
    const place = hash === null ? undefined : places.get(hash)
    if (place !== undefined && Buffer.byteLength(line) >= place.length) places.delete(hash!)
  }
}

/** Leaves these rows of a file alone, and returns its size; without a row there is no file. */
async function compact(path: string, places: ReadonlyMap<string, Place>): Promise<number> {
  if (places.size === 0) {
    await rm(path, { force: true })
    return 0
  }
  const starts = new Set(Array.from(places.values(), ({ at }) => at))
  const kept = async function* (): AsyncGenerator<string> {
    let at = 0
    for await (const line of linesOf(path)) {
      if (starts.has(at)) yield line + END
      at += Buffer.byteLength(line) + END.length
    }
  }
  const temporary = `${path}.tmp`
  await pipeline(kept(), createWriteStream(temporary))
  await rename(temporary, path)
  return (await stat(path)).size
}

function hashIn(line: string): string | null {
  try {
    const { hash } = JSON.parse(line) as { readonly hash?: unknown }
    return typeof hash === 'string' && hash !== '' ? hash : null
  } catch {
    return null
  }
}
