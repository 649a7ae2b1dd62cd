import type { InputError, Where } from '#domain/failure.js'
import { badInput, notANumber } from './bad-input.js'
import { timeNames } from './candle-layout.js'
import { NEWEST_FIRST } from './candle-rows.js'
import { type Cell, numberIn } from './cell.js'
import type { FundingPrint } from './funding-prints.js'
import { type ColumnNames, plainTitle } from './header.js'
import { type RowChoice, RowColumns } from './row-columns.js'
import type { RowSource } from './row-source.js'

type FundingColumn = 'rate'

/** Titles of the columns of a funding file. */
export const fundingNames: ColumnNames<FundingColumn | 'time'> = {
  time: [...timeNames, 'funding_time', 'calc_time', 'funding_rate_timestamp', 'time_point'],
  rate: ['rate', 'funding_rate', 'last_funding_rate'],
}

export interface ReadFunding {
  /** Oldest first, unless the file is in no order. */
  readonly prints: readonly FundingPrint[]
  /** As the file writes it; null where it names none. */
  readonly pair: string | null
  readonly notes: readonly string[]
}

/** Turns the rows of a funding file into prints. Every method throws `InputError` with `where` = `file:line`. */
export class FundingRows {
  readonly #rows: RowColumns<FundingColumn>
  readonly #prints: FundingPrint[] = []
  readonly #notes: string[] = []
  /** Cells that freqtrade fills with zeros, beside the rate in the open. */
  #zeros: readonly number[] = []

  /** `source` may be the name of a CSV file. */
  constructor(source: RowSource | string, choice: RowChoice = {}) {
    const titlesOf = this.#titlesOf.bind(this)
    this.#rows = new RowColumns(source, { names: fundingNames, titlesOf }, choice)
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly Cell[], line: number): void {
    const columns = this.#rows.of(cells, line)
    if (columns === null) return
    const where = this.#rows.source.placeOf(line)
    const at = this.#rows.timeOf(cells[columns.time], line)
    const rate = numberIn(cells[columns.rate])
    if (Number.isNaN(rate)) throw notANumber(String(cells[columns.rate]), where, 'rate')
    if (this.#zeros.some((index) => numberIn(cells[index]) !== 0)) throw candlesInstead(where)
    this.#prints.push({ at, rate, where })
  }

  /** All prints. */
  finish(): ReadFunding {
    const notes = [...this.#rows.finish(), ...this.#notes]
    // Two rows alone may as well be in disorder.
    const [first, second, third] = this.#prints
    const isNewestFirst = third !== undefined && third.at < second.at && second.at < first.at
    const { pair } = this.#rows
    if (!isNewestFirst) return { prints: this.#prints, pair, notes }
    return { prints: this.#prints.toReversed(), pair, notes: [...notes, NEWEST_FIRST] }
  }

  /** Names the columns of the forms whose rate is not called so: freqtrade's, and OKX's, which has two. */
  #titlesOf(cells: readonly Cell[], hasHeader: boolean, where: Where): readonly string[] {
    const titles = cells.map(String)
    const plain = titles.map(plainTitle)
    if (plain.includes('realizedrate')) {
      this.#notes.push("the rate is read from 'realizedRate', which was settled, not from 'fundingRate'")
      return titles.map((title, at) =>
        plain[at] === 'realizedrate' ? 'rate' : plain[at] === 'fundingrate' ? '' : title,
      )
    }
    const isFreqtrade = hasHeader
      ? ['open', 'high', 'low', 'close'].every((title) => plain.includes(title)) && !hasRate(plain)
      : cells.length === 6
    if (!isFreqtrade) {
      if (hasHeader) return titles
      throw headerMissing(cells, where)
    }
    this.#notes.push("the rate is read from the open, where freqtrade's funding files have it")
    const names = hasHeader ? titles : ['time', 'open', 'high', 'low', 'close', 'volume']
    this.#zeros = names.flatMap((title, at) => (['high', 'low', 'close'].includes(plainTitle(title)) ? [at] : []))
    return names.map((title) => (plainTitle(title) === 'open' ? 'rate' : title))
  }
}

function hasRate(plain: readonly string[]): boolean {
  return fundingNames.rate.some((name) => plain.includes(plainTitle(name)))
}

function headerMissing(cells: readonly Cell[], where: Where): InputError {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names the time and the rate',
    remedy: "Add the line 'funding_time,rate' at the top.",
  })
}

function candlesInstead(where: Where): InputError {
  return badInput('kind-differs', where, {
    found: 'high, low and close beside the open: candles',
    expected: 'funding rates, with zeros there where freqtrade stores them',
    remedy: 'Give the file as candles, or a file with a column for the rate.',
  })
}
