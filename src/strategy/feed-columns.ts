import type { Candles, Feed, Series } from '#domain/candles.js'

const asCandles = new WeakMap<Series, Candles>()

/**
 * The columns of a feed that is read: its candles, or its values as candles that close at once. So one rule says what is
 * visible: a row is from `openedAt + timeframeMs` on (rule T3). Null for events.
 */
export function columnsOfFeed(feed: Feed): Candles | null {
  if (feed.kind === 'events') return null
  if (feed.kind === 'candles') return feed.candles
  let columns = asCandles.get(feed.series)
  if (columns === undefined) asCandles.set(feed.series, (columns = candlesOfValues(feed.series)))
  return columns
}

function candlesOfValues({ at, values }: Series): Candles {
  const volume = new Float64Array(at.length)
  const prices = { open: values, high: values, low: values, close: values }
  return { length: at.length, timeframeMs: 0, openedAt: at, ...prices, volume }
}

/** Which row of a feed is the last that is known, instant by instant; instants never go back. */
export class FeedCursor {
  readonly #openedAt: Float64Array
  readonly #timeframeMs: number
  #next = 0

  constructor({ openedAt, timeframeMs }: Candles) {
    this.#openedAt = openedAt
    this.#timeframeMs = timeframeMs
  }

  /** The last row that is known at `instant` (ms since 1970); −1 where none is. */
  rowAt(instant: number): number {
    const latest = instant - this.#timeframeMs
    while (this.#next < this.#openedAt.length && this.#openedAt[this.#next] <= latest) this.#next++
    return this.#next - 1
  }
}

/** A column of a feed on the grid of `candles`: at each close the value of the last row that is known, NaN before the first. */
export function alignedTo(candles: Candles, column: Float64Array, feed: Candles): Float64Array {
  const aligned = new Float64Array(candles.length).fill(NaN)
  const cursor = new FeedCursor(feed)
  for (let i = 0; i < aligned.length; i++) {
    const row = cursor.rowAt(candles.openedAt[i] + candles.timeframeMs)
    if (row >= 0) aligned[i] = column[row]
  }
  return aligned
}
