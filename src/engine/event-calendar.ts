import { indexAtOrAfter, type MarketData } from '#domain/candles.js'
import type { Strategy } from '#strategy/define.js'
import type { EventNotice } from '#strategy/feeds.js'

interface DueEvent {
  /** The candle at whose close it is told. */
  readonly candle: number
  readonly notice: EventNotice
}

/**
 * The events of all feeds in the order in which they are told (rule T4): by time, then by feed as declared, then as in the
 * file. An event before the run's first open is not told; one in the warm-up is told at the first close at which the
 * strategy is asked.
 */
export class EventCalendar {
  readonly #due: readonly DueEvent[]
  #next = 0
  /** The candle at whose close the next event is told; Infinity where none is left. */
  candle: number

  /** `askFrom`: the first candle at whose close the strategy is asked. */
  constructor(strategy: Pick<Strategy, 'feeds' | 'onEvent'>, data: MarketData, askFrom: number) {
    this.#due = strategy.onEvent === null ? [] : dueEvents(strategy.feeds, data, askFrom)
    this.candle = this.#candleOfNext()
  }

  /** Hands out the next event that is told at the close of `candle`; null where there is none (any more). */
  take(candle: number): EventNotice | null {
    if (this.candle !== candle) return null
    const { notice } = this.#due[this.#next++]
    this.candle = this.#candleOfNext()
    return notice
  }

  #candleOfNext(): number {
    return this.#next < this.#due.length ? this.#due[this.#next].candle : Infinity
  }
}

function dueEvents(declared: Strategy['feeds'], data: MarketData, askFrom: number): readonly DueEvent[] {
  const { openedAt, timeframeMs } = data.candles
  return noticesOf(declared, data)
    .filter(({ at }) => at >= openedAt[data.first])
    .sort((one, other) => one.at - other.at)
    .map((notice) => ({ candle: Math.max(askFrom, indexAtOrAfter(openedAt, notice.at - timeframeMs)), notice }))
    .filter(({ candle }) => candle < data.end)
}

/** Feed after feed as declared; sorting by time alone then keeps that order, and that of the file. */
function noticesOf(declared: Strategy['feeds'], { feeds }: MarketData): EventNotice[] {
  return Object.keys(declared).flatMap((name) => {
    const feed = feeds[name]
    if (feed?.kind !== 'events') return []
    return feed.events.map((event): EventNotice => Object.freeze({ ...event, feed: name }))
  })
}
