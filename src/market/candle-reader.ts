import type { InputError, Where } from '#domain/failure.js'
import { emptyFile, notANumber, wrongColumnCount } from './bad-input.js'
import {
  type CandleColumn,
  type CandleFileKind,
  type CandleLayout,
  candleLayout,
  isOkx,
  okxVolume,
  settled,
} from './candle-layout.js'
import { fundingInstead, isFundingRow, isUnconfirmed, pricesInOrder } from './candle-shape.js'
import { type Cell, numberIn, shown } from './cell.js'
import { count } from './count.js'
import { isComment } from './header.js'
import type { UnreadableCell } from './raw-candles.js'
import type { RowSource } from './row-source.js'
import { TimeColumn } from './time-column.js'

export type CandleColumns = Readonly<Record<CandleColumn, number>>

/** What takes the candles of a file, row by row. */
export interface CandleSink {
  /** A value that the file does not hold is NaN, and was told of before. `cells` hold the row as it was, for this call. */
  candle(
    openedAt: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    line: number,
    cells: readonly Cell[],
    columns: CandleColumns,
  ): void
  /** A cell that cannot be read. Where this returns, the value is NaN and reading goes on. */
  unreadable(cell: UnreadableCell, failure: () => InputError): void
}

/** The sink for rows of this pair (null: the file names none), or null where they are left out. */
export type SinkOf = (pair: string | null, where: () => Where) => CandleSink | null

const values = ['open', 'high', 'low', 'close', 'volume'] as const

/**
 * Rows of any candle file → times and numbers: finds the columns, the time unit, the pair. It does not judge whether they
 * are candles. Throws `InputError` with the place of the row.
 */
export class CandleReader {
  readonly #source: RowSource
  readonly #kind: CandleFileKind
  readonly #sinkOf: SinkOf
  readonly #time: TimeColumn
  readonly #whereNow = () => this.#source.placeOf(this.#line)
  #layout: CandleLayout | null = null
  #columns: CandleColumns | null = null
  #orderOpen = false
  #volumeOpen = false
  #sink: CandleSink | null = null
  #pair: Cell | null = null
  #line = 0
  #comments = 0
  #unconfirmed = 0

  constructor(source: RowSource, kind: CandleFileKind, sinkOf: SinkOf) {
    this.#source = source
    this.#kind = kind
    this.#sinkOf = sinkOf
    this.#time = new TimeColumn(kind.timeZone)
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly Cell[], line: number): void {
    this.#line = line
    const columns = this.#orderOpen || this.#volumeOpen || this.#columns === null ? this.#begin(cells) : this.#columns
    if (columns === null) return
    const sink = columns.pair < 0 ? this.#sink : this.#sinkFor(cells[columns.pair] ?? '')
    if (sink === null) return
    if (cells.length !== this.#layout!.width) return this.#wrongWidth(sink, cells)
    if (columns.confirmed >= 0 && isUnconfirmed(cells[columns.confirmed])) {
      this.#unconfirmed += 1
      return
    }
    const openedAt = this.#timeOf(sink, cells[columns.time])
    const open = numberIn(cells[columns.open])
    const high = numberIn(cells[columns.high])
    const low = numberIn(cells[columns.low])
    const close = numberIn(cells[columns.close])
    const volume = columns.volume < 0 ? 0 : numberIn(cells[columns.volume])
    if (Number.isNaN(open + high + low + close + volume)) this.#unreadable(sink, cells, columns)
    sink.candle(openedAt, open, high, low, close, volume, line, cells, columns)
  }

  /** Throws where the file has no row of data. */
  finish(): void {
    if (this.#layout === null) throw emptyFile(this.#source.file, 'an empty file')
    if (this.#columns === null) throw emptyFile(this.#source.file, 'a header row alone')
  }

  /** What was recognised and converted, in sentences. */
  get notes(): readonly string[] {
    const { note } = this.#time
    return [
      ...(note === null ? [] : [note]),
      ...(this.#layout?.notes ?? []),
      ...(this.#comments > 0 ? [`${count(this.#comments, 'line')} above the header left out`] : []),
      ...(this.#unconfirmed > 0
        ? [`${count(this.#unconfirmed, 'candle')} left out: not closed yet, as the file itself says`]
        : []),
    ]
  }

  /** Whether times are written without a zone, and may be local ones. */
  get isZoneless(): boolean {
    return this.#time.isZoneless
  }

  /** The columns, once the first row of data is there. */
  #begin(cells: readonly Cell[]): CandleColumns | null {
    if (this.#layout === null) {
      if (isComment(cells)) {
        this.#comments += 1
        return null
      }
      this.#layout = candleLayout(cells, this.#source, this.#kind, this.#whereNow())
      this.#orderOpen = this.#layout.orderOpen
      if (this.#layout.hasHeader) return null
    }
    if (this.#columns === null) {
      if (cells.length !== this.#layout.width) throw this.#otherWidth(cells)
      this.#layout = settled(this.#layout, cells, this.#kind, this.#whereNow())
      this.#columns = this.#layout.columns
      this.#volumeOpen = isOkx(this.#layout.titles)
      if (isFundingRow(cells, this.#columns)) throw fundingInstead(this.#whereNow())
      if (this.#columns.pair < 0) this.#sink = this.#sinkOf(null, this.#whereNow)
    }
    if (this.#orderOpen) this.#settleOrder(cells)
    if (this.#volumeOpen) this.#settleVolume(cells)
    return this.#columns
  }

  /** KuCoin writes open, close, high, low. The first candle with a movement shows which order it is; before it both are the same. */
  #settleOrder(cells: readonly Cell[]): void {
    const order = pricesInOrder(cells)
    if (order === 'flat') return
    this.#orderOpen = false
    if (order === 'ohlc') return
    const { high, low, close } = this.#columns!
    this.#columns = { ...this.#columns!, close: high, high: low, low: close }
    const notes = ['no header row: columns are read in the order of KuCoin, time, open, close, high, low, volume']
    this.#layout = { ...this.#layout!, notes }
  }

  #settleVolume(cells: readonly Cell[]): void {
    const layout = okxVolume(this.#layout!, cells)
    if (layout === null) return
    this.#volumeOpen = false
    this.#layout = layout
    this.#columns = layout.columns
  }

  #sinkFor(cell: Cell): CandleSink | null {
    if (cell !== this.#pair) {
      this.#pair = cell
      this.#sink = this.#sinkOf(String(cell).trim(), this.#whereNow)
    }
    return this.#sink
  }

  #timeOf(sink: CandleSink, cell: Cell): number {
    const instant = this.#time.read(cell)
    if (Number.isNaN(instant)) {
      const column = 'time'
      sink.unreadable({ line: this.#line, column, found: this.#time.foundIn(cell) }, () =>
        this.#time.failureOf(cell, this.#whereNow()),
      )
    }
    return instant
  }

  #unreadable(sink: CandleSink, cells: readonly Cell[], columns: CandleColumns): void {
    for (const column of values) {
      const cell = cells[columns[column]]
      if (columns[column] < 0 || !Number.isNaN(numberIn(cell))) continue
      sink.unreadable({ line: this.#line, column, found: shown(cell) }, () =>
        notANumber(String(cell), this.#whereNow(), column),
      )
    }
  }

  #wrongWidth(sink: CandleSink, cells: readonly Cell[]): void {
    const found = `${count(cells.length, 'cell')} instead of ${this.#layout!.width}`
    sink.unreadable({ line: this.#line, column: 'row', found }, () => this.#otherWidth(cells))
    const none = Number.NaN
    sink.candle(none, none, none, none, none, none, this.#line, cells, this.#columns!)
  }

  #otherWidth(cells: readonly Cell[]): InputError {
    return wrongColumnCount(cells, this.#layout!.width, this.#whereNow())
  }
}
