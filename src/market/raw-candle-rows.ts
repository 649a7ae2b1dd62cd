import type { CandleFileKind } from './candle-layout.js'
import { CandleReader } from './candle-reader.js'
import type { Cell } from './cell.js'
import { GrowingCandles } from './growing-candles.js'
import { PairChoice } from './pair-choice.js'
import type { RawCandles, UnreadableCell } from './raw-candles.js'
import type { RowSource } from './row-source.js'

export interface RawCandleChoice extends Omit<CandleFileKind, 'volumeNeeded'> {
  /** Where the file has rows of several pairs. */
  readonly pair?: string | null | undefined
}

/** Turns the rows of any candle file into columns as they stand, cells that cannot be read included. */
export class RawCandleRows {
  readonly #source: RowSource
  readonly #reader: CandleReader
  readonly #pairs: PairChoice
  readonly #columns = new GrowingCandles()
  readonly #unreadable: UnreadableCell[] = []
  #lines = new Uint32Array(4_096)

  constructor(source: RowSource, choice: RawCandleChoice = {}) {
    const sink = {
      candle: (time: number, open: number, high: number, low: number, close: number, volume: number, line: number) =>
        this.#add(time, open, high, low, close, volume, line),
      unreadable: (cell: UnreadableCell) => void this.#unreadable.push(cell),
    }
    this.#source = source
    this.#pairs = new PairChoice(choice.pair ?? null)
    this.#reader = new CandleReader(source, { ...choice, volumeNeeded: false }, (pair, where) =>
      pair === null || this.#pairs.takes(pair, where) ? sink : null,
    )
  }

  /** Takes the next row that is not blank. Throws `InputError` where its columns are not those of candles. */
  row(cells: readonly Cell[], line: number): void {
    this.#reader.row(cells, line)
  }

  /** Throws `InputError` for a file without a row. */
  finish(): RawCandles {
    this.#reader.finish()
    this.#pairs.finish(this.#source.file)
    const { note } = this.#pairs
    return {
      ...this.#columns.columns(),
      line: this.#lines.subarray(0, this.#columns.length),
      unreadable: this.#unreadable,
      notes: [...this.#reader.notes, ...(note === null ? [] : [note])],
    }
  }

  #add(time: number, open: number, high: number, low: number, close: number, volume: number, line: number): void {
    const row = this.#columns.length
    if (row === this.#lines.length) {
      const larger = new Uint32Array(row * 2)
      larger.set(this.#lines)
      this.#lines = larger
    }
    this.#lines[row] = line
    this.#columns.add(time, open, high, low, close, volume)
  }
}
