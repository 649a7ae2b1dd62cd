import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { InputError } from '#domain/failure.js'
import type { RawCandles } from '#market/raw-candles.js'
import type { RawSeries, SeriesKind } from '#market/raw-series.js'
import type { ContentReading } from './open-content.js'
import { unreadable } from './read-failure.js'
import { readMeta } from './read-meta.js'
import { type RawFile, readRawCandles } from './read-raw-candles.js'
import { readRawSeries } from './read-raw-series.js'

export type DataKind = 'candles' | SeriesKind

/** A data file as it stands, unchecked, with what is known about the file itself. */
export type DataFile = {
  readonly path: string
  /** Base name. */
  readonly file: string
  readonly sha256: string
  /** Whether `line` of a row is one of the file, or the row's number. */
  readonly hasLines: boolean
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly writtenAt: number
  readonly synthetic: boolean
  /** What was recognised and converted, and what the sidecar says. */
  readonly notes: readonly string[]
  /** The sidecar's part of them. */
  readonly sidecarNotes: readonly string[]
} & ({ readonly kind: 'candles'; readonly raw: RawCandles } | { readonly kind: SeriesKind; readonly raw: RawSeries })

/**
 * Reads candles, funding or another series; null: the header says which. `onProgress` is told the fraction that was read,
 * and may throw to end the reading. Throws `InputError` where the file is none of them.
 */
export async function readDataFile(
  path: string,
  kind: DataKind | null,
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
  const content = await contentOf(path, kind, { where: path, onBytes })
  const meta = await readMeta(path, content.sha256)
  return {
    ...content,
    path,
    file: basename(path),
    bytes: size,
    writtenAt: mtimeMs,
    synthetic: meta.synthetic,
    notes: [...content.raw.notes, ...meta.notes],
    sidecarNotes: meta.notes,
  }
}

type Content =
  | ({ readonly kind: 'candles' } & RawFile<RawCandles>)
  | ({ readonly kind: SeriesKind } & RawFile<RawSeries>)

async function contentOf(path: string, kind: DataKind | null, reading: ContentReading): Promise<Content> {
  if (kind !== null && kind !== 'candles') return series(path, kind, reading)
  try {
    return { kind: 'candles', ...(await readRawCandles(path, reading)) }
  } catch (error) {
    if (kind !== null || !(error instanceof InputError)) throw error
    if (error.code === 'kind-differs') return await series(path, 'funding', reading)
    if (error.code !== 'column-missing') throw error
    // Of a file that is no series either, what is missing for candles is what a person wants to know.
    return await series(path, null, reading).catch(() => {
      throw error
    })
  }
}

async function series(path: string, kind: SeriesKind | null, reading: ContentReading): Promise<Content> {
  const file = await readRawSeries(path, kind, reading)
  return { kind: file.raw.kind, ...file }
}
