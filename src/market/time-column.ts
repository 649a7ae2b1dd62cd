import { InputError, type Where } from '#domain/failure.js'
import { HOUR_MS, instantMs, MINUTE_MS, SECOND_MS } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { type Cell, numberIn, shown } from './cell.js'
import { LocalClock, skippedTime } from './local-time.js'

/** How the times of a file are written. Numbers are told apart by size: each unit covers the years 1973 to 5138. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'ISO 8601'

const words: Readonly<Record<TimeUnit, string>> = {
  seconds: 'times are in seconds since 1970, converted to milliseconds',
  milliseconds: 'times are in milliseconds since 1970',
  microseconds: 'times are in microseconds since 1970, converted to milliseconds',
  'ISO 8601': 'times are ISO 8601, read as UTC where no zone is given',
}

/** Reads one file's time cells, which all have to be written in the unit of the first one. */
export class TimeColumn {
  readonly #clock: LocalClock | null
  #unit: TimeUnit | null = null
  #isZoneless = false
  #day = NO_DAY
  #dayMs = Number.NaN

  /** `timeZone` is that of times written without one; left out: UTC. Throws `InputError` for an unknown zone. */
  constructor(timeZone?: string) {
    this.#clock = timeZone === undefined ? null : new LocalClock(timeZone)
  }

  /** Milliseconds since 1970; NaN where the cell holds no time, or one in another unit than the first: see `failureOf`. */
  read(cell: Cell): number {
    const value = numberIn(cell)
    if (this.#unit === 'milliseconds' && value >= 1e11 && value < 1e14) return Math.round(value)
    const unit = unitOf(value)
    const instant = unit === null ? Number.NaN : unit === 'ISO 8601' ? this.#isoInstant(cell) : instantOf(value, unit)
    if (Number.isNaN(instant)) return instant
    this.#unit ??= unit
    return unit === this.#unit ? instant : Number.NaN
  }

  /** Why `read` gave NaN: `bad-time`, `time-unit-changes` or `time-skipped`. */
  failureOf(cell: Cell, where: Where): InputError {
    const text = shown(cell)
    const unit = unitOf(numberIn(cell))
    const isTime = unit !== null && (unit !== 'ISO 8601' || isoMs(text) !== null)
    if (!isTime) return badTime(text, where)
    if (this.#unit !== null && unit !== this.#unit) return unitChanges(text, this.#unit, unit, where)
    return skippedTime(text, this.#clock!.zone, where)
  }

  /** A cell without a usable time in few words, for a list. */
  foundIn(cell: Cell): string {
    const unit = unitOf(numberIn(cell))
    const isOther = this.#unit !== null && unit !== null && unit !== 'ISO 8601' && unit !== this.#unit
    return isOther ? `${shown(cell)}, in ${unit} below ${this.#unit}` : shown(cell)
  }

  /** One sentence on how the times were written; null before the first one was read. */
  get note(): string | null {
    if (this.#unit === null) return null
    if (this.#unit !== 'ISO 8601' || this.#clock === null) return words[this.#unit]
    return `times are ISO 8601, read as local times of ${this.#clock.zone} where no zone is given`
  }

  /** Whether a time without a zone was read as UTC. */
  get isZoneless(): boolean {
    return this.#isZoneless && this.#clock === null
  }

  /** Most rows are of the day of the row before, and differ in the clock alone. */
  #isoInstant(cell: Cell): number {
    const text = String(cell).trim()
    const clock = text.length === UTC_LENGTH && text.startsWith(this.#day) ? clockMs(text) : Number.NaN
    if (!Number.isNaN(clock)) return this.#dayMs + clock
    const instant = this.#anyIsoInstant(text)
    if (text.length === UTC_LENGTH && !Number.isNaN(instant) && !Number.isNaN(clockMs(text))) {
      this.#day = text.slice(0, DATE_LENGTH)
      this.#dayMs = instant - clockMs(text)
    }
    return instant
  }

  #anyIsoInstant(text: string): number {
    const instant = isoMs(text)
    if (instant === null) return Number.NaN
    if (/(?:Z|[+-]\d\d:?\d\d)$/.test(text) && text.length > DATE_LENGTH) return instant
    this.#isZoneless ||= text.length > DATE_LENGTH
    return this.#clock === null ? instant : this.#clock.instant(instant)
  }
}

const DATE_LENGTH = '2025-10-10'.length
const UTC_LENGTH = '2025-10-10T21:00:00Z'.length
const NO_DAY = 'no day'

/** The time of day in `2025-10-10T21:00:00Z`; NaN where it is written in another way. */
function clockMs(text: string): number {
  const isClock = text[10] === 'T' && text[13] === ':' && text[16] === ':' && text[19] === 'Z'
  const hours = twoDigits(text, 11)
  const minutes = twoDigits(text, 14)
  const seconds = twoDigits(text, 17)
  if (!isClock || !(hours <= 23 && minutes <= 59 && seconds <= 59)) return Number.NaN
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS
}

function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function unitOf(value: number): TimeUnit | null {
  if (Number.isNaN(value)) return 'ISO 8601'
  if (value < 1e8 || value >= 1e17) return null
  if (value < 1e11) return 'seconds'
  return value < 1e14 ? 'milliseconds' : 'microseconds'
}

function instantOf(value: number, unit: Exclude<TimeUnit, 'ISO 8601'>): number {
  if (unit === 'milliseconds') return Math.round(value)
  return Math.round(unit === 'seconds' ? value * 1_000 : value / 1_000)
}

/** ISO 8601, and CryptoDataDownload's older `2019-10-21 02-PM`. */
function isoMs(text: string): number | null {
  const clock = /^(\d{4}-\d\d-\d\d) (0[1-9]|1[0-2])-([AP])M$/.exec(text)
  const hour = clock === null ? 0 : (Number(clock[2]) % 12) + (clock[3] === 'P' ? 12 : 0)
  try {
    return instantMs(clock === null ? text : `${clock[1]}T${String(hour).padStart(2, '0')}:00Z`)
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

function badTime(text: string, where: Where): InputError {
  return badInput('bad-time', where, {
    found: text === '' ? 'no time' : `the time '${text}'`,
    expected: 'ISO 8601, or seconds, milliseconds or microseconds since 1970',
    remedy: 'Write times such as 2025-10-10T21:00Z or 1760130000000.',
  })
}

function unitChanges(text: string, before: TimeUnit, now: TimeUnit, where: Where): InputError {
  return badInput('time-unit-changes', where, {
    found: `the time '${text}' in ${now}`,
    expected: `${before}, as in the rows above`,
    remedy: 'Write all times of one file in the same unit, or read them from another column: --column time=date.',
  })
}
