import { basename, dirname, join } from 'node:path'
import { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { packageVersion } from '#io/package.js'
import type { DataFile } from '#io/read-data-file.js'
import { checkPlace } from '#io/data-set.js'
import { writeCandles } from '#io/write-candles.js'
import { asRaw } from '#market/candle-columns.js'
import { type CandleCheck, checkCandles, type CheckOptions } from '#market/checks/check-candles.js'
import { checkSeries } from '#market/checks/check-series.js'
import { type Fixed, fixed, type FixMode } from '#market/checks/fix.js'
import { type Checked, checkedDocument, faultsOf, type FixedFile } from './check-document.js'
import { checkText } from './check-text.js'
import { choiceOf, type ReadData, readingData, sourceMeta } from './data-reading.js'
import { errorFace, errorParagraph, exitCodes } from './failures.js'
import type { DataCheckFlags } from './flags.js'

/**
 * Carries out `hedgerow data check`. The exit code is 3 where a fault is found, or left in a repaired copy. One file of
 * several that cannot be read is told and does not keep the others from being checked; the code is then 2.
 */
export async function checkFiles(paths: readonly string[], flags: DataCheckFlags): Promise<void> {
  if (flags.fix === undefined && flags.out !== undefined)
    throw usage('--out says where --fix writes to', 'Add --fix drop or --fix fill.')
  if (flags.out !== undefined && paths.length > 1)
    throw usage('--out names one file for several', 'Leave it out, or check one file at a time.')
  const documents: object[] = []
  await readingData(async (read, signal) => {
    for (const path of paths) {
      // One after the other: the files share one thread, and a file may be large.
      // oxlint-disable-next-line no-await-in-loop
      const checked = await checkedFile(path, { read, signal, flags }).catch((error: unknown) => {
        if (!(error instanceof InputError) || paths.length === 1) throw error
        return error
      })
      documents.push(told(checked, path, flags))
    }
  })
  if (flags.json !== true) return
  process.stdout.write(`${JSON.stringify({ schema: 'hedgerow/data-check@1', files: documents }, null, 2)}\n`)
}

function told(checked: Checked | InputError, path: string, { json }: DataCheckFlags): object {
  if (checked instanceof InputError) {
    process.stderr.write(`${errorParagraph(checked)}\n`)
    process.exitCode = exitCodes.wrongRequest
    return { file: basename(path), error: errorFace(checked) }
  }
  const findings = checked.fixed === null ? checked.check.findings : checked.fixed.left
  if (faultsOf(findings).length > 0) process.exitCode ??= exitCodes.difference
  if (json === true) return checkedDocument(checked)
  process.stdout.write(checkText(checked))
  return {}
}

interface Checking {
  readonly read: ReadData
  readonly signal: AbortSignal
  readonly flags: DataCheckFlags
}

async function checkedFile(path: string, { read, signal, flags }: Checking): Promise<Checked> {
  const out = flags.out ?? join(dirname(path), `${basename(path).replace(/\.(?:csv|json|txt|gz)/g, '')}.fixed.csv`)
  if (flags.fix !== undefined) await checkPlace(out, [path], flags.force === true)
  const data = await read(path, choiceOf(flags))
  if (data.kind !== 'candles') {
    if (flags.fix !== undefined) throw notCandles(data)
    return { kind: 'series', data, check: checkSeries(data.raw), fixed: null }
  }
  const options: CheckOptions = {
    timeframeMs: flags.timeframe ?? null,
    outlierMultiple: flags.outlier,
    maxGapMs: flags.maxGap,
    writtenAt: data.writtenAt,
  }
  const check = checkCandles(data.raw, options)
  if (flags.fix === undefined) return { kind: 'candles', data, check, fixed: null }
  const done = fixed(data.raw, check, flags.fix)
  const left = checkCandles(asRaw(done.candles), {
    ...options,
    timeframeMs: check.grid?.timeframeMs ?? null,
    writtenAt: null,
  })
  const sorted = check.findings.some(({ kind }) => kind === 'unordered') || check.direction === 'newest-first'
  const nothing = done.dropped === 0 && done.filled.length === 0 && !sorted
  const place = nothing && flags.out === undefined ? null : out
  const sha256 = place === null ? null : await written(place, { data, check, done, mode: flags.fix }, signal)
  return { kind: 'candles', data, check, fixed: fixedFile(place, sha256, sorted, done, left) }
}

function fixedFile(
  out: string | null,
  sha256: string | null,
  sorted: boolean,
  { candles, dropped, filled, unfilled }: Fixed,
  { findings }: CandleCheck,
): FixedFile {
  return { out, sha256, rows: candles.time.length, dropped, sorted, filled, unfilled, left: findings }
}

interface Repair {
  readonly data: DataFile
  readonly check: CandleCheck
  readonly done: Fixed
  readonly mode: FixMode
}

async function written(path: string, { data, check, done, mode }: Repair, signal: AbortSignal): Promise<string> {
  if (done.candles.time.length === 0) throw nothingLeft(data)
  const meta = {
    ...sourceMeta(data),
    madeBy: `hedgerow ${await packageVersion()}, data check --fix ${mode}`,
    droppedRows: done.dropped,
    filledCandles: done.filled.reduce((sum, { candles }) => sum + candles, 0),
    filled: done.filled.map(({ from, to, candles }) => ({ from: iso(from), to: iso(to), candles })),
  }
  return await writeCandles({ path, candles: done.candles, hasVolume: check.zeroVolume !== null, meta }, signal)
}

function usage(message: string, hint: string): InputError {
  return new InputError('usage-out', message, { where: 'command line', hint })
}

function notCandles({ path, kind }: DataFile): InputError {
  return new InputError(
    'fix-not-candles',
    `found ${kind === 'funding' ? 'funding' : 'a series'}; only candles can be repaired`,
    {
      where: path,
      hint: 'Check it without --fix, and correct its lines by hand.',
    },
  )
}

function nothingLeft({ path }: DataFile): InputError {
  return new InputError('fix-nothing-left', 'no row of the file can be used, so there is nothing to write', {
    where: path,
    hint: 'Check it without --fix to see why.',
  })
}
