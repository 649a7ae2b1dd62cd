import type { CandleColumns } from '#market/candle-reader.js'
import { type Cell, numberIn } from '#market/cell.js'
import { digits } from '#market/digits.js'
import { IsoText } from '#market/iso-text.js'

const COMMA = 0x2c
const LINE_FEED = 0x0a
const POINT = 0x2e
const ZERO = 0x30
/** More digits no double tells apart. */
const DIGITS_MAX = 40
/** A time and five numbers; a double without an exponent may have over 300 digits. */
const LINE_BYTES = 4_096

/** One line of a candle file, made byte by byte: text for each cell would take twice as long as parsing it did. */
export class CandleLine {
  readonly bytes = new Uint8Array(LINE_BYTES)
  readonly #iso = new IsoText()
  readonly #hasVolume: boolean
  #length = 0

  constructor(hasVolume: boolean) {
    this.#hasVolume = hasVolume
  }

  /** Makes the line of a row and returns its length. Numbers keep the digits that they have in the file. */
  of(openedAt: number, cells: readonly Cell[], columns: CandleColumns): number {
    this.#length = 0
    this.#text(this.#iso.of(openedAt))
    this.#number(cells[columns.open])
    this.#number(cells[columns.high])
    this.#number(cells[columns.low])
    this.#number(cells[columns.close])
    if (this.#hasVolume) this.#number(cells[columns.volume])
    this.bytes[this.#length++] = LINE_FEED
    return this.#length
  }

  #number(cell: Cell): void {
    this.bytes[this.#length++] = COMMA
    if (typeof cell === 'number' || !this.#plain(cell)) this.#text(digits(numberIn(cell)))
  }

  /** Copies a cell of digits and a point; false, and nothing, where there is something else in it. */
  #plain(cell: string): boolean {
    const { length } = cell
    if (length > DIGITS_MAX) return false
    for (let at = 0; at < length; at++) {
      const code = cell.charCodeAt(at)
      if ((code < ZERO && code !== POINT) || code > ZERO + 9) return false
      this.bytes[this.#length + at] = code
    }
    this.#length += length
    return true
  }

  #text(text: string): void {
    for (let at = 0; at < text.length; at++) this.bytes[this.#length++] = text.charCodeAt(at)
  }
}
