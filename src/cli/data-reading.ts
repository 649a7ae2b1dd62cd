import type { Where } from '#domain/failure.js'
import { type DataChoice, type DataFile, readDataFile } from '#io/read-data-file.js'
import type { DataReadingFlags } from './flags.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'

/** `candles.csv:12`, or `candles.json, row 12` where a file has no lines. */
export function placeIn({ path, hasLines }: DataFile, line: number): Where {
  return hasLines ? `${path}:${line}` : `${path}, row ${line}`
}

/**
 * What the sidecar of a file that is made of another one says about that: its notes go along, as does whether it is
 * invented, where its own sidecar says so.
 */
export function sourceMeta({
  synthetic,
  real,
  file,
  sha256,
  sidecarNotes,
}: DataFile): Readonly<Record<string, unknown>> {
  return {
    ...(synthetic || real ? { synthetic } : {}),
    source: file,
    sourceSha256: sha256,
    ...(sidecarNotes.length === 0 ? {} : { sourceNotes: sidecarNotes }),
  }
}

export type ReadData = (path: string, choice: DataChoice) => Promise<DataFile>

/** What flags say about files that do not say it themselves. */
export function choiceOf({ kind, column, pair, timeZone }: DataReadingFlags): DataChoice {
  return { kind, columns: column, pair, timeZone }
}

/**
 * Lets `work` read data files with a progress bar. Ctrl-C ends reading, and writing by the signal, with nothing written;
 * rejects with `Interrupted` then.
 */
export function readingData<T>(work: (read: ReadData, signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new Interruption()
  return interruption.heeding(['SIGINT'], () =>
    work(async (path, choice) => {
      const progress = new Progress(true)
      try {
        return await readDataFile(path, choice, (fraction) => {
          interruption.signal.throwIfAborted()
          progress.show(`reading ${path}`, fraction)
        })
      } finally {
        progress.end()
      }
    }, interruption.signal),
  )
}
