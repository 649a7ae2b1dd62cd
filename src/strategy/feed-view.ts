import type { Candles, Feed } from '#domain/candles.js'
import type { ClosedCandle } from './closed-candle.js'
import type { Strategy } from './define.js'
import { columnsOfFeed, FeedCursor } from './feed-columns.js'
import type { Cursor } from './view.js'

/** What a strategy reads under the name of a feed, where the run stands. */
interface FeedReading {
  readonly value: ClosedCandle | number | null
}

/** The last row of a feed that is known at the close where the run stands; −1 where none is. Looked up once a close. */
class KnownRow {
  readonly #cursor: Cursor
  readonly #candles: Candles
  readonly #rows: FeedCursor
  #index = -1
  #row = -1

  constructor(feed: Candles, cursor: Cursor, candles: Candles) {
    this.#cursor = cursor
    this.#candles = candles
    this.#rows = new FeedCursor(feed)
  }

  get(): number {
    const { index } = this.#cursor
    if (index !== this.#index) {
      this.#index = index
      this.#row = this.#rows.rowAt(this.#candles.openedAt[index] + this.#candles.timeframeMs)
    }
    return this.#row
  }
}

/** The last closed candle of a feed, read from its columns when it is asked for. */
class FeedCandle implements ClosedCandle, FeedReading {
  readonly #columns: Candles
  readonly #row: KnownRow

  constructor(columns: Candles, row: KnownRow) {
    this.#columns = columns
    this.#row = row
  }

  get value(): ClosedCandle | null {
    return this.#row.get() < 0 ? null : this
  }
  get openedAt(): number {
    return this.#columns.openedAt[this.#row.get()]
  }
  get closedAt(): number {
    return this.#columns.openedAt[this.#row.get()] + this.#columns.timeframeMs
  }
  get open(): number {
    return this.#columns.open[this.#row.get()]
  }
  get high(): number {
    return this.#columns.high[this.#row.get()]
  }
  get low(): number {
    return this.#columns.low[this.#row.get()]
  }
  get close(): number {
    return this.#columns.close[this.#row.get()]
  }
  get volume(): number {
    return this.#columns.volume[this.#row.get()]
  }
}

class FeedValue implements FeedReading {
  readonly #values: Float64Array
  readonly #row: KnownRow

  constructor(columns: Candles, row: KnownRow) {
    this.#values = columns.close
    this.#row = row
  }

  get value(): number | null {
    const row = this.#row.get()
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
  return new viewClass(
    names.map((name) => {
      const feed = feeds[name] as Feed | undefined
      const columns = feed === undefined ? null : columnsOfFeed(feed)
      if (columns === null) return absent
      const row = new KnownRow(columns, cursor, candles)
      return feed!.kind === 'candles' ? new FeedCandle(columns, row) : new FeedValue(columns, row)
    }),
  )
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
