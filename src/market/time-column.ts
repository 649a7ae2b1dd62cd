import { InputError } from '#domain/failure.js'
import { instantMs } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { numberOf } from './number.js'

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
  #unit: TimeUnit | null = null

  /** Milliseconds since 1970. Throws `InputError` `bad-time` or `time-unit-changes`, with the place that `where` gives. */
  read(cell: string, where: () => string): number {
    const value = numberOf(cell)
    if (this.#unit === 'milliseconds' && value >= 1e11 && value < 1e14) return Math.round(value)
    const unit = Number.isNaN(value) ? 'ISO 8601' : unitOf(value)
    if (unit === null) throw badTime(cell, where())
    const instant = unit === 'ISO 8601' ? isoInstant(cell, where) : instantOf(value, unit)
    this.#unit ??= unit
    if (unit !== this.#unit) throw unitChanges(cell, this.#unit, unit, where())
    return instant
  }

  /** One sentence on how the times were written; null before the first one was read. */
  get note(): string | null {
    return this.#unit === null ? null : words[this.#unit]
  }
}

function unitOf(value: number): Exclude<TimeUnit, 'ISO 8601'> | null {
  if (value < 1e8 || value >= 1e17) return null
  if (value < 1e11) return 'seconds'
  return value < 1e14 ? 'milliseconds' : 'microseconds'
}

function instantOf(value: number, unit: Exclude<TimeUnit, 'ISO 8601'>): number {
  if (unit === 'milliseconds') return Math.round(value)
  return Math.round(unit === 'seconds' ? value * 1_000 : value / 1_000)
}

function isoInstant(cell: string, where: () => string): number {
  try {
    return instantMs(cell)
  } catch (error) {
    if (error instanceof InputError) throw badTime(cell, where())
    throw error
  }
}

function badTime(cell: string, where: string): InputError {
  return badInput('bad-time', where, {
    found: cell.trim() === '' ? 'no time' : `the time '${cell.trim()}'`,
    expected: 'ISO 8601, or seconds, milliseconds or microseconds since 1970',
    remedy: 'Write times such as 2025-10-10T21:00Z or 1760130000000.',
  })
}

function unitChanges(cell: string, before: TimeUnit, now: TimeUnit, where: string): InputError {
  return badInput('time-unit-changes', where, {
    found: `the time '${cell.trim()}' in ${now}`,
    expected: `${before}, as in the rows above`,
    remedy: 'Write all times of one file in the same unit.',
  })
}
