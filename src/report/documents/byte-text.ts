import { DAY_MS, HOUR_MS, iso, MINUTE_MS, SECOND_MS } from '#domain/time.js'

const PIECE_BYTES = 1 << 18
/** More than any row takes: a float of 309 digits in each of its columns. */
const ROW_BYTES = 4096

const PLACES = 8
const SCALE = 10 ** PLACES
/** Below this a number of 8 places, scaled to an integer, is exact in a float; above it a float has no 8 places. */
const SCALED_MAX = Number.MAX_SAFE_INTEGER / SCALE

const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const COLON = 58
const NEWLINE = 10

/**
 * Grows CSV text byte by byte. By way of strings it takes more than twice as long, and `equity.csv` may have ten
 * million numbers.
 */
export class ByteText {
  #bytes = new Uint8Array(PIECE_BYTES)
  #at = 0
  #day = Number.NaN
  #date = ''

  get isFull(): boolean {
    return this.#at > PIECE_BYTES - ROW_BYTES
  }

  /** What was written since the last call. The next piece has memory of its own. */
  take(): Uint8Array {
    const piece = this.#bytes.subarray(0, this.#at)
    this.#bytes = new Uint8Array(PIECE_BYTES)
    this.#at = 0
    return piece
  }

  ascii(text: string): void {
    const bytes = this.#bytes
    const start = this.#at
    for (let index = 0; index < text.length; index++) bytes[start + index] = text.charCodeAt(index)
    this.#at = start + text.length
  }

  endRow(): void {
    this.#bytes[this.#at++] = NEWLINE
  }

  /** ISO 8601 in UTC, as `iso` writes it; the date's text is kept from row to row. */
  instant(instantMs: number): void {
    const day = Math.floor(instantMs / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      this.#date = iso(day * DAY_MS).slice(0, -'00:00:00Z'.length)
    }
    this.ascii(this.#date)
    const time = instantMs - day * DAY_MS
    this.#padded(Math.floor(time / HOUR_MS), 2)
    this.#bytes[this.#at++] = COLON
    this.#padded(Math.floor(time / MINUTE_MS) % 60, 2)
    this.#bytes[this.#at++] = COLON
    this.#padded(Math.floor(time / SECOND_MS) % 60, 2)
    const milliseconds = time % SECOND_MS
    if (milliseconds > 0) {
      this.#bytes[this.#at++] = POINT
      this.#padded(milliseconds, 3)
    }
    this.ascii('Z')
  }

  /** A comma and the number with at most 8 places, without exponent or needless zeros; the comma alone where it is not finite. */
  field(value: number): void {
    this.#bytes[this.#at++] = COMMA
    if (!Number.isFinite(value)) return
    const size = Math.abs(value)
    if (size >= SCALED_MAX) return this.ascii(size < 1e21 ? String(value) : String(BigInt(value)))

    const scaled = Math.round(size * SCALE)
    if (value < 0 && scaled > 0) this.#bytes[this.#at++] = MINUS
    const whole = Math.floor(scaled / SCALE)
    this.#padded(whole, digitCount(whole))
    this.#fraction(scaled - whole * SCALE)
  }

  #fraction(scaled: number): void {
    if (scaled === 0) return
    let places = PLACES
    let digits = scaled
    while (digits % 10 === 0) {
      digits = (digits / 10) | 0
      places--
    }
    this.#bytes[this.#at++] = POINT
    this.#padded(digits, places)
  }

  /** `digits` in decimal, filled up with zeros to `width`. Below 2^31. */
  #padded(digits: number, width: number): void {
    const bytes = this.#bytes
    const start = this.#at
    let rest = digits | 0
    for (let index = start + width - 1; index >= start; index--) {
      const tenth = (rest / 10) | 0
      bytes[index] = ZERO + rest - tenth * 10
      rest = tenth
    }
    this.#at = start + width
  }
}

function digitCount(whole: number): number {
  let count = 1
  for (let power = 10; power <= whole; power *= 10) count++
  return count
}
