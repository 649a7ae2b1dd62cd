import { basename } from 'node:path'
import type { RawSeries, SeriesKind } from '#market/raw-series.js'
import { RawSeriesRows } from '#market/raw-series-rows.js'
import { readCsv } from './read-csv.js'
import type { TextReading } from './read-text.js'

/** Reads a CSV of funding or of another series as it stands, unchecked; null: the header says which. Throws `InputError`. */
export async function readRawSeries(path: string, kind: SeriesKind | null, reading: TextReading): Promise<RawSeries> {
  const rows = new RawSeriesRows(basename(path), kind)
  await readCsv(path, reading, (cells, line) => rows.row(cells, line))
  return rows.finish()
}
