import type { InputError } from '#domain/failure.js'
import { badInput, emptyFile } from './bad-input.js'
import { type Cell, numberIn, shown } from './cell.js'
import { withChoices } from './column-choice.js'
import { count } from './count.js'
import { fundingNames } from './funding-rows.js'
import { type ColumnNames, isHeader, layoutOf } from './header.js'
import type { UnreadableCell } from './raw-candles.js'
import type { RawSeries, SeriesKind } from './raw-series.js'
import type { RowChoice } from './row-columns.js'
import type { RowSource } from './row-source.js'
import { TimeColumn } from './time-column.js'

const names: ColumnNames<'time' | 'rate' | 'open'> = {
  time: [...fundingNames.time, 'create_time'],
  rate: [...fundingNames.rate, 'realized_rate'],
  // Where freqtrade keeps the rate.
  open: ['open'],
}

const priceTitles = ['open', 'high', 'low', 'close'] as const
const candleNames = {
  time: names.time,
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
} satisfies ColumnNames<string>

/** A column of the file that is read. */
interface ValueColumn {
  readonly name: string
  readonly index: number
  readonly values: number[]
}

interface SeriesLayout {
  readonly kind: SeriesKind
  readonly width: number
  readonly time: number
  readonly columns: readonly ValueColumn[]
}

/**
 * Turns rows of times and numbers into columns, unchecked. Of funding the rate is read, of a series every column beside the time is read. Throws `InputError` with the place for a
 * header that does not name what the kind needs; a cell that cannot be read is told of in `unreadable`.
 */
export class RawSeriesRows {
  readonly #source: RowSource
  readonly #kind: SeriesKind
  readonly #choice: RowChoice
  readonly #time: TimeColumn
  readonly #times: number[] = []
  readonly #lines: number[] = []
  readonly #unreadable: UnreadableCell[] = []
  readonly #notes: string[] = []
  #layout: SeriesLayout | null = null

  constructor(source: RowSource, kind: SeriesKind, choice: RowChoice = {}) {
    this.#source = source
    this.#kind = kind
    this.#choice = choice
    this.#time = new TimeColumn(choice.timeZone)
  }

  /** Takes the next row that is not blank; `line` is the line on which it starts, or its number. */
  row(cells: readonly Cell[], line: number): void {
    if (this.#layout === null && this.#begin(cells, this.#source.placeOf(line))) return
    const { time, width } = this.#layout!
    if (this.#lines.length === 0) this.#leaveWordsOut(cells)
    const { columns } = this.#layout!
    const isWhole = cells.length === width
    if (!isWhole) this.#tell(line, 'row', `${count(cells.length, 'cell')} instead of ${width}`)
    this.#lines.push(line)
    this.#times.push(isWhole ? this.#timeOf(cells[time], line) : Number.NaN)
    for (const { name, index, values } of columns) {
      const value = isWhole ? numberIn(cells[index]) : Number.NaN
      if (isWhole && Number.isNaN(value)) this.#tell(line, name, cells[index])
      values.push(value)
    }
  }

  /** The columns of the whole file. */
  finish(): RawSeries {
    if (this.#layout === null) throw emptyFile(this.#source.file, 'an empty file')
    if (this.#lines.length === 0) throw emptyFile(this.#source.file, 'a header row alone')
    return {
      kind: this.#layout.kind,
      time: Float64Array.from(this.#times),
      columns: this.#layout.columns.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
      line: Uint32Array.from(this.#lines),
      unreadable: this.#unreadable,
      notes: [...(this.#time.note === null ? [] : [this.#time.note]), ...this.#notes],
    }
  }

  /** Returns whether the row is a header. */
  #begin(cells: readonly Cell[], where: string): boolean {
    const hasHeader = isHeader(cells)
    if (!hasHeader && this.#kind !== 'funding') throw headerMissing(cells, where)
    this.#layout = hasHeader
      ? this.#titled(
          cells.map((title) => String(title).trim()),
          where,
        )
      : fundingInOrder(cells.length)
    if (!hasHeader) this.#notes.push('no header row: columns are read in the order time, rate')
    return hasHeader
  }

  #titled(header: readonly string[], where: string): SeriesLayout {
    const titles = withChoices(header, this.#choice.columns, names, where)
    const found = layoutOf<'time' | 'rate' | 'open'>(titles, names, where, ['rate', 'open']).columns
    const layout = { kind: this.#kind, width: header.length, time: found.time }
    if (this.#kind === 'funding') {
      const index = found.rate >= 0 ? found.rate : found.open
      if (index < 0) layoutOf(titles, { rate: names.rate }, where)
      return { ...layout, columns: [{ name: 'rate', index, values: [] }] }
    }
    // Two of four prices: candles with a title misspelt, which is what their reader tells.
    if (priceTitles.filter((price) => titles.some((title) => title.toLowerCase() === price)).length >= 2) {
      layoutOf(titles, candleNames, where)
    }
    const indices = [...header.keys()].filter((index) => index !== found.time)
    if (indices.length === 0) throw valueMissing(header, where)
    return { ...layout, columns: indices.map((index) => ({ name: header[index], index, values: [] })) }
  }

  /** A series may have columns of words, such as the pair: those whose first cell is one, where others hold numbers. */
  #leaveWordsOut(cells: readonly Cell[]): void {
    const { columns } = this.#layout!
    const isNumber = ({ index }: ValueColumn) => !Number.isNaN(numberIn(cells[index] ?? ''))
    if (!columns.some(isNumber)) return
    const left = columns.filter((column) => !isNumber(column) && String(cells[column.index] ?? '').trim() !== '')
    this.#layout = { ...this.#layout!, columns: columns.filter((column) => !left.includes(column)) }
    this.#notes.push(...left.map(({ name }) => `the column '${name}' holds words and is not read`))
  }

  #timeOf(cell: Cell, line: number): number {
    const time = this.#time.read(cell)
    if (Number.isNaN(time)) this.#tell(line, 'time', this.#time.foundIn(cell))
    return time
  }

  #tell(line: number, column: string, cell: Cell): void {
    this.#unreadable.push({ line, column, found: shown(cell) })
  }
}

function fundingInOrder(width: number): SeriesLayout {
  return { kind: 'funding', width, time: 0, columns: [{ name: 'rate', index: 1, values: [] }] }
}

function headerMissing(titles: readonly Cell[], where: string): InputError {
  return badInput('column-missing', where, {
    found: `'${titles.join(',')}' as the first row`,
    expected: 'a header row that names the time and the values',
    remedy: "Add a line such as 'funding_time,rate' or 'time,value' at the top.",
  })
}

function valueMissing(titles: readonly string[], where: string): InputError {
  return badInput('column-missing', where, {
    found: `the column ${titles[0]} alone`,
    expected: 'a time and one value or more beside it',
    remedy: 'Give a file with a column of values.',
  })
}
