import type { Series } from '#domain/candles.js'
import { iso } from '#domain/time.js'
import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { timeNames } from './candle-rows.js'
import { isHeader, type Layout, layoutOf } from './header.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

type SeriesColumn = 'time' | 'value'

export interface ReadSeries {
  readonly series: Series
  readonly notes: readonly string[]
}

/** Turns the rows of a metric's file into a series. Every method throws `InputError` with `where` = `file:line`. */
export class SeriesRows {
  readonly #file: string
  readonly #column: string
  readonly #time = new TimeColumn()
  readonly #at: number[] = []
  readonly #values: number[] = []
  #layout: Layout<SeriesColumn> | null = null

  /** `file` is what errors call the file; `column` is the title of the column that holds the values. */
  constructor(file: string, column = 'value') {
    this.#file = file
    this.#column = column
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly string[], line: number): void {
    const where = `${this.#file}:${line}`
    if (this.#layout === null) {
      if (!isHeader(cells)) throw headerMissing(cells, where)
      this.#layout = this.#layoutOf(cells, where)
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

  #layoutOf(cells: readonly string[], where: string): Layout<SeriesColumn> {
    const names = { time: timeNames, value: [this.#column] }
    const layout = layoutOf<SeriesColumn>(cells, names, where, ['value'])
    if (layout.columns.value >= 0) return layout
    const titles = cells.map((title) => title.trim())
    const others = titles.filter((_, index) => index !== layout.columns.time)
    throw badInput('column-missing', where, {
      found: `the columns ${titles.join(', ')}`,
      expected: `a column '${this.#column}' that holds the values`,
      remedy: `Say in the config which column it is: column: ${others[0] ?? 'value'}.`,
    })
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
