import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputError } from '#domain/failure.js'
import { type DataKind, KindReader, type RowReader } from '#market/file-kind.js'
import type { RowChoice } from '#market/row-columns.js'
import { CandleImport } from './candle-import.js'
import { checkPlace, inWorkFolder, place, sidecarOf } from './data-set.js'
import { DatedImport } from './dated-import.js'
import type { MadeSet, SetFacts } from './made-set.js'
import { openTable, type Table } from './open-table.js'
import { packageVersion } from './package.js'
import { unreadable } from './read-failure.js'
import { readMeta } from './read-meta.js'
import { writeParquet } from './write-parquet.js'

export interface ImportRequest extends RowChoice {
  /** Files whose rows follow each other, in any order. */
  readonly files: readonly string[]
  /** Path of the data set, with or without its ending. */
  readonly out: string
  /** Left out: seen from the first rows. */
  readonly kind?: DataKind | undefined
  /** A data set for each pair. */
  readonly eachPair?: boolean | undefined
  /** Leaves out the newest candle, which may not have closed. */
  readonly dropLast?: boolean | undefined
  readonly parquet?: boolean | undefined
  readonly force?: boolean | undefined
  /** Told the fraction of all bytes that were read; may throw to end the import. */
  readonly onProgress?: (fractionRead: number) => void
}

/** One file that was read. */
export interface ImportSource {
  readonly file: string
  /** `CSV`, `gzip, JSON`. */
  readonly format: string
  readonly sha256: string
  readonly notes: readonly string[]
}

/** A data set that was written. */
export interface ImportedSet extends SetFacts {
  readonly path: string
  readonly synthetic: boolean
}

export interface Imported {
  readonly sources: readonly ImportSource[]
  readonly sets: readonly ImportedSet[]
  readonly notes: readonly string[]
}

/**
 * Reads files of any form and writes data sets of the project's own, with a sidecar each; all of them or none. Throws
 * `InputError` where a file is not what it should be, and what `onProgress` throws.
 */
export async function importData(request: ImportRequest): Promise<Imported> {
  await checkPlaces(request, request.eachPair === true ? [] : [null])
  const onBytes = await progressOf(request)
  return inWorkFolder(request.out, async (folder) => {
    const importer = new Importer(request, folder)
    try {
      return await imported(importer, request, onBytes)
    } finally {
      importer.close()
    }
  })
}

async function imported(
  importer: Importer,
  request: ImportRequest,
  onBytes: (bytes: number) => void,
): Promise<Imported> {
  const sources: ImportSource[] = []
  let synthetic = false
  let real = true
  // One after the other: they share one thread, and errors come in the order of the files.
  for (const path of request.files) {
    // oxlint-disable-next-line no-await-in-loop
    const table = await openTable(path, { where: path, onBytes })
    // oxlint-disable-next-line no-await-in-loop
    await importer.read(table)
    const sha256 = table.sha256()
    // oxlint-disable-next-line no-await-in-loop
    const meta = await readMeta(path, sha256)
    synthetic = meta.synthetic || synthetic
    real = meta.real && real
    sources.push({ file: basename(path), format: table.notes[0] ?? 'CSV', sha256, notes: importer.notesOf(table) })
  }
  const made = importer.finish()
  const suffixes = made.map(({ suffix }) => suffix)
  await checkPlaces(request, suffixes)
  const sets: ImportedSet[] = []
  for (const set of made) {
    // oxlint-disable-next-line no-await-in-loop
    sets.push(await placed(set, request, sources, { synthetic, real }))
  }
  return { sources, sets, notes: importer.notes }
}

/** Reads file after file into the import of one kind. */
class Importer {
  readonly #request: ImportRequest
  readonly #folder: string
  #kind: DataKind | null
  #rows: CandleImport | DatedImport | null = null

  constructor(request: ImportRequest, folder: string) {
    this.#request = request
    this.#folder = folder
    this.#kind = request.kind ?? null
  }

  async read(table: Table): Promise<void> {
    let seen: DataKind | null = null
    const reader = new KindReader((kind) => {
      seen = this.#kindFor(kind, table)
      return this.#readerOf(seen, table)
    })
    try {
      await table.read((cells, line) => reader.row(cells, line))
    } catch (error) {
      throw seen === 'candles' ? withMarkHint(error) : error
    }
    reader.finish()
    this.#rows!.end()
  }

  finish(): readonly MadeSet[] {
    return this.#rows!.finish()
  }

  close(): void {
    this.#rows?.close()
  }

  /** What was recognised in the file that was read last. */
  notesOf(table: Table): readonly string[] {
    return [...table.notes.slice(1), ...this.#rows!.fileNotes]
  }

  get notes(): readonly string[] {
    return this.#rows!.notes
  }

  /** What is asked for counts; all files have to be of one kind. */
  #kindFor(seen: DataKind, table: Table): DataKind {
    const isAsked = this.#request.kind !== undefined
    if (!isAsked && this.#kind !== null && seen !== this.#kind) {
      throw new InputError('kind-differs', `found ${seen}; expected ${this.#kind}, as in the files before`, {
        where: table.file,
        hint: 'Import files of one kind together.',
      })
    }
    this.#kind ??= seen
    return this.#kind
  }

  #readerOf(kind: DataKind, table: Table): RowReader {
    this.#rows ??= this.#importOf(kind)
    return this.#rows.begin(table)
  }

  #importOf(kind: DataKind): CandleImport | DatedImport {
    if (kind === 'candles' || kind === 'mark') {
      return new CandleImport(this.#folder, { ...this.#request, kind, isAsked: this.#request.kind !== undefined })
    }
    return new DatedImport(this.#folder, kind, this.#request)
  }
}

/** Prices without a volume are refused as candles, and may be a mark series. */
function withMarkHint(error: unknown): unknown {
  const lacksVolume =
    error instanceof InputError && error.code === 'column-missing' && error.message.includes('the volume')
  if (!lacksVolume) return error
  return new InputError(error.code, error.message, {
    ...(error.where === null ? {} : { where: error.where }),
    hint: `${error.hint} Where the source has none, import the prices alone: --kind mark.`,
    cause: error,
  })
}

/** Where a set goes: `--out` with the ending of its form, and the pair where there are several. */
function pathOf({ out, parquet = false }: ImportRequest, suffix: string | null): string {
  const ending = parquet ? '.parquet' : '.csv'
  const stem = out.toLowerCase().endsWith(ending) ? out.slice(0, -ending.length) : out
  return `${stem}${suffix === null ? '' : `-${suffix}`}${ending}`
}

async function checkPlaces(request: ImportRequest, suffixes: readonly (string | null)[]): Promise<void> {
  const { files, force = false } = request
  const paths = suffixes.flatMap((suffix) => [pathOf(request, suffix), sidecarOf(pathOf(request, suffix))])
  const checks = await Promise.allSettled(paths.map((path) => checkPlace(path, files, force)))
  // Of several that are taken the first is told, whichever was found first.
  for (const check of checks) if (check.status === 'rejected') throw check.reason
}

async function placed(
  { made, suffix, ...facts }: MadeSet,
  request: ImportRequest,
  sources: readonly ImportSource[],
  { synthetic, real }: { readonly synthetic: boolean; readonly real: boolean },
): Promise<ImportedSet> {
  const path = pathOf(request, suffix)
  const isParquet = request.parquet === true
  const sha256 = isParquet ? await writeParquet(made, `${made}.parquet`) : facts.sha256
  const set: ImportedSet = { ...facts, path, sha256, synthetic }
  await place(isParquet ? `${made}.parquet` : made, path, await sidecar(set, sources, real))
  return set
}

/** What the sidecar says, in its order. */
async function sidecar(
  set: ImportedSet,
  sources: readonly ImportSource[],
  real: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const { kind, pair, rows, from, to, timeframe, gaps, sha256, synthetic } = set
  const each = <T>(pick: (source: ImportSource) => T) => (sources.length === 1 ? pick(sources[0]) : sources.map(pick))
  return {
    ...(synthetic || real ? { synthetic } : {}),
    source: each(({ file }) => file),
    format: each(({ format }) => format),
    sourceSha256: each((source) => source.sha256),
    importedBy: `hedgerow ${await packageVersion()}`,
    kind,
    ...(pair === null ? {} : { pair }),
    ...(timeframe === null ? {} : { timeframe, gaps }),
    from,
    to,
    rows,
    sha256,
  }
}

/** Sums the sizes first, so that progress is over all files and a missing one is told before a long one is read. */
async function progressOf({ files, onProgress }: ImportRequest): Promise<(bytes: number) => void> {
  const sizes = await Promise.all(
    files.map((path) =>
      stat(path).catch((error: unknown) => {
        throw unreadable(path, error, path)
      }),
    ),
  )
  const total = sizes.reduce((sum, { size }) => sum + size, 0)
  let read = 0
  return (bytes) => {
    read += bytes
    onProgress?.(Math.min(1, read / total))
  }
}
