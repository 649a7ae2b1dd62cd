import { InputError } from '#domain/failure.js'
import { CandleBuilder, type CheckedCandles } from './candle-builder.js'
import type { CandleFileKind } from './candle-layout.js'
import { CandleReader } from './candle-reader.js'
import type { Cell } from './cell.js'
import { LineIndex } from './line-index.js'
import { PairChoice } from './pair-choice.js'
import type { UnreadableCell } from './raw-candles.js'
import type { RowSource } from './row-source.js'

/** Candles of one file, and what was noticed on the way. */
export interface ReadCandles extends CheckedCandles {
  readonly notes: readonly string[]
}

/** What a file of candles is read for, and what is chosen in it. */
export interface CandleChoice extends CandleFileKind {
  /** The pair that is read where the file names pairs. */
  readonly pair?: string | null | undefined
}

/**
 * Turns the rows of a candle file into checked columns, oldest first. The first row is a header, recognised by name, or
 * already data in an order that is known. Every method throws `InputError` with `where` = `file:line`.
 */
export class CandleRows {
  readonly #source: RowSource
  readonly #reader: CandleReader
  readonly #pairs: PairChoice
  readonly #lines = new LineIndex()
  readonly #builder = new CandleBuilder((row) => this.#source.placeOf(this.#lines.lineOf(row)), 'either')

  constructor(source: RowSource, choice: CandleChoice) {
    this.#source = source
    this.#pairs = new PairChoice(choice.pair ?? null)
    const sink = { candle: this.#add.bind(this), unreadable: refused }
    this.#reader = new CandleReader(source, choice, (pair, where) =>
      pair === null || this.#pairs.takes(pair, where) ? sink : null,
    )
  }

  /** Takes the next row that is not blank; `line` is the physical line on which it starts, counted from 1. */
  row(cells: readonly Cell[], line: number): void {
    this.#reader.row(cells, line)
  }

  /** The checked columns of the whole file. */
  finish(maxGapMs: number): ReadCandles {
    this.#reader.finish()
    this.#pairs.finish(this.#source.file)
    const checked = this.#builder.finish(maxGapMs)
    return { ...checked, notes: this.#notes() }
  }

  #notes(): readonly string[] {
    const { note } = this.#pairs
    const notes = note === null ? this.#reader.notes : [...this.#reader.notes, note]
    return this.#builder.isTurned ? [...notes, NEWEST_FIRST] : notes
  }

  #add(time: number, open: number, high: number, low: number, close: number, volume: number, line: number): void {
    this.#lines.add(line)
    try {
      this.#builder.add(time, open, high, low, close, volume)
    } catch (error) {
      throw this.#reader.isZoneless ? withZoneHint(error) : error
    }
  }
}

export const NEWEST_FIRST = 'the newest row stands first: the rows are turned around'

/** A cell that cannot be read ends a strict reading. */
export function refused(_: UnreadableCell, failure: () => InputError): never {
  throw failure()
}

/** In autumn local times come twice. */
function withZoneHint(error: unknown): unknown {
  if (!(error instanceof InputError) || !['candles-twice', 'candles-unordered'].includes(error.code)) return error
  return new InputError(error.code, error.message, {
    ...(error.where === null ? {} : { where: error.where }),
    hint: `${error.hint} Times without a zone are read as UTC; for local times convert the file with data import --time-zone.`,
    cause: error,
  })
}
