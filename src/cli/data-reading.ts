import type { Where } from '#domain/failure.js'
import { type DataFile, type DataKind, readDataFile } from '#io/read-data-file.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'

/** `candles.csv:12`, or `candles.json, row 12` where a file has no lines. */
export function placeIn({ path, hasLines }: DataFile, line: number): Where {
  return hasLines ? `${path}:${line}` : `${path}, row ${line}`
}

/** What the sidecar of a file that is made of another one says about that: its notes go along, as does that it is invented. */
export function sourceMeta({ synthetic, file, sha256, sidecarNotes }: DataFile): Readonly<Record<string, unknown>> {
  return {
    synthetic,
    source: file,
    sourceSha256: sha256,
    ...(sidecarNotes.length === 0 ? {} : { sourceNotes: sidecarNotes }),
  }
}

export type ReadData = (path: string, kind: DataKind | null) => Promise<DataFile>

/**
 * Lets `work` read data files with a progress bar. Ctrl-C ends reading, and writing by the signal, with nothing written;
 * rejects with `Interrupted` then.
 */
export function readingData<T>(work: (read: ReadData, signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new Interruption()
  return interruption.heeding(['SIGINT'], () =>
    work(async (path, kind) => {
      const progress = new Progress(true)
      try {
        return await readDataFile(path, kind, (fraction) => {
          interruption.signal.throwIfAborted()
          progress.show(`reading ${path}`, fraction)
        })
      } finally {
        progress.end()
      }
    }, interruption.signal),
  )
}
