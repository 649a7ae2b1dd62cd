import { InputError } from '#domain/failure.js'
import { iso, timeframeName } from '#domain/time.js'
import { packageVersion } from '#io/package.js'
import type { DataFile } from '#io/read-data-file.js'
import { checkPlace } from '#io/data-set.js'
import { writeCandles } from '#io/write-candles.js'
import { asRaw } from '#market/candle-columns.js'
import { type CandleCheck, checkCandles, defaultCheck } from '#market/checks/check-candles.js'
import { isGap } from '#market/checks/finding.js'
import { findingText } from '#market/checks/finding-text.js'
import { digits } from '#market/digits.js'
import { type Disagreement, type Joined, join } from '#market/join.js'
import { type SoundCandles, soundCandles } from '#market/sound-candles.js'
import { count, plural, time } from '#report/html-format.js'
import { findingDocument } from './check-document.js'
import { placeIn, type ReadData, readingData, sourceMeta } from './data-reading.js'
import { exitCodes } from './failures.js'
import type { DataJoinFlags } from './flags.js'

const TOLD = 10

/**
 * Carries out `hedgerow data join`. Where files disagree and none is preferred, nothing is written and the exit code is 3.
 * Throws `InputError` for a file with faults, and for files of several timeframes.
 */
export async function joinFiles(paths: readonly string[], flags: DataJoinFlags): Promise<void> {
  if (paths.length < 2) throw oneFile()
  await checkPlace(flags.out, paths, flags.force === true)
  const told = await readingData(async (read, signal): Promise<Told> => {
    const sources = await soundSources(paths, read)
    const timeframeMs = sharedTimeframe(sources)
    const joined = join(
      sources.map(({ sound }) => sound),
      flags.prefer ?? 'first',
    )
    const check = checkCandles(asRaw(joined.candles), { ...defaultCheck, timeframeMs })
    const differ = joined.disagreements.length > 0 && flags.prefer === undefined
    const hasVolume = sources.some(({ sound }) => sound.check.zeroVolume !== null)
    const output = { path: flags.out, candles: joined.candles, hasVolume, meta: await metaOf(sources, joined, flags) }
    const sha256 = differ ? null : await writeCandles(output, signal)
    return { paths, sources, joined, check, out: flags.out, sha256, prefer: flags.prefer ?? null }
  })
  process.stdout.write(flags.json === true ? asJson(told) : asText(told))
  if (told.sha256 === null) process.exitCode = exitCodes.difference
}

interface Source {
  readonly data: DataFile
  readonly sound: SoundCandles
}

interface Told {
  readonly paths: readonly string[]
  readonly sources: readonly Source[]
  readonly joined: Joined
  readonly check: CandleCheck
  readonly out: string
  /** Null where nothing was written. */
  readonly sha256: string | null
  readonly prefer: 'first' | 'last' | null
}

async function soundSources(paths: readonly string[], read: ReadData): Promise<readonly Source[]> {
  const sources: Source[] = []
  for (const path of paths) {
    // One after the other: errors come in the order of the files.
    // oxlint-disable-next-line no-await-in-loop
    const data = await read(path, { kind: 'candles' })
    if (data.kind === 'candles')
      sources.push({ data, sound: soundCandles(data.raw, path, (line) => placeIn(data, line)) })
  }
  return sources
}

/** Null where every file has one candle alone. */
function sharedTimeframe(sources: readonly Source[]): number | null {
  const [first, ...others] = sources.filter(({ sound }) => sound.timeframeMs !== null)
  const other = others.find(({ sound }) => sound.timeframeMs !== first.sound.timeframeMs)
  if (other === undefined) return first?.sound.timeframeMs ?? null
  const name = ({ sound }: Source) => timeframeName(sound.timeframeMs!)
  throw new InputError(
    'timeframe-mixed',
    `found candles of ${name(other)}; expected ${name(first)}, as in ${first.data.path}`,
    {
      where: other.data.path,
      hint: `Make them one timeframe with hedgerow data resample.`,
    },
  )
}

/** Said where it is known: one invented file makes the whole invented; real is what is made of real ones alone. */
function syntheticOf(sources: readonly Source[]): { readonly synthetic?: boolean } {
  if (sources.some(({ data }) => data.synthetic)) return { synthetic: true }
  return sources.every(({ data }) => data.real) ? { synthetic: false } : {}
}

async function metaOf(sources: readonly Source[], { taken, disagreements }: Joined, { prefer }: DataJoinFlags) {
  return {
    ...syntheticOf(sources),
    sources: sources.map(({ data }, at) => {
      const { source, sourceSha256, sourceNotes } = sourceMeta(data)
      return {
        file: source,
        sha256: sourceSha256,
        candles: taken[at],
        ...(sourceNotes === undefined ? {} : { notes: sourceNotes }),
      }
    }),
    madeBy: `hedgerow ${await packageVersion()}, data join${prefer === undefined ? '' : ` --prefer ${prefer}`}`,
    disagreements: disagreements.length,
  }
}

function asJson({ paths, sources, joined, check, out, sha256, prefer }: Told): string {
  const side = ({ source, line, value }: Disagreement['first']) => ({ file: paths[source], line, value })
  const document = {
    schema: 'hedgerow/data-join@1',
    files: sources.map(({ data, sound }, at) => ({
      file: paths[at],
      sha256: data.sha256,
      rows: sound.line.length,
      taken: joined.taken[at],
    })),
    out: sha256 === null ? null : out,
    sha256,
    candles: joined.candles.time.length,
    timeframe: check.grid?.name ?? null,
    first: iso(check.first!),
    last: iso(check.last!),
    overlap: joined.overlap,
    prefer,
    disagreements: joined.disagreements.map(({ at, column, first, second }) => ({
      time: iso(at),
      column,
      first: side(first),
      second: side(second),
    })),
    gaps: check.findings.filter(isGap).map((gap) => findingDocument(gap)),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function asText(told: Told): string {
  const { sources, joined, check, out, sha256 } = told
  const gaps = check.findings.filter(isGap).map((gap) => `  ${findingText(gap)}`)
  return [
    ...sources.map(
      ({ data, sound }, at) =>
        `${data.file}: ${plural(sound.line.length, 'candle')}, ${time(sound.check.first)} to ${time(sound.check.last)} UTC, ${count(joined.taken[at])} taken`,
    ),
    joined.overlap === 0
      ? 'No candle is in more than one file.'
      : `${plural(joined.overlap, 'candle')} in more than one file, ${joined.disagreements.length === 0 ? 'equal to the last digit' : `with ${plural(joined.disagreements.length, 'disagreement')}:`}`,
    ...cut(joined.disagreements.map((one) => `  ${disagreementText(one, told)}`)),
    ...(gaps.length === 0 ? [] : [`Gaps in the whole: ${count(gaps.length)}`, ...cut(gaps)]),
    sha256 === null
      ? 'Nothing was written: --prefer first or --prefer last says whose candle to take.'
      : `Written: ${out}, ${plural(joined.candles.time.length, 'candle')}${check.grid === null ? '' : ` of ${check.grid.name}`}, ${time(check.first)} to ${time(check.last)} UTC`,
    '',
  ].join('\n')
}

function disagreementText({ at, column, first, second }: Disagreement, { sources }: Told): string {
  const side = ({ source, line, value }: Disagreement['first']) =>
    `${digits(value)} (${placeIn(sources[source].data, line)})`
  return `${time(at)} ${column}: ${side(first)}, ${side(second)}`
}

function cut(lines: readonly string[]): readonly string[] {
  const more = lines.length - TOLD
  return more <= 0 ? lines : [...lines.slice(0, TOLD), `  and ${count(more)} more`]
}

function oneFile(): InputError {
  return new InputError('join-one-file', 'one file alone cannot be joined', {
    where: 'command line',
    hint: 'Name two files or more.',
  })
}
