import type { Series } from '#domain/feed.js'
import { iso } from '#domain/time.js'
import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { timeNames } from './candle-rows.js'
import { type ColumnNames, isHeader, type Layout, layoutOf } from './header.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

type SeriesColumn = 'time' | 'value'

const names: ColumnNames<SeriesColumn> = { time: timeNames, value: ['value'] }

export interface ReadSeries {
  readonly series: Series
  readonly notes: readonly string[]
}

/** Turns the rows of a metric's file into a series. Every method throws `InputError` with `where` = `file:line`. */
export class SeriesRows {
  readonly #file: string
  readonly #time = new TimeColumn()
  readonly #at: number[] = []
  readonly #values: number[] = []
  #layout: Layout<SeriesColumn> | null = null

  /** `file` is what errors call the file. */
  constructor(file: string) {
    this.#file = file
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly string[], line: number): void {
    const where = `${this.#file}:${line}`
    if (this.#layout === null) {
      if (!isHeader(cells)) throw headerMissing(cells, where)
      this.#layout = layoutOf(cells, names, where)
      return
    }
    const { columns, width } = this.#layout
    if (cells.length !== width) throw wrongColumnCount(cells.length, width, where)
    const at = this.#time.read(cells[columns.time], () => where)
    const value = numberOf(cells[columns.value])
    if (Number.isNaN(value)) throw notANumber(cells[columns.value], where, 'value')
    const previous = this.#at.at(-1)
    if (previous !== undefined && !(at > previous)) throw notAfter(at, previous, where)
    this.#at.push(at)
    this.#values.push(value)
  }

  /** The whole file. */
  finish(): ReadSeries {
    if (this.#layout === null) throw emptyFile(this.#file, 'an empty file')
    if (this.#at.length === 0) throw emptyFile(this.#file, 'a header row alone')
    const series = { at: Float64Array.from(this.#at), values: Float64Array.from(this.#values) }
    return { series, notes: [this.#time.note!, ...this.#layout.notes] }
  }
}

function headerMissing(cells: readonly string[], where: string) {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names the time and the value',
    remedy: "Add the line 'time,value' at the top.",
  })
}

function notAfter(at: number, previous: number, where: string) {
  const twice = at === previous
  return badInput(twice ? 'series-twice' : 'series-unordered', where, {
    found: twice ? `a value of ${iso(at)} again` : `the value of ${iso(at)} after that of ${iso(previous)}`,
    expected: 'each time once, in ascending order',
    remedy: twice ? 'Remove one of the two rows.' : 'Sort the rows by time, oldest first.',
  })
}
