import { closeSync, openSync, writeSync } from 'node:fs'
import type { DataKind } from '#market/file-kind.js'
import { runningSha256 } from './hash.js'

/** What a data set holds. */
export interface SetFacts {
  readonly kind: DataKind
  /** As the source writes it, or as it was asked for. */
  readonly pair: string | null
  readonly rows: number
  /** First and last time; of candles the first open and the last close. */
  readonly from: string
  readonly to: string
  /** Of candles; else null. */
  readonly timeframe: string | null
  readonly gaps: number | null
  readonly missing: number | null
  readonly sha256: string
}

/** A data set as CSV in the work folder. */
export interface MadeSet extends SetFacts {
  readonly made: string
  /** Added to the name of the set where there are several. */
  readonly suffix: string | null
}

/** Writes parts of a text file; returns its SHA-256. */
export function writeParts(path: string, parts: Iterable<Buffer | string>): string {
  const hash = runningSha256()
  const file = openSync(path, 'wx')
  try {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part
      hash.add(bytes)
      writeSync(file, bytes)
    }
  } finally {
    closeSync(file)
  }
  return hash.hex()
}
