import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import type { Command } from '#domain/command.js'
import type { Arrival } from './arrivals.js'

interface Sent {
  readonly commands: readonly Command[]
  readonly arrivesAt: number
}

const none: readonly never[] = []

/** Commands on their way to the exchange, in the order in which they arrive (rule P8). */
export class UnderWay {
  readonly #candles: Candles
  #sent: readonly Sent[] = []

  constructor(candles: Candles) {
    this.#candles = candles
  }

  send(commands: readonly Command[], arrivesAt: number): void {
    this.#sent = [...this.#sent, { commands, arrivesAt }]
  }

  /** Takes off their way those that have arrived by the open of a candle. */
  arrivedByOpen(candle: number): readonly Command[] {
    const sent = this.#take(this.#candles.openedAt[candle])
    return sent.length === 0 ? none : sent.flatMap(({ commands }) => commands)
  }

  /** Those that arrive between its open and its close: closes lie as far apart, so they are of one close. */
  arrivingInside(candle: number): Arrival | null {
    const opens = this.#candles.openedAt[candle]
    const [sent] = this.#take(opens + this.#candles.timeframeMs - 1)
    return sent === undefined ? null : { commands: sent.commands, afterMs: sent.arrivesAt - opens }
  }

  /** The candle in which the next arrive; where that is a gap, the one after it. Infinity where there are none. */
  get nextCandle(): number {
    if (this.#sent.length === 0) return Number.POSITIVE_INFINITY
    const { openedAt, timeframeMs } = this.#candles
    return indexAtOrAfter(openedAt, this.#sent[0].arrivesAt - timeframeMs + 1)
  }

  /** Whether the opening of a leg is among them. */
  isOpening(leg: string): boolean {
    return this.#sent.some(({ commands }) => commands.some((command) => command.kind === 'open' && command.leg === leg))
  }

  #take(by: number): readonly Sent[] {
    if (this.#sent.length === 0 || this.#sent[0].arrivesAt > by) return none
    const taken = this.#sent.filter(({ arrivesAt }) => arrivesAt <= by)
    this.#sent = this.#sent.slice(taken.length)
    return taken
  }
}
