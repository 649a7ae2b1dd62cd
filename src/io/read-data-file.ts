import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputError } from '#domain/failure.js'
import { KindReader } from '#market/file-kind.js'
import { RawCandleRows } from '#market/raw-candle-rows.js'
import type { RawCandles } from '#market/raw-candles.js'
import type { RawSeries, SeriesKind } from '#market/raw-series.js'
import { RawSeriesRows } from '#market/raw-series-rows.js'
import type { RowChoice } from '#market/row-columns.js'
import { openTable } from './open-table.js'
import { unreadable } from './read-failure.js'
import { readMeta } from './read-meta.js'

/** A data file in any form as it stands, unchecked, with what is known about the file itself. */
export type DataFile = {
  readonly path: string
  /** Base name. */
  readonly file: string
  readonly sha256: string
  /** Whether `line` of a row is one of the file, or the row's number, as in JSON or feather. */
  readonly hasLines: boolean
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly writtenAt: number
  readonly synthetic: boolean
  /** Its sidecar states that a market traded so. */
  readonly real: boolean
  /** What was recognised and converted, and what the sidecar says. */
  readonly notes: readonly string[]
  /** The sidecar's part of them. */
  readonly sidecarNotes: readonly string[]
} & Content

type Content =
  | { readonly kind: 'candles'; readonly raw: RawCandles }
  | { readonly kind: SeriesKind; readonly raw: RawSeries }

/** What a file does not say about itself. */
export interface DataChoice extends RowChoice {
  /** Left out: seen in the first rows. */
  readonly kind?: 'candles' | SeriesKind | undefined
}

/**
 * Reads candles, funding or another series. `onProgress` is told the fraction that was read, and may throw to end the
 * reading. Throws `InputError` where the file is none of them; what is wrong with single cells is in `raw`.
 */
export async function readDataFile(
  path: string,
  choice: DataChoice,
  onProgress: (fractionRead: number) => void,
): Promise<DataFile> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error, path)
  })
  let read = 0
  const onBytes = (bytes: number) => {
    read += bytes
    onProgress(Math.min(1, read / size))
  }
  const table = await openTable(path, { where: path, onBytes })
  const reader = new AnyRows(table, choice)
  await table.read((cells, line) => reader.row(cells, line))
  const content = reader.finish()
  const sha256 = table.sha256()
  const meta = await readMeta(path, sha256)
  return {
    ...content,
    path,
    file: basename(path),
    sha256,
    hasLines: table.format === 'CSV',
    bytes: size,
    writtenAt: mtimeMs,
    synthetic: meta.synthetic,
    real: meta.real,
    notes: [...table.notes, ...content.raw.notes, ...meta.notes],
    sidecarNotes: meta.notes,
  }
}

type Table = Awaited<ReturnType<typeof openTable>>

/** Hands the rows to what reads their kind. */
class AnyRows {
  readonly #kind: KindReader | null = null
  #rows: RawCandleRows | RawSeriesRows | null = null

  constructor(table: Table, choice: DataChoice) {
    const rowsOf = (kind: 'candles' | SeriesKind) =>
      (this.#rows = kind === 'candles' ? new RawCandleRows(table, choice) : new RawSeriesRows(table, kind, choice))
    if (choice.kind !== undefined) rowsOf(choice.kind)
    else {
      this.#kind = new KindReader((kind) => {
        if (kind === 'events') throw eventsInstead(table.file)
        return rowsOf(kind === 'mark' ? 'candles' : kind)
      })
    }
  }

  row(cells: Parameters<RawCandleRows['row']>[0], line: number): void {
    if (this.#kind === null) this.#rows!.row(cells, line)
    else this.#kind.row(cells, line)
  }

  finish(): Content {
    this.#kind?.finish()
    const rows = this.#rows!
    if (rows instanceof RawCandleRows) return { kind: 'candles', raw: rows.finish() }
    const raw = rows.finish()
    return { kind: raw.kind, raw }
  }
}

function eventsInstead(where: string): InputError {
  return new InputError('kind-differs', 'found dated events; expected candles, funding or another series', {
    where,
    hint: 'A run checks events as it reads them.',
  })
}
