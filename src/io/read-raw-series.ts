import type { RawSeries, SeriesKind } from '#market/raw-series.js'
import { RawSeriesRows } from '#market/raw-series-rows.js'
import type { ContentReading } from './open-content.js'
import { openTable } from './open-table.js'
import type { RawFile } from './read-raw-candles.js'

/** Reads funding or another series in any form as it stands, unchecked; null: the header says which. Throws `InputError`. */
export async function readRawSeries(
  path: string,
  kind: SeriesKind | null,
  reading: ContentReading,
): Promise<RawFile<RawSeries>> {
  const table = await openTable(path, reading)
  const rows = new RawSeriesRows(table, kind)
  await table.read((cells, line) => rows.row(cells, line))
  const raw = rows.finish()
  const notes = [...table.notes, ...raw.notes]
  return { raw: { ...raw, notes }, sha256: table.sha256(), hasLines: table.format === 'CSV' }
}
