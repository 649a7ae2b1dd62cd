import { badInput, emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import { CandleBuilder, type CheckedCandles } from './candle-builder.js'
import { type ColumnNames, isHeader, type Layout, layoutOf } from './header.js'
import { LineIndex } from './line-index.js'
import { numberOf } from './number.js'
import { TimeColumn } from './time-column.js'

type CandleColumn = 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'

/** Names of a time column, in candle and funding files. */
export const timeNames = ['time', 'timestamp', 'date', 'datetime', 'open_time', 'unix', 'ts'] as const

const names: ColumnNames<CandleColumn> = {
  time: timeNames,
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v', 'volume_base', 'base_volume', 'volume_contracts'],
}
const contractsTitle = /^\s*volume[\s_-]*contracts\s*$/i

const klineOrder = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 } as const

/** Candles of one file, and what was noticed on the way. */
export interface ReadCandles extends CheckedCandles {
  readonly notes: readonly string[]
}

/** What a candle file is read for: only traded candles need a volume. */
export interface CandleFileKind {
  readonly volumeNeeded: boolean
}

/**
 * Turns the rows of a candle file into checked columns. The first row is a header, recognised by name, or already data in
 * Binance's kline order. Every method throws `InputError` with `where` = `file:line`.
 */
export class CandleRows {
  readonly #file: string
  readonly #kind: CandleFileKind
  readonly #time = new TimeColumn()
  readonly #lines = new LineIndex()
  readonly #builder = new CandleBuilder((row) => `${this.#file}:${this.#lines.lineOf(row)}`)
  readonly #whereNow = () => `${this.#file}:${this.#line}`
  #layout: Layout<CandleColumn> | null = null
  #line = 0
  #empty = true

  /** `file` is what errors call the file. */
  constructor(file: string, kind: CandleFileKind) {
    this.#file = file
    this.#kind = kind
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly string[], line: number): void {
    this.#line = line
    if (this.#layout === null) {
      this.#layout = this.#layoutOf(cells)
      if (isHeader(cells)) return
    }
    const { columns, width } = this.#layout
    if (cells.length !== width) throw wrongColumnCount(cells.length, width, this.#whereNow())
    const openedAt = this.#time.read(cells[columns.time], this.#whereNow)
    const open = numberOf(cells[columns.open])
    const high = numberOf(cells[columns.high])
    const low = numberOf(cells[columns.low])
    const close = numberOf(cells[columns.close])
    const volume = columns.volume < 0 ? 0 : numberOf(cells[columns.volume])
    if (Number.isNaN(open + high + low + close + volume)) throw this.#notANumber(cells)
    this.#lines.add(line)
    this.#builder.add(openedAt, open, high, low, close, volume)
    this.#empty = false
  }

  /** The checked columns of the whole file. */
  finish(maxGapMs: number): ReadCandles {
    if (this.#layout === null) throw emptyFile(this.#file, 'an empty file')
    if (this.#empty) throw emptyFile(this.#file, 'a header row alone')
    const notes = this.#time.note === null ? [] : [this.#time.note]
    return { ...this.#builder.finish(maxGapMs), notes: [...notes, ...this.#layout.notes] }
  }

  #layoutOf(cells: readonly string[]): Layout<CandleColumn> {
    const optional: CandleColumn[] = this.#kind.volumeNeeded ? [] : ['volume']
    if (isHeader(cells)) {
      const layout = layoutOf(cells, names, this.#whereNow(), optional)
      const inContracts = layout.columns.volume >= 0 && contractsTitle.test(cells[layout.columns.volume])
      return inContracts
        ? { ...layout, notes: [...layout.notes, 'the volume is in contracts, not in the base asset'] }
        : layout
    }
    const needed = this.#kind.volumeNeeded ? 6 : 5
    if (cells.length < needed) throw wrongKlineCount(cells.length, needed, this.#whereNow())
    const columns = { ...klineOrder, volume: cells.length > 5 ? 5 : -1 }
    return { columns, width: cells.length, notes: ['no header row: columns are read in the order of Binance klines'] }
  }

  #notANumber(cells: readonly string[]) {
    const { columns } = this.#layout!
    const column = (['open', 'high', 'low', 'close', 'volume'] as const).find(
      (name) => columns[name] >= 0 && Number.isNaN(numberOf(cells[columns[name]])),
    )!
    return notANumber(cells[columns[column]], this.#whereNow(), column)
  }
}

function wrongKlineCount(found: number, needed: number, where: string) {
  return badInput('column-count', where, {
    found: `${found} ${found === 1 ? 'column' : 'columns'} and no header row`,
    expected: `${needed} or more in the order of Binance klines: ${Object.keys(klineOrder).slice(0, needed).join(', ')}`,
    remedy: 'Add a header row with the names of the columns.',
  })
}
