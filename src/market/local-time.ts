import { InputError, type Where } from '#domain/failure.js'
import { HOUR_MS } from '#domain/time.js'
import { badInput } from './bad-input.js'

/** Times of one place, in ascending or descending order: that tells which is which in the hour that comes twice in autumn. */
export class LocalClock {
  readonly #zone: string
  readonly #format: Intl.DateTimeFormat
  readonly #offsets = new Map<number, number>()
  #previous = Number.NaN
  #isDescending = false

  /** Throws `InputError` `time-zone-unknown`. */
  constructor(zone: string, where: Where = '--time-zone') {
    this.#zone = zone
    this.#format = formatOf(zone, where)
  }

  /**
   * The instant at which clocks there show what `wall` is in UTC; NaN where they never do, in the hour that spring leaves
   * out.
   */
  instant(wall: number): number {
    const candidates = [...new Set([this.#offsetAt(wall - 12 * HOUR_MS), this.#offsetAt(wall + 12 * HOUR_MS)])]
      .map((offset) => wall - offset)
      .filter((instant) => instant + this.#offsetAt(instant) === wall)
      .toSorted((a, b) => a - b)
    const instant = candidates.length > 1 ? this.#next(candidates) : (candidates[0] ?? Number.NaN)
    if (candidates.length === 1) this.#isDescending = instant < this.#previous
    if (candidates.length > 0) this.#previous = instant
    return instant
  }

  #next(candidates: readonly number[]): number {
    const next = this.#isDescending
      ? candidates.findLast((instant) => instant < this.#previous)
      : candidates.find((instant) => !(instant <= this.#previous))
    return next ?? candidates[0]
  }

  get zone(): string {
    return this.#zone
  }

  /** How far clocks are ahead of UTC. Zones change at full quarters of an hour, so that one look a quarter is enough. */
  #offsetAt(instant: number): number {
    const quarter = Math.floor(instant / QUARTER_MS) * QUARTER_MS
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    const parts = Object.fromEntries(this.#format.formatToParts(quarter).map(({ type, value }) => [type, value]))
    const shown = Date.UTC(
      Number(parts['year']),
      Number(parts['month']) - 1,
      Number(parts['day']),
      Number(parts['hour']),
      Number(parts['minute']),
      Number(parts['second']),
    )
    this.#offsets.set(quarter, shown - quarter)
    return shown - quarter
  }
}

const QUARTER_MS = HOUR_MS / 4

function formatOf(zone: string, where: Where): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new InputError('time-zone-unknown', `found the time zone '${zone}'; expected a name of the IANA list`, {
      where,
      hint: 'Write a name such as Europe/Paris, America/New_York or UTC.',
      cause: error,
    })
  }
}

/** A time that clocks of the zone skip in spring. */
export function skippedTime(cell: string, zone: string, where: Where): InputError {
  return badInput('time-skipped', where, {
    found: `the time '${cell}', which clocks in ${zone} never show: summer time begins there`,
    expected: 'times of that zone',
    remedy: 'Check --time-zone; leave it out where the times are UTC.',
  })
}
