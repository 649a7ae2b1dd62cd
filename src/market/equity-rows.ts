import type { InputError } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { timeNames } from './candle-layout.js'
import { type ColumnNames, isHeader, type Layout, layoutOf } from './header.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

const names: ColumnNames<'time' | 'equity' | 'return'> = {
  time: timeNames,
  equity: ['equity', 'value', 'balance', 'close'],
  return: ['return', 'returns'],
}

/** A file of equity, or of returns as fractions, one per row. */
export interface ReadEquity {
  readonly kind: 'equity' | 'return'
  /** The name of the column, as the file writes it. */
  readonly column: string
  readonly values: Float64Array
  /**
   * Ascending, ms since 1970; null where the file has no times. One more than values where the first row of returns had
   * none: that is where the series starts.
   */
  readonly times: Float64Array | null
  readonly notes: readonly string[]
}

/** Turns the rows of a file of equity or returns into columns. Every method throws `InputError` with `where` = `file:line`. */
export class EquityRows {
  readonly #file: string
  readonly #time = new TimeColumn()
  readonly #times: number[] = []
  readonly #values: number[] = []
  #header: readonly string[] = []
  #layout: Layout<keyof typeof names> | null = null
  #timeAt = -1
  #isFirst = true

  /** `file` is what errors call the file. */
  constructor(file: string) {
    this.#file = file
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly string[], line: number): void {
    const where = `${this.#file}:${line}`
    if (this.#layout === null) return this.#begin(cells, where)
    const { columns, width } = this.#layout
    if (cells.length !== width) throw wrongColumnCount(cells, width, where)
    if (this.#isFirst) this.#timeAt = columns.time >= 0 ? columns.time : unnamedTime(this.#header, cells)
    if (this.#timeAt >= 0) this.#readTime(cells[this.#timeAt], where)
    const cell = cells[this.#column]
    const isStart = this.#isFirst && this.#kind === 'return' && isMissing(cell)
    this.#isFirst = false
    if (isStart) return
    const value = numberOf(cell)
    if (Number.isNaN(value)) throw notANumber(cell, where, this.#header[this.#column])
    this.#values.push(value)
  }

  /** Both columns of the whole file. */
  finish(): ReadEquity {
    if (this.#layout === null) throw emptyFile(this.#file, 'an empty file')
    const needed = this.#kind === 'equity' ? 2 : 1
    if (this.#values.length < needed) throw tooShort(this.#file, this.#values.length, this.#kind)
    return {
      kind: this.#kind,
      column: this.#header[this.#column],
      values: Float64Array.from(this.#values),
      times: this.#timeAt < 0 ? null : Float64Array.from(this.#times),
      notes: [...(this.#time.note === null ? [] : [this.#time.note]), ...this.#layout.notes, ...this.#doubts()],
    }
  }

  /** Equity where a file has both. */
  get #kind(): 'equity' | 'return' {
    return this.#layout!.columns.equity >= 0 ? 'equity' : 'return'
  }

  get #column(): number {
    return this.#layout!.columns[this.#kind]
  }

  #begin(cells: readonly string[], where: string): void {
    if (!isHeader(cells)) throw headerMissing(cells, where)
    const layout = layoutOf(cells, names, where, ['time', 'equity', 'return'])
    if (layout.columns.equity < 0 && layout.columns.return < 0) layoutOf(cells, { equity: wanted }, where)
    this.#layout = layout
    this.#header = cells.map((title) => title.trim())
  }

  #readTime(cell: string, where: string): void {
    const at = this.#time.read(cell)
    if (Number.isNaN(at)) throw this.#time.failureOf(cell, where)
    const before = this.#times.at(-1)
    if (before !== undefined && at <= before) throw notAscending(at, before, where)
    this.#times.push(at)
  }

  #doubts(): readonly string[] {
    if (this.#kind !== 'return' || !this.#values.some((value) => Math.abs(value) >= 1)) return []
    return ['a return of 100 % or more: returns are read as fractions, 0.01 being 1 %']
  }
}

const wanted = [...names.equity, ...names.return]

/** Data frames are often written with their dates under an empty title: the first column then, unless it counts rows. */
function unnamedTime(header: readonly string[], cells: readonly string[]): number {
  return header[0] === '' && Number.isNaN(numberOf(cells[0])) ? 0 : -1
}

/** What is written in place of a number that is not there. */
function isMissing(cell: string): boolean {
  return ['', 'nan', 'na', 'null'].includes(cell.trim().toLowerCase())
}

function headerMissing(cells: readonly string[], where: string): InputError {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names the columns',
    remedy: "Add a line such as 'time,equity', 'equity' or 'time,return' at the top.",
  })
}

function notAscending(at: number, before: number, where: string): InputError {
  return badInput('time-order', where, {
    found: `the time ${iso(at)} after ${iso(before)}`,
    expected: 'each row later than the one above',
    remedy: 'Sort the rows by time, oldest first, and remove what comes twice.',
  })
}

function tooShort(file: string, found: number, kind: 'equity' | 'return'): InputError {
  return badInput('file-empty', file, {
    found: `${found} ${found === 1 ? 'value' : 'values'}`,
    expected: kind === 'equity' ? 'two values of equity or more' : 'one return or more',
    remedy: 'Check that the file was written completely.',
  })
}
