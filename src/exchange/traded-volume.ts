import { type Decimal, ZERO } from '#domain/decimal.js'
import type { AccountEvent } from '#domain/event.js'
import { dependOnVolume, type FeeSchedule, VOLUME_WINDOW_MS } from '#domain/fees.js'

interface Traded {
  readonly at: number
  readonly notional: Decimal
}

/** Notional of the account's own fills, liquidations too, in the 30 days before an instant. Zero where no fee asks for it. */
export class TradedVolume {
  /** Whether a fee depends on it. */
  readonly counts: boolean
  #fills: Traded[] = []
  #total = ZERO

  constructor(fees: FeeSchedule) {
    this.counts = dependOnVolume(fees)
  }

  /** What has been booked; called in the order of time. */
  book(events: readonly AccountEvent[]): void {
    if (!this.counts) return
    for (const fill of tradedIn(events)) {
      this.#fills.push(fill)
      this.#total = this.#total.plus(fill.notional)
    }
    const last = this.#fills.at(-1)
    const gone = last === undefined ? [] : this.#goneBy(last.at)
    for (const { notional } of gone) this.#total = this.#total.minus(notional)
    if (gone.length > 0) this.#fills = this.#fills.slice(gone.length)
  }

  /** At an instant, with what happened last and is not booked yet. */
  before(instant: number, recent: readonly AccountEvent[]): Decimal {
    if (!this.counts) return ZERO
    let volume = this.#total
    for (const { notional } of this.#goneBy(instant)) volume = volume.minus(notional)
    for (const { notional } of tradedIn(recent)) volume = volume.plus(notional)
    return volume
  }

  /** When the oldest of the fills that count at an instant counts no more; Infinity where none does. */
  fallsAfter(instant: number): number {
    const oldest = this.#fills.find(({ at }) => isInWindow(at, instant))
    return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.at + VOLUME_WINDOW_MS
  }

  #goneBy(instant: number): readonly Traded[] {
    const first = this.#fills.findIndex(({ at }) => isInWindow(at, instant))
    return first < 0 ? this.#fills : this.#fills.slice(0, first)
  }
}

function isInWindow(at: number, instant: number): boolean {
  return instant - at < VOLUME_WINDOW_MS
}

function tradedIn(events: readonly AccountEvent[]): readonly Traded[] {
  return events.flatMap((event) =>
    event.kind === 'OrderFilled' || event.kind === 'LegLiquidated'
      ? [{ at: event.at, notional: event.quantity.times(event.price) }]
      : [],
  )
}
