import { join } from 'node:path'
import type { InputError, Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput } from '#market/bad-input.js'
import { digits } from '#market/digits.js'
import { EventRows } from '#market/event-rows.js'
import type { RowReader } from '#market/file-kind.js'
import { joinedPrints } from '#market/funding-prints.js'
import { FundingRows } from '#market/funding-rows.js'
import type { RowChoice } from '#market/row-columns.js'
import type { RowSource } from '#market/row-source.js'
import { SeriesRows } from '#market/series-rows.js'
import { type MadeSet, writeParts } from './made-set.js'

/** A row of the data set: its time, and its text without a line ending. */
interface DatedLine {
  readonly at: number
  readonly text: string
}

/** Rows of one file as they come; then, in time order, as they are written. */
interface DatedReader extends RowReader {
  finish(): {
    readonly lines: readonly DatedLine[]
    /** As the file writes it; null where it names none. */
    readonly pair: string | null
    readonly notes: readonly string[]
  }
}

/** A kind of dated rows, and how one file of it is read. */
interface DatedForm {
  readonly kind: 'funding' | 'series' | 'events'
  readonly header: string
  readonly readerOf: (source: RowSource, choice: RowChoice) => DatedReader
}

const forms: readonly DatedForm[] = [
  { kind: 'funding', header: 'funding_time,rate', readerOf: fundingReader },
  { kind: 'series', header: 'time,value', readerOf: seriesReader },
  { kind: 'events', header: 'time,kind,title,weight', readerOf: eventReader },
]

/** Files of funding, a series or events, which are short enough for the memory, to one data set. */
export class DatedImport {
  readonly notes: readonly string[] = []
  readonly #folder: string
  readonly #form: DatedForm
  readonly #choice: RowChoice
  readonly #files: { readonly file: Where; readonly lines: readonly DatedLine[] }[] = []
  #file: Where = ''
  #reader: DatedReader | null = null
  #fileNotes: readonly string[] = []
  #pair: string | null = null

  constructor(folder: string, kind: DatedForm['kind'], choice: RowChoice) {
    this.#folder = folder
    this.#form = forms.find((form) => form.kind === kind)!
    this.#choice = choice
  }

  /** What takes the rows of the next file. */
  begin(source: RowSource): RowReader {
    this.#file = source.file
    // All files have to be of one pair: of that of the first where none was asked for.
    this.#reader = this.#form.readerOf(source, { ...this.#choice, pair: this.#choice.pair ?? this.#pair })
    return this.#reader
  }

  /** Ends the file that was begun last. Throws `InputError` where nothing was in it. */
  end(): void {
    const { lines, pair, notes } = this.#reader!.finish()
    this.#pair ??= pair
    this.#files.push({ file: this.#file, lines })
    this.#fileNotes = notes
  }

  get fileNotes(): readonly string[] {
    return this.#fileNotes
  }

  /** Writes the set. Throws `InputError` where files overlap. */
  finish(): readonly MadeSet[] {
    const files = this.#files.toSorted((a, b) => a.lines[0].at - b.lines[0].at)
    for (const [at, { file, lines }] of files.entries()) {
      const last = files[at - 1]?.lines.at(-1)
      if (last !== undefined && lines[0].at <= last.at) throw overlap(file, lines[0].at, last.at)
    }
    const { kind, header } = this.#form
    const lines = files.flatMap((file) => file.lines)
    const made = join(this.#folder, 'set')
    const sha256 = writeParts(made, [`${header}\n${lines.map(({ text }) => `${text}\n`).join('')}`])
    const [from, to] = [iso(lines[0].at), iso(lines[lines.length - 1].at)]
    const pair = this.#pair ?? this.#choice.pair ?? null
    const facts = { kind, pair, rows: lines.length, from, to, timeframe: null, gaps: null, missing: null, sha256 }
    return [{ made, suffix: null, ...facts }]
  }

  close(): void {
    this.#files.length = 0
  }
}

function fundingReader(source: RowSource, choice: RowChoice): DatedReader {
  const rows = new FundingRows(source, choice)
  return {
    row: (cells, line) => rows.row(cells, line),
    finish() {
      const { prints, pair, notes } = rows.finish()
      const lines = joinedPrints([prints]).map(({ at, rate }) => ({ at, text: `${iso(at)},${digits(rate)}` }))
      return { lines, pair, notes }
    },
  }
}

function seriesReader(source: RowSource, choice: RowChoice): DatedReader {
  const rows = new SeriesRows(source, choice)
  return {
    row: (cells, line) => rows.row(cells, line),
    finish() {
      const { series, pair, notes } = rows.finish()
      const values = [...series.values]
      return { lines: values.map((value, at) => dated(series.at[at], digits(value))), pair, notes }
    },
  }
}

function eventReader(source: RowSource, choice: RowChoice): DatedReader {
  const rows = new EventRows(source, choice)
  return {
    row: (cells, line) => rows.row(cells, line),
    finish() {
      const { events, notes } = rows.finish()
      const lines = events.map(({ at, kind, title, weight }) =>
        dated(at, `${quoted(kind)},${quoted(title)},${digits(weight)}`),
      )
      return { lines, pair: null, notes }
    },
  }
}

function dated(at: number, rest: string): DatedLine {
  return { at, text: `${iso(at)},${rest}` }
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function overlap(file: Where, first: number, last: number): InputError {
  return badInput('files-overlap', file, {
    found: `a row of ${iso(first)}, before another file ends at ${iso(last)}`,
    expected: 'files that follow each other',
    remedy: 'Leave out the rows that come twice.',
  })
}
