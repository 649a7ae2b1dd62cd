import type { InputError, Where } from '#domain/failure.js'
import { emptyFile, wrongColumnCount } from './bad-input.js'
import type { Cell } from './cell.js'
import { type ColumnChoice, withChoices } from './column-choice.js'
import { count } from './count.js'
import { type ColumnNames, isComment, isHeader, type Layout, layoutOf } from './header.js'
import { PairChoice, pairNames } from './pair-choice.js'
import { linesOf, type RowSource } from './row-source.js'
import { TimeColumn } from './time-column.js'

/** What is chosen in a file of dated rows. */
export interface RowChoice {
  /** Columns that the user named: role → title, or number counted from 1. */
  readonly columns?: ColumnChoice | undefined
  /** Zone of times that are written without one, such as `Europe/Paris`; left out: UTC. */
  readonly timeZone?: string | undefined
  /** The pair that is read where the file names pairs. */
  readonly pair?: string | null | undefined
}

/** Which columns a file of dated rows has, and what its rows are called without a header. */
export interface RowForm<Role extends string> {
  readonly names: ColumnNames<Role | 'time'>
  readonly optional?: readonly NoInfer<Role>[]
  /** The titles to look for in; rewritten where a form names its columns in a way of its own. Throws `InputError`. */
  readonly titlesOf: (cells: readonly Cell[], hasHeader: boolean, where: Where) => readonly string[]
}

type Columns<Role extends string> = Readonly<Record<Role | 'time' | 'pair', number>>

/** Finds the columns of dated rows, reads their times and leaves out what is of another pair. Throws `InputError`. */
export class RowColumns<Role extends string> {
  readonly source: RowSource
  readonly #form: RowForm<Role>
  readonly #choice: RowChoice
  readonly #time: TimeColumn
  readonly #pairs: PairChoice
  #layout: Layout<Role | 'time' | 'pair'> | null = null
  #comments = 0
  #rows = 0

  /** `source` may be the name of a CSV file. */
  constructor(source: RowSource | string, form: RowForm<Role>, choice: RowChoice) {
    this.source = typeof source === 'string' ? linesOf(source) : source
    this.#form = form
    this.#choice = choice
    this.#time = new TimeColumn(choice.timeZone)
    this.#pairs = new PairChoice(choice.pair ?? null)
  }

  /** The columns, where the row is data to be read; null for a header, a comment, another pair. */
  of(cells: readonly Cell[], line: number): Columns<Role> | null {
    const whereNow = () => this.source.placeOf(line)
    if (this.#layout === null) {
      if (this.#isAbove(cells, whereNow())) return null
    }
    const { columns, width } = this.#layout!
    if (cells.length !== width) throw wrongColumnCount(cells, width, whereNow())
    if (columns.pair >= 0 && !this.#pairs.takes(String(cells[columns.pair]).trim(), whereNow)) return null
    this.#rows += 1
    return columns
  }

  /** Milliseconds since 1970. */
  timeOf(cell: Cell, line: number): number {
    const at = this.#time.read(cell)
    if (Number.isNaN(at)) throw this.#time.failureOf(cell, this.source.placeOf(line))
    return at
  }

  /** The pair of the rows, as the file writes it; null where it names none. */
  get pair(): string | null {
    return this.#pairs.found
  }

  /** What was recognised and converted, in sentences. Throws where the file has no row of data. */
  finish(): readonly string[] {
    if (this.#layout === null) throw this.#empty('an empty file')
    this.#pairs.finish(this.source.file)
    if (this.#rows === 0) throw this.#empty('a header row alone')
    const { note } = this.#pairs
    return [
      ...(this.#time.note === null ? [] : [this.#time.note]),
      ...this.#layout.notes,
      ...(this.#comments > 0 ? [`${count(this.#comments, 'line')} above the header left out`] : []),
      ...(note === null ? [] : [note]),
    ]
  }

  /** Takes the first row for what it is: true where it holds no data. */
  #isAbove(cells: readonly Cell[], where: Where): boolean {
    if (isComment(cells)) {
      this.#comments += 1
      return true
    }
    const hasHeader = isHeader(cells)
    const names = { ...this.#form.names, pair: pairNames } as ColumnNames<Role | 'time' | 'pair'>
    const titles = this.#form.titlesOf(cells, hasHeader, where)
    const wanted = withChoices(titles, this.#choice.columns, names, where)
    this.#layout = layoutOf<Role | 'time' | 'pair'>(wanted, names, where, [...(this.#form.optional ?? []), 'pair'])
    return hasHeader
  }

  #empty(found: string): InputError {
    return emptyFile(this.source.file, found)
  }
}
