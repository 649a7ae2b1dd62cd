import { relative, resolve } from 'node:path'
import { InputError } from '#domain/failure.js'
import { type Imported, type ImportedSet, importData } from '#io/import-data.js'
import { sidecarOf } from '#io/data-set.js'
import { count } from '#market/count.js'
import { amount } from '#report/html-format.js'
import type { DataImportFlags } from './flags.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'

/** Carries out `hedgerow data import`: files → data sets, and what is told about them. */
export async function importFiles(files: readonly string[], flags: DataImportFlags): Promise<void> {
  checkFlags(flags)
  const interruption = new Interruption()
  const progress = new Progress(true)
  const imported = await interruption
    .heeding(['SIGINT', 'SIGTERM', 'SIGHUP'], () =>
      importData({
        files,
        out: flags.out,
        kind: flags.kind,
        columns: flags.column,
        pair: flags.pair,
        eachPair: flags.eachPair,
        timeZone: flags.timeZone,
        dropLast: flags.dropLast,
        parquet: flags.parquet,
        force: flags.force,
        onProgress(fraction) {
          interruption.signal.throwIfAborted()
          progress.show('reading', fraction)
        },
      }),
    )
    .finally(() => progress.end())
  process.stdout.write(flags.json === true ? asJson(imported) : asText(imported))
}

function checkFlags({ pair, eachPair }: DataImportFlags): void {
  if (pair === undefined || eachPair !== true) return
  throw new InputError('usage-conflict', '--pair names one pair, --each-pair takes all', {
    where: 'command line',
    hint: 'Give one of the two.',
  })
}

function asJson({ sources, sets, notes }: Imported): string {
  const document = {
    schema: 'hedgerow/data-import@1',
    sources,
    written: sets.map(({ path, kind, pair, rows, from, to, timeframe, gaps, missing, synthetic, sha256 }) => ({
      file: shown(path),
      meta: shown(sidecarOf(path)),
      kind,
      pair,
      rows,
      from,
      to,
      timeframe,
      gaps,
      missing,
      synthetic,
      sha256,
    })),
    notes,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function asText({ sources, sets, notes }: Imported): string {
  const read = sources.flatMap(({ file, format, notes: own }) => [
    `Read     ${file} (${format})`,
    ...own.map((note) => `         ${note}`),
  ])
  const written = sets.flatMap((set) => [`Written  ${shown(set.path)}`, `         ${inWords(set)}`])
  return `${[...read, ...written, ...notes.map((note) => `Note     ${note}`)].join('\n')}\n`
}

const nouns = {
  candles: 'candle',
  mark: 'mark candle',
  funding: 'funding rate',
  series: 'value',
  events: 'event',
} as const

function inWords({ kind, pair, rows, from, to, timeframe, gaps, missing, synthetic }: ImportedSet): string {
  const what = `${amount(rows, 0)} ${nouns[kind]}${rows === 1 ? '' : 's'}`
  const holes = gaps === null ? '' : gaps === 0 ? ', no gap' : `, ${count(gaps, 'gap')} (${amount(missing, 0)} missing)`
  const length = timeframe === null ? '' : ` of ${timeframe}`
  return `${pair === null ? '' : `${pair}: `}${what}${length}, ${from} to ${to}${holes}${synthetic ? ', SYNTHETIC DATA' : ''}`
}

/** A path as a person would write it: relative where it lies below the current folder. */
function shown(path: string): string {
  const short = relative(process.cwd(), resolve(path))
  return short.startsWith('..') ? path : short
}
