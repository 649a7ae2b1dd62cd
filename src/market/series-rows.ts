import type { InputError, Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput, notANumber } from './bad-input.js'
import { timeNames } from './candle-layout.js'
import { NEWEST_FIRST } from './candle-rows.js'
import { type Cell, numberIn } from './cell.js'
import { type ColumnNames, plainTitle } from './header.js'
import { pairNames } from './pair-choice.js'
import { type RowChoice, RowColumns } from './row-columns.js'
import type { RowSource } from './row-source.js'

const names: ColumnNames<'time' | 'value'> = { time: [...timeNames, 'create_time'], value: ['value'] }

/** Columns of open interest in the base asset, and what stands beside them. */
const openInterest = ['sum_open_interest', 'open_interest', 'open_interest_base', 'open_interest_amount', 'oi']
/** What CCXT has beside them, too. */
const beside = ['info', 'base_volume', 'quote_volume']
const openInterestValue = ['sum_open_interest_value', 'open_interest_value', 'open_interest_quote', 'oi_usd']

export interface ReadSeries {
  /** A metric: from `at[i]` on, ms since 1970 and ascending, `values[i]` is known. */
  readonly series: { readonly at: Float64Array; readonly values: Float64Array }
  /** As the file writes it; null where it names none. */
  readonly pair: string | null
  readonly notes: readonly string[]
}

/** Turns the rows of a metric's file into a series. Every method throws `InputError` with `where` = `file:line`. */
export class SeriesRows {
  readonly #rows: RowColumns<'value'>
  readonly #at: number[] = []
  readonly #values: number[] = []
  readonly #notes: string[] = []
  readonly #isChosen: boolean
  /** Set where the second row is earlier than the first: an error, unless all others go on so. */
  #disorder: InputError | null = null

  /** `source` may be the name of a CSV file. */
  constructor(source: RowSource | string, choice: RowChoice = {}) {
    this.#isChosen = choice.columns?.['value'] !== undefined
    this.#rows = new RowColumns(source, { names, titlesOf: this.#titlesOf.bind(this) }, choice)
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly Cell[], line: number): void {
    const columns = this.#rows.of(cells, line)
    if (columns === null) return
    const at = this.#rows.timeOf(cells[columns.time], line)
    const value = numberIn(cells[columns.value])
    const where = this.#rows.source.placeOf(line)
    if (Number.isNaN(value)) throw notANumber(String(cells[columns.value]), where, 'value')
    this.#checkOrder(at, where)
    this.#at.push(at)
    this.#values.push(value)
  }

  /** The whole file, oldest first. */
  finish(): ReadSeries {
    const notes = [...this.#rows.finish(), ...this.#notes]
    // Two rows alone may as well be in disorder.
    if (this.#at.length === 2 && this.#disorder !== null) throw this.#disorder
    const series = { at: Float64Array.from(this.#at), values: Float64Array.from(this.#values) }
    const { pair } = this.#rows
    if (this.#disorder === null) return { series, pair, notes }
    return {
      series: { at: series.at.reverse(), values: series.values.reverse() },
      pair,
      notes: [...notes, NEWEST_FIRST],
    }
  }

  #checkOrder(at: number, where: Where): void {
    const previous = this.#at.at(-1)
    if (previous === undefined) return
    if (this.#at.length === 1 && at < previous) this.#disorder = notAfter(at, previous, where)
    else if (this.#disorder === null ? at <= previous : at >= previous) throw notAfter(at, previous, where)
  }

  /** Names the column of the values, where only one can be meant. */
  #titlesOf(cells: readonly Cell[], hasHeader: boolean, where: Where): readonly string[] {
    if (!hasHeader) {
      if (!this.#isChosen) throw headerMissing(cells, where)
      return cells.map(() => '')
    }
    const titles = cells.map(String)
    if (this.#isChosen || indexOf(titles, names.value) >= 0) return titles
    const others = titles.filter((title) => !isOneOf(title, [...names.time, ...pairNames]))
    const base = others.filter((title) => isOneOf(title, openInterest))
    const isOpenInterest =
      base.length === 1 && others.every((one) => isOneOf(one, [...openInterest, ...openInterestValue, ...beside]))
    if (!isOpenInterest) throw valueUnnamed(titles, others, where)
    const [meant] = base
    const left = others.filter((title) => title !== meant)
    const aside = left.length === 0 ? '' : `, ${left.map((title) => `'${title}'`).join(' and ')} left out`
    this.#notes.push(`values are read from '${meant}', open interest in the base asset${aside}`)
    return titles.map((title) => (title === meant ? 'value' : title))
  }
}

function indexOf(titles: readonly string[], known: readonly string[]): number {
  return titles.findIndex((title) => isOneOf(title, known))
}

function isOneOf(title: string, known: readonly string[]): boolean {
  return known.some((name) => plainTitle(name) === plainTitle(title))
}

function headerMissing(cells: readonly Cell[], where: Where): InputError {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names the time and the value',
    remedy: "Add the line 'time,value' at the top.",
  })
}

function valueUnnamed(titles: readonly string[], others: readonly string[], where: Where): InputError {
  const other = others[0]?.trim() ?? 'value'
  return badInput('column-missing', where, {
    found: `the columns ${titles.map((title) => title.trim()).join(', ')}`,
    expected: "a column 'value' that holds the values",
    remedy: `Say which column it is: column: ${other} in a config, --column value=${other} in data import.`,
  })
}

function notAfter(at: number, previous: number, where: Where): InputError {
  const twice = at === previous
  return badInput(twice ? 'series-twice' : 'series-unordered', where, {
    found: twice ? `a value of ${iso(at)} again` : `the value of ${iso(at)} after that of ${iso(previous)}`,
    expected: 'each time once, in ascending order',
    remedy: twice ? 'Remove one of the two rows.' : 'Sort the rows by time, oldest first.',
  })
}
