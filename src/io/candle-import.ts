import { join } from 'node:path'
import { InputError } from '#domain/failure.js'
import { iso, timeframeName } from '#domain/time.js'
import { badInput, emptyFile } from '#market/bad-input.js'
import { CandleReader, type CandleSink } from '#market/candle-reader.js'
import { NEWEST_FIRST } from '#market/candle-rows.js'
import type { RowReader } from '#market/file-kind.js'
import { PairChoice } from '#market/pair-choice.js'
import type { RowChoice } from '#market/row-columns.js'
import type { RowSource } from '#market/row-source.js'
import { checkSteps, commonStep } from '#market/timeframe.js'
import { CandlePart } from './candle-part.js'
import { type MadeSet, writeParts } from './made-set.js'

export interface CandleImportChoice extends RowChoice {
  readonly kind: 'candles' | 'mark'
  /** Whether the user said which of the two it is. */
  readonly isAsked: boolean
  /** A data set for each pair. */
  readonly eachPair?: boolean | undefined
  /** Leaves out the newest candle. */
  readonly dropLast?: boolean | undefined
}

/** The candles of one pair, from all files. */
interface PairParts {
  readonly pair: string | null
  readonly parts: CandlePart[]
}

/** Files of candles, one after the other, to one data set a pair. */
export class CandleImport {
  readonly #folder: string
  readonly #choice: CandleImportChoice
  readonly #sets = new Map<string, PairParts>()
  readonly #current = new Map<string, CandlePart>()
  #source: RowSource | null = null
  #reader: CandleReader | null = null
  #pairs: PairChoice
  #files = 0

  constructor(folder: string, choice: CandleImportChoice) {
    this.#folder = folder
    this.#choice = choice
    this.#pairs = new PairChoice(choice.pair ?? null)
  }

  /** What takes the rows of the next file. */
  begin(source: RowSource): RowReader {
    const { kind, columns, timeZone, pair, eachPair = false } = this.#choice
    this.#source = source
    this.#current.clear()
    // All files have to be of one pair: of that of the first where none was asked for.
    this.#pairs = new PairChoice(pair ?? this.#pairs.found)
    const sinkOf = (name: string | null, where: () => string): CandleSink | null => {
      if (name === null || eachPair) return this.#partFor(name ?? pair ?? null)
      return this.#pairs.takes(name, where) ? this.#partFor(this.#pairs.found) : null
    }
    this.#reader = new CandleReader(source, { volumeNeeded: kind === 'candles', columns, timeZone }, sinkOf)
    return this.#reader
  }

  /** Ends the file that was begun last. Throws `InputError` where nothing was in it. */
  end(): void {
    this.#reader!.finish()
    if (this.#choice.eachPair !== true) this.#pairs.finish(this.#source!.file)
    if (this.#current.size === 0) throw emptyFile(this.#source!.file, 'no candle that has closed')
    this.#files += 1
  }

  get fileNotes(): readonly string[] {
    const { note } = this.#pairs
    const isTurned = [...this.#current.values()].some((part) => part.isNewestFirst)
    return [...this.#reader!.notes, ...(note === null ? [] : [note]), ...(isTurned ? [NEWEST_FIRST] : [])]
  }

  get notes(): readonly string[] {
    if (this.#choice.dropLast === true) return ['the newest candle is left out, as asked for']
    return ['the newest candle is taken as closed; where a file was saved before that, --drop-last leaves it out']
  }

  /** Writes the sets. Throws `InputError` where files overlap or candles are of several timeframes. */
  finish(): readonly MadeSet[] {
    const sets = [...this.#sets.values()]
    return sets.map((set, number) => this.#made(set, join(this.#folder, `set-${number}`)))
  }

  /** Frees what the parts hold open. */
  close(): void {
    for (const { parts } of this.#sets.values()) for (const part of parts) part.close()
  }

  #partFor(pair: string | null): CandlePart {
    const key = slugOf(pair ?? '')
    const known = this.#current.get(key)
    if (known !== undefined) return known
    const set = this.#sets.get(key) ?? { pair, parts: [] }
    const path = join(this.#folder, `part-${this.#files}-${this.#sets.size}-${set.parts.length}`)
    const source = this.#source!
    const part = new CandlePart(path, (line) => source.placeOf(line), this.#choice.kind === 'candles')
    set.parts.push(part)
    this.#sets.set(key, set)
    this.#current.set(key, part)
    return part
  }

  #made({ pair, parts }: PairParts, made: string): MadeSet {
    const { kind, dropLast = false, eachPair = false } = this.#choice
    this.#checkTraded(parts)
    const ordered = parts.map((part) => ({ part, times: part.times() })).toSorted((a, b) => a.times[0] - b.times[0])
    checkApart(ordered)
    const all = joinedTimes(ordered.map(({ times }) => times))
    const openedAt = dropLast ? all.subarray(0, all.length - 1) : all
    const timeframeMs = commonStep({ openedAt, length: openedAt.length })
    if (timeframeMs === null) throw tooFew(ordered[0].part.whereOf(0))
    const gaps = checkSteps({ openedAt, length: openedAt.length }, timeframeMs, Infinity, (row) =>
      placeOf(ordered, row),
    )
    const header = `time,open,high,low,close${kind === 'candles' ? ',volume' : ''}\n`
    const sha256 = writeParts(made, linesOf(header, ordered, dropLast))
    return {
      made,
      suffix: eachPair && pair !== null ? slugOf(pair) : null,
      kind,
      pair,
      rows: openedAt.length,
      from: iso(openedAt[0]),
      to: iso(openedAt[openedAt.length - 1] + timeframeMs),
      timeframe: timeframeName(timeframeMs),
      gaps: gaps.count,
      missing: gaps.missing,
      sha256,
    }
  }

  /** Mark prices look like candles in which nothing was traded. */
  #checkTraded(parts: readonly CandlePart[]): void {
    const { kind, isAsked } = this.#choice
    if (kind === 'mark' || isAsked || parts.some((part) => part.traded)) return
    throw badInput('kind-open', this.#source!.file, {
      found: 'candles with a volume of 0 throughout',
      expected: 'to be told what they are: a mark price, or a market without a trade',
      remedy: 'Say --kind mark or --kind candles.',
    })
  }
}

interface OrderedPart {
  readonly part: CandlePart
  readonly times: Float64Array
}

function* linesOf(header: string, parts: readonly OrderedPart[], dropLast: boolean): Generator<Buffer | string> {
  yield header
  for (const [at, { part }] of parts.entries()) yield* part.bytes(dropLast && at === parts.length - 1)
}

function checkApart(parts: readonly OrderedPart[]): void {
  for (const [at, { part, times }] of parts.entries()) {
    const before = parts[at - 1]?.times
    if (before === undefined || times[0] > before[before.length - 1]) continue
    throw badInput('files-overlap', part.placeOfTime(0), {
      found: `the candle of ${iso(times[0])}, before another file ends at ${iso(before[before.length - 1])}`,
      expected: 'files that follow each other',
      remedy: 'Join them by hedgerow data join, which checks what they share.',
    })
  }
}

function joinedTimes(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const times of parts) {
    joined.set(times, at)
    at += times.length
  }
  return joined
}

function placeOf(parts: readonly OrderedPart[], row: number): string {
  let rest = row
  for (const { part, times } of parts) {
    if (rest < times.length) return part.placeOfTime(rest)
    rest -= times.length
  }
  return parts[0].part.whereOf(0)
}

function tooFew(where: string): InputError {
  return badInput('timeframe-unknown', where, {
    found: 'one candle',
    expected: 'two or more, from which the timeframe is seen',
    remedy: 'Give a file with more candles.',
  })
}

/** `TAO/USDT:USDT` as part of a file name: `tao-usdt-usdt`. */
function slugOf(pair: string): string {
  return pair
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
