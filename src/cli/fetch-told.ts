import { isAbsolute, relative } from 'node:path'
import { InputError, OutsideError } from '#domain/failure.js'
import { DAY_MS, instantMs, iso } from '#domain/time.js'
import { type Fetched, fetchData, type FetchedFile, type FetchProgress } from '#io/fetch/fetch-data.js'
import { usualPatience } from '#io/fetch/patience.js'
import type { SeriesName } from '#io/fetch/series.js'
import { plural, time } from '#report/html-format.js'
import { Interrupted } from './failures.js'
import type { FetchFlags } from './flags.js'
import { Interruption } from './interruption.js'
import { Progress } from './progress.js'

/** Carries out `hedgerow data fetch`. */
export async function fetchAndTell(flags: FetchFlags): Promise<void> {
  const { from, to } = rangeOf(flags)
  const { exchange, pair, timeframe, baseUrl = null, out, force = false } = flags
  const interruption = new Interruption()
  const { signal } = interruption
  const progress = new Progress(flags.quiet !== true)
  const kept = new Map<SeriesName, FetchProgress>()
  const fetched = await interruption
    .heeding(['SIGINT', 'SIGTERM', 'SIGHUP'], () =>
      fetchData({
        exchange,
        pair,
        timeframe,
        baseUrl,
        from,
        to,
        folder: out,
        force,
        signal,
        series: seriesIn(flags),
        patience: usualPatience,
        clock: Date.now,
        onProgress(now) {
          kept.set(now.series, now)
          progress.show(`${now.series} to ${iso(now.at).slice(0, 10)}`, now.fraction)
        },
      }),
    )
    .catch((error: unknown) => {
      throw withWhatIsKept(error, [...kept.values()])
    })
    .finally(() => progress.end())
  tell(fetched, flags)
}

function rangeOf(flags: FetchFlags): { readonly from: number; readonly to: number | null } {
  const from = instantMs(flags.from, '--from')
  const to = flags.to === undefined ? null : instantMs(flags.to, '--to')
  if (to === null || from < to) return { from, to }
  throw new InputError('range-empty', `found ${iso(from)} to ${iso(to)}; expected an end after the beginning`, {
    where: '--to',
    hint: 'Give a later --to or an earlier --from; --to is exclusive.',
  })
}

function seriesIn({ funding, mark, openInterest }: FetchFlags): readonly SeriesName[] {
  return [
    'candles',
    ...(mark === true ? (['mark'] as const) : []),
    ...(funding === true ? (['funding'] as const) : []),
    ...(openInterest === true ? (['open-interest'] as const) : []),
  ]
}

/** The failure, with what of the rows is kept and how to go on with them. */
function withWhatIsKept(error: unknown, all: readonly FetchProgress[]): unknown {
  const kept = all.filter(({ rows }) => rows > 0)
  const parts = kept.map(({ rows, part, at }) => `${plural(rows, 'row')} up to ${time(at)} in ${shown(part)}`)
  const words = `Kept: ${parts.join(', ')}. Give the same command again to go on from there.`
  if (error instanceof Interrupted) return new Interrupted(error.exitCode, kept.length === 0 ? undefined : words)
  if (!(error instanceof OutsideError) || kept.length === 0) return error
  return new OutsideError(error.code, error.message, { hint: `${error.hint} ${words}`, cause: error.cause })
}

function tell({ ccxtVersion, files }: Fetched, flags: FetchFlags): void {
  const { exchange, pair, timeframe } = flags
  if (flags.json === true) {
    const answer = { schema: 'hedgerow/fetch@1', exchange, pair, timeframe, ccxt: ccxtVersion, files }
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  }
  if (flags.quiet === true) return
  const lines = [
    `${pair} of ${exchange}, fetched by ccxt ${ccxtVersion}`,
    ...files.flatMap((file) => linesOf(file, flags)),
  ]
  const stream = flags.json === true ? process.stderr : process.stdout
  stream.write(`${lines.join('\n')}\n`)
}

const LABEL_WIDTH = 15

function linesOf({ series, path, rows, from, to, gaps }: FetchedFile, flags: FetchFlags): readonly string[] {
  const label = series.padEnd(LABEL_WIDTH)
  if (path === null || from === null || to === null) return [`${label}none: the exchange has nothing in this range`]
  const words = `${plural(rows, 'row')}, ${time(Date.parse(from))} to ${time(Date.parse(to))} UTC`
  const missing = gaps === 0 ? '' : `, ${plural(gaps, 'gap')} that the exchange has, too`
  const late = Date.parse(from) - instantMs(flags.from) > LATE_MS
  const indent = ' '.repeat(LABEL_WIDTH)
  return [
    `${label}${words}${missing}`,
    ...(late ? [`${indent}nothing from ${time(instantMs(flags.from))} to there`] : []),
    `${indent}${shown(path)}`,
  ]
}

/** Candles of a week, and funding, do not begin on any instant that is asked for: beyond this it is worth a word. */
const LATE_MS = 7 * DAY_MS

function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') || isAbsolute(short) ? path : short
}
