import { basename, dirname, join } from 'node:path'
import { InputError } from '#domain/failure.js'
import { durationMs, iso, timeframeName } from '#domain/time.js'
import { packageVersion } from '#io/package.js'
import { checkPlace } from '#io/data-set.js'
import { writeCandles } from '#io/write-candles.js'
import { type Resampled, resample, type ShortBucket } from '#market/resample.js'
import { soundCandles } from '#market/sound-candles.js'
import { count, plural, time } from '#report/html-format.js'
import { placeIn, readingData, sourceMeta } from './data-reading.js'
import type { DataResampleFlags } from './flags.js'

const TOLD = 10

/** Carries out `hedgerow data resample`. Throws `InputError` for a file with faults and for timeframes that do not fit. */
export async function resampleFile(path: string, timeframes: string, flags: DataResampleFlags): Promise<void> {
  const asked = timeframesOf(timeframes)
  const to = timeframeName(asked.toMs)
  const out = flags.out ?? join(dirname(path), `${basename(path).replace(/\.(?:csv|json|txt|gz)/g, '')}.${to}.csv`)
  await checkPlace(out, [path], flags.force === true)
  const document = await readingData(async (read, signal) => {
    const data = await read(path, { kind: 'candles' })
    if (data.kind !== 'candles') throw new Error('asked for candles')
    const { candles, check, timeframeMs } = soundCandles(data.raw, path, (line) => placeIn(data, line))
    const fromMs = timeframeMs ?? asked.fromMs
    if (fromMs === null) throw oneCandle(path)
    if (asked.fromMs !== null && asked.fromMs !== fromMs) throw otherTimeframe(fromMs, asked.fromMs, path)
    const resampled = resample(candles, fromMs, asked.toMs, path)
    const meta = {
      ...sourceMeta(data),
      madeBy: `hedgerow ${await packageVersion()}, data resample ${timeframeName(fromMs)}→${to}`,
      shortCandles: resampled.short.length,
    }
    const hasVolume = check.zeroVolume !== null
    const sha256 = await writeCandles({ path: out, candles: resampled.candles, hasVolume, meta }, signal)
    return { file: data.file, from: timeframeName(fromMs), rows: candles.time.length, sha256, resampled }
  })
  process.stdout.write(flags.json === true ? asJson({ ...document, to, out }) : asText({ ...document, to, out }))
}

interface Told {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly rows: number
  readonly out: string
  readonly sha256: string
  readonly resampled: Resampled
}

function asJson({ file, from, to, rows, out, sha256, resampled }: Told): string {
  const { candles, perCandle, begin, end, short } = resampled
  const bucket = (one: ShortBucket | null) => (one === null ? null : { at: iso(one.at), candles: one.candles })
  const document = {
    schema: 'hedgerow/data-resample@1',
    file,
    from,
    to,
    rows,
    out,
    sha256,
    candles: candles.time.length,
    perCandle,
    droppedFirst: bucket(begin),
    droppedLast: bucket(end),
    short: short.map(bucket),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function asText({ from, to, rows, out, resampled }: Told): string {
  const { candles, perCandle, begin, end, short } = resampled
  const cut = (name: string, bucket: ShortBucket | null) =>
    bucket === null
      ? []
      : [`Left out: the ${name} ${to} at ${time(bucket.at)}, with ${bucket.candles} of ${perCandle} candles.`]
  const shown = short.slice(0, TOLD).map((bucket) => `  ${time(bucket.at)} has ${bucket.candles} of ${perCandle}`)
  const more = short.length - shown.length
  return [
    `${plural(rows, 'candle')} of ${from} made into ${plural(candles.time.length, 'candle')} of ${to}: ${out}`,
    ...cut('first', begin),
    ...cut('last', end),
    ...(short.length === 0 ? [] : [`Made of fewer candles, because of gaps: ${count(short.length)}`]),
    ...shown,
    ...(more === 0 ? [] : [`  and ${count(more)} more`]),
    '',
  ].join('\n')
}

/** `1h→4h`, `1h->4h` or `4h`. Throws `InputError`. */
function timeframesOf(text: string): { readonly fromMs: number | null; readonly toMs: number } {
  const parts = text.split(/→|->/).map((part) => part.trim())
  const lengths = parts.map((part) => durationMs(part, 'command line'))
  if (lengths.length > 2 || lengths.some((length) => length <= 0)) {
    throw new InputError('bad-timeframes', `'${text}' is no pair of timeframes`, {
      where: 'command line',
      hint: "Write '1h→4h', '1h->4h' or 4h.",
    })
  }
  return lengths.length === 1 ? { fromMs: null, toMs: lengths[0] } : { fromMs: lengths[0], toMs: lengths[1] }
}

function otherTimeframe(foundMs: number, askedMs: number, where: string): InputError {
  const message = `found candles of ${timeframeName(foundMs)}; expected ${timeframeName(askedMs)}`
  return new InputError('resample-timeframe', message, {
    where,
    hint: `Write ${timeframeName(foundMs)}→…, or the target alone.`,
  })
}

function oneCandle(where: string): InputError {
  return new InputError('timeframe-unknown', 'found one candle, whose timeframe is not known', {
    where,
    hint: 'Name both timeframes, such as 1h→4h.',
  })
}
