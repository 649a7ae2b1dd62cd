import type { InputError } from '#domain/failure.js'
import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { timeNames } from './candle-layout.js'
import type { FundingPrint } from './funding-prints.js'
import { type ColumnNames, isHeader, type Layout, layoutOf } from './header.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

type FundingColumn = 'time' | 'rate'

const names: ColumnNames<FundingColumn> = {
  time: [...timeNames, 'funding_time', 'calc_time'],
  rate: ['rate', 'funding_rate', 'last_funding_rate'],
}

export interface ReadFunding {
  readonly prints: readonly FundingPrint[]
  readonly notes: readonly string[]
}

/** Turns the rows of a funding file into prints. Every method throws `InputError` with `where` = `file:line`. */
export class FundingRows {
  readonly #file: string
  readonly #time = new TimeColumn()
  readonly #prints: FundingPrint[] = []
  #layout: Layout<FundingColumn> | null = null

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
    if (cells.length !== width) throw wrongColumnCount(cells, width, where)
    const at = this.#time.read(cells[columns.time])
    if (Number.isNaN(at)) throw this.#time.failureOf(cells[columns.time], where)
    const rate = numberOf(cells[columns.rate])
    if (Number.isNaN(rate)) throw notANumber(cells[columns.rate], where, 'rate')
    this.#prints.push({ at, rate, where })
  }

  /** All prints, in the order of the file. */
  finish(): ReadFunding {
    if (this.#layout === null) throw emptyFile(this.#file, 'an empty file')
    if (this.#prints.length === 0) throw emptyFile(this.#file, 'a header row alone')
    return { prints: this.#prints, notes: [this.#time.note!, ...this.#layout.notes] }
  }
}

function headerMissing(cells: readonly string[], where: string): InputError {
  return badInput('column-missing', where, {
    found: `'${cells.join(',')}' as the first row`,
    expected: 'a header row that names the time and the rate',
    remedy: "Add the line 'funding_time,rate' at the top.",
  })
}
