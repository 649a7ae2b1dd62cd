import type { Candles, Feed } from '#domain/candles.js'
import type { ClosedCandle } from './closed-candle.js'
import type { Strategy } from './define.js'
import { columnsOfFeed, FeedCursor } from './feed-columns.js'
import type { Cursor } from './view.js'

/** What a strategy reads under the name of a feed, where the run stands. */
interface FeedReading {
  readonly value: ClosedCandle | number | null
}

/** The close at which a run stands; before its first candle there is none, and nothing of a feed is known. */
class Now {
  readonly #cursor: Cursor
  readonly #candles: Candles

  constructor(cursor: Cursor, candles: Candles) {
    this.#cursor = cursor
    this.#candles = candles
  }

  get instant(): number {
    const { index } = this.#cursor
    return index < 0 ? -Infinity : this.#candles.openedAt[index] + this.#candles.timeframeMs
  }
}

/** The last closed candle of a feed, read from its columns when it is asked for. */
class FeedCandle implements ClosedCandle, FeedReading {
  readonly #columns: Candles
  readonly #now: Now
  readonly #rows: FeedCursor

  constructor(columns: Candles, now: Now) {
    this.#columns = columns
    this.#now = now
    this.#rows = new FeedCursor(columns)
  }

  get #row(): number {
    return this.#rows.rowAt(this.#now.instant)
  }
  get value(): ClosedCandle | null {
    return this.#row < 0 ? null : this
  }
  get openedAt(): number {
    return this.#columns.openedAt[this.#row]
  }
  get closedAt(): number {
    return this.#columns.openedAt[this.#row] + this.#columns.timeframeMs
  }
  get open(): number {
    return this.#columns.open[this.#row]
  }
  get high(): number {
    return this.#columns.high[this.#row]
  }
  get low(): number {
    return this.#columns.low[this.#row]
  }
  get close(): number {
    return this.#columns.close[this.#row]
  }
  get volume(): number {
    return this.#columns.volume[this.#row]
  }
}

class FeedValue implements FeedReading {
  readonly #values: Float64Array
  readonly #now: Now
  readonly #rows: FeedCursor

  constructor(columns: Candles, now: Now) {
    this.#values = columns.close
    this.#now = now
    this.#rows = new FeedCursor(columns)
  }

  get value(): number | null {
    const row = this.#rows.rowAt(this.#now.instant)
    return row < 0 ? null : this.#values[row]
  }
}

const absent: FeedReading = { value: null }

type ViewClass = new (readings: readonly FeedReading[]) => object

const viewsOfStrategy = new WeakMap<Strategy, ViewClass>()

/**
 * An object with a getter per declared feed that is read. Each has a cursor of its own that moves when it is asked: what
 * is not read costs nothing, and no value of a later time can be reached. Its class is made once per strategy, as that of
 * the indicators.
 */
export function feedView(
  strategy: Strategy,
  feeds: Readonly<Record<string, Feed>>,
  cursor: Cursor,
  candles: Candles,
): object {
  const names = Object.entries(strategy.feeds).flatMap(([name, { kind }]) => (kind === 'events' ? [] : [name]))
  let viewClass = viewsOfStrategy.get(strategy)
  if (viewClass === undefined) viewsOfStrategy.set(strategy, (viewClass = classFor(names)))
  const now = new Now(cursor, candles)
  return new viewClass(names.map((name) => readingOf(feeds[name], now)))
}

function readingOf(feed: Feed | undefined, now: Now): FeedReading {
  const columns = feed === undefined ? null : columnsOfFeed(feed)
  if (columns === null) return absent
  return feed!.kind === 'candles' ? new FeedCandle(columns, now) : new FeedValue(columns, now)
}

function classFor(names: readonly string[]): ViewClass {
  class FeedsView {
    readonly #readings: readonly FeedReading[]

    constructor(readings: readonly FeedReading[]) {
      this.#readings = readings
    }

    static define(name: string, at: number): void {
      const get = function (this: FeedsView): FeedReading['value'] {
        return this.#readings[at].value
      }
      Object.defineProperty(FeedsView.prototype, name, { get, enumerable: true })
    }
  }
  for (const [at, name] of names.entries()) FeedsView.define(name, at)
  return FeedsView
}
