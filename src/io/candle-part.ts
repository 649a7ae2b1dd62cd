import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { Where } from '#domain/failure.js'
import { CandleCheck } from '#market/candle-check.js'
import type { CandleColumns, CandleSink } from '#market/candle-reader.js'
import { refused } from '#market/candle-rows.js'
import type { Cell } from '#market/cell.js'
import { doubled } from '#market/growing-candles.js'
import { LineIndex } from '#market/line-index.js'
import { CandleLine } from './candle-line.js'

const BLOCK_BYTES = 1 << 18

interface Block {
  readonly start: number
  readonly length: number
}

/**
 * The candles of one pair in one file: checked as they come and written to a file of their own, so that only their times
 * stay in memory. Numbers keep the digits they have in the file.
 */
export class CandlePart implements CandleSink {
  readonly #file: number
  readonly #placeOf: (line: number) => Where
  readonly #lines = new LineIndex()
  readonly #check = new CandleCheck((row) => this.whereOf(row), 'either')
  readonly #line: CandleLine
  readonly #blocks: Block[] = []
  readonly unreadable = refused
  #times: Float64Array = new Float64Array(4_096)
  #rows = 0
  #block = Buffer.allocUnsafe(BLOCK_BYTES)
  /** Bytes of the block in use: at its start; at its end where the newest row stands first. */
  #used = 0
  #written = 0
  #newestLength = 0
  #traded = false

  /** `placeOf` names a line of the source in errors. */
  constructor(path: string, placeOf: (line: number) => Where, hasVolume: boolean) {
    this.#file = openSync(path, 'wx+')
    this.#placeOf = placeOf
    this.#line = new CandleLine(hasVolume)
  }

  /** Throws `InputError` where the candle contradicts itself or does not follow the one before it. */
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
  ): void {
    this.#lines.add(line)
    this.#check.candle(openedAt, open, high, low, close, volume)
    if (this.#rows === this.#times.length) this.#times = doubled(this.#times)
    this.#times[this.#rows] = openedAt
    this.#rows += 1
    if (volume > 0) this.#traded = true
    if (this.#rows === 2 && this.isNewestFirst) this.#turn()
    this.#write(this.#line.of(openedAt, cells, columns))
  }

  get rows(): number {
    return this.#rows
  }

  /** Whether any candle has a volume. */
  get traded(): boolean {
    return this.#traded
  }

  get isNewestFirst(): boolean {
    return this.#check.isNewestFirst
  }

  /** The place of a row of the source, counted from 0 in its order. */
  whereOf(row: number): Where {
    return this.#placeOf(this.#lines.lineOf(row))
  }

  /** Times oldest first, as a view. To be asked once all rows are there. */
  times(): Float64Array {
    this.#flush()
    const times = this.#times.subarray(0, this.#rows)
    return this.isNewestFirst ? times.toReversed() : times
  }

  /** The place of the candle that is so many after the oldest. */
  placeOfTime(index: number): Where {
    return this.whereOf(this.isNewestFirst ? this.#rows - 1 - index : index)
  }

  /** The lines, oldest first, in blocks; without the newest where `dropNewest`. */
  *bytes(dropNewest: boolean): Generator<Buffer> {
    const blocks = this.isNewestFirst ? this.#blocks.toReversed() : this.#blocks
    for (const [at, { start, length }] of blocks.entries()) {
      const isLast = at === blocks.length - 1
      const wanted = isLast && dropNewest ? length - this.#newestLength : length
      const buffer = Buffer.alloc(wanted)
      readSync(this.#file, buffer, 0, wanted, start)
      yield buffer
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /** From the end of the block towards its start where the newest row stands first: that turns the rows around. */
  #write(length: number): void {
    if (this.#used + length > BLOCK_BYTES) this.#flush()
    const start = this.isNewestFirst ? BLOCK_BYTES - this.#used - length : this.#used
    const { bytes } = this.#line
    for (let at = 0; at < length; at++) this.#block[start + at] = bytes[at]
    this.#used += length
    if (!this.isNewestFirst || this.#newestLength === 0) this.#newestLength = length
  }

  /** The first row, written before the order was known. */
  #turn(): void {
    this.#block.copy(this.#block, BLOCK_BYTES - this.#used, 0, this.#used)
  }

  #flush(): void {
    if (this.#used === 0) return
    const start = this.isNewestFirst ? BLOCK_BYTES - this.#used : 0
    writeSync(this.#file, this.#block, start, this.#used)
    this.#blocks.push({ start: this.#written, length: this.#used })
    this.#written += this.#used
    this.#used = 0
  }
}
