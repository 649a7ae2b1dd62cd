import type { Cell } from './cell.js'
import { isFundingRow } from './candle-shape.js'
import { isComment, isHeader, plainTitle } from './header.js'

/** What a data file holds. `mark`: prices without a volume, in the form of candles. */
export const dataKinds = ['candles', 'mark', 'funding', 'series', 'events'] as const
export type DataKind = (typeof dataKinds)[number]

/** What takes the rows of a file of one kind. */
export interface RowReader {
  row(cells: readonly Cell[], line: number): void
}

/**
 * Sees by the first rows what a file holds, and hands all rows to the reader for it. A mark series looks like candles: it
 * is told apart by who asks for it.
 */
export class KindReader implements RowReader {
  readonly #readerFor: (kind: DataKind) => RowReader
  readonly #held: { readonly cells: readonly Cell[]; readonly line: number }[] = []
  #header: readonly Cell[] | null = null
  #reader: RowReader | null = null

  constructor(readerFor: (kind: DataKind) => RowReader) {
    this.#readerFor = readerFor
  }

  row(cells: readonly Cell[], line: number): void {
    if (this.#reader !== null) return this.#reader.row(cells, line)
    this.#held.push({ cells: [...cells], line })
    if (this.#header === null && isComment(cells)) return
    if (this.#header === null && isHeader(cells)) this.#header = [...cells]
    else this.#begin(kindOf(this.#header, cells))
  }

  /** Where a file has no row of data, its reader says so. */
  finish(): void {
    if (this.#reader === null) this.#begin(kindOf(this.#header, []))
  }

  #begin(kind: DataKind): void {
    this.#reader = this.#readerFor(kind)
    for (const { cells, line } of this.#held) this.#reader.row(cells, line)
    this.#held.length = 0
  }
}

const priceNames = [
  ['open', 'o'],
  ['high', 'h'],
  ['low', 'l'],
  ['close', 'c'],
] as const
const rateNames = ['rate', 'fundingrate', 'lastfundingrate', 'realizedrate']

/** `first` is the first row of data, empty where there is none. */
function kindOf(header: readonly Cell[] | null, first: readonly Cell[]): DataKind {
  if (header === null) {
    if (first.length < 3) return 'series'
    return first.length === 6 && isFundingRow(first, { open: 1, high: 2, low: 3, close: 4 }) ? 'funding' : 'candles'
  }
  const titles = header.map((cell) => plainTitle(String(cell)))
  const [open, high, low, close] = priceNames.map((names) =>
    titles.findIndex((title) => names.some((name) => name === title)),
  )
  if (open >= 0 && high >= 0 && low >= 0 && close >= 0) {
    return isFundingRow(first, { open, high, low, close }) ? 'funding' : 'candles'
  }
  if (titles.some((title) => rateNames.includes(title))) return 'funding'
  return titles.includes('kind') && titles.includes('title') ? 'events' : 'series'
}
