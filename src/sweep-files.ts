import { join } from 'node:path'
import { metricDirections } from '#experiments/search/metric-directions.js'
import type { OutcomeRow } from '#experiments/sweep/outcome-row.js'
import { sha256Base64 } from '#io/hash.js'
import { packageText, packageVersion } from '#io/package.js'
import { rowsOf } from '#io/row-log.js'
import { type TableRow, writeParquetTable, writePieces } from '#io/write-table.js'
import { csvLine, sweepCells, sweepColumns, sweepJson } from '#report/documents/sweep-document.js'
import { sweepCard } from '#report/documents/experiment-card.js'
import { cardJson } from '#report/documents/run-card.js'
import { sweepHtml } from '#report/sweep-html.js'
import type { SweepPage } from '#report/sweep-page.js'
import { type SweepResult, TRIALS_LOG } from './sweep.js'

/** What a page shows of a sweep; `tops`: how many of the best have a report of their own. */
export function pageOf(result: SweepResult, tops = 0): SweepPage {
  const { config, space, method, seed, seen, book, objectives, constraints } = result
  const { winner, evidence, verdict, walk, holdout, data, curves } = result
  return {
    name: config.name,
    data,
    method,
    seed,
    varied: space.map(({ path }) => path.join('.')),
    objectives,
    constraints,
    seen,
    trials: book.trials,
    counts: book.counts,
    errors: book.errors,
    best: book.best(),
    winner,
    evidence,
    verdict,
    heats: book.heats,
    drawn: book.drawn.kept,
    tops,
    curves,
    walk,
    holdout,
  }
}

/** Writes sweep.csv, sweep.parquet, sweep.json and, unless it is not wanted, sweep.html beside the log of the trials. */
export async function writeSweepFiles(
  result: SweepResult,
  folder: string,
  {
    command,
    report,
    tags = [],
    tops = 0,
  }: {
    readonly command: string
    readonly report: boolean
    readonly tags?: readonly string[]
    /** So many of the best get a report of their own, in `top/1` and so on. */
    readonly tops?: number
  },
): Promise<void> {
  const page = pageOf(result, tops)
  const names = Object.keys(metricDirections)
  const columns = sweepColumns(result.space, names)
  const cells = async function* (): AsyncGenerator<TableRow> {
    for await (const row of sweepRows(folder)) yield sweepCells(row, result.space, names)
  }
  const csv = async function* (): AsyncGenerator<string> {
    yield csvLine(columns.map(({ title }) => title))
    for await (const row of cells()) yield csvLine(row)
  }
  await writePieces(join(folder, 'sweep.csv'), csv())
  await writeParquetTable(join(folder, 'sweep.parquet'), columns, cells())
  await writePieces(join(folder, 'sweep.json'), sweepJson(page, sweepRows(folder)))
  if (report) {
    const browserScript = await packageText('dist/report/browser-sweep.js')
    const meta = { engine: { name: 'hedgerow', version: await packageVersion() }, command, browserScript }
    await writePieces(join(folder, 'sweep.html'), alone(sweepHtml(page, meta, sha256Base64)))
  }
  // The last: who watches the folder takes it as the word that all is there.
  await writePieces(join(folder, 'card.json'), alone(cardJson(sweepCard(page, tags))))
}

/** The trials of a finished sweep, in their order. */
export async function* sweepRows(folder: string): AsyncGenerator<OutcomeRow> {
  for await (const line of rowsOf(folder, TRIALS_LOG)) yield JSON.parse(line) as OutcomeRow
}

async function* alone(text: string): AsyncGenerator<string> {
  yield text
}
