import type { Candles, Feed } from '#domain/candles.js'
import type { IndicatorColumn } from '#domain/result.js'
import type { Strategy } from './define.js'
import { alignedTo, columnsOfFeed } from './feed-columns.js'
import type { Indicator } from './indicator.js'
import type { Cursor } from './view.js'

/** Columns of one declared indicator, under its declared name. */
export interface NamedColumns {
  readonly name: string
  readonly outputs: readonly string[] | null
  /** On the grid of the traded candles. */
  readonly columns: readonly Float64Array[]
  /** Over an optional feed: `null` is read where it has no value, and nothing waits for it. */
  readonly optional: boolean
}

/** Computes declared indicators; those over a feed come from `feeds`. Runs of a sweep share columns. */
export function computeIndicators(
  declared: Readonly<Record<string, Indicator<unknown, string>>>,
  candles: Candles,
  feeds: IndicatorFeeds = {},
): readonly NamedColumns[] {
  return Object.entries(declared).map(([name, indicator]) => {
    const { outputs, feed } = indicator
    if (feed === undefined) return { name, outputs, columns: computed(indicator, candles), optional: false }
    const { optional, given } = feeds[feed]
    const source = given === null ? null : columnsOfFeed(given)
    const columns =
      source === null
        ? (outputs ?? [name]).map(() => new Float64Array(candles.length).fill(NaN))
        : aligned(indicator, candles, source)
    return { name, outputs, columns, optional }
  })
}

/** Declared feeds by name, with what the run has of them. */
export type IndicatorFeeds = Readonly<Record<string, { readonly optional: boolean; readonly given: Feed | null }>>

type Columns = readonly Float64Array[]

/** Where columns of one candle series are kept besides, for other threads that have the same series. */
export interface ColumnStore {
  /** So many columns of this length under a key: what is there, or what `make` makes. Equal keys have equal columns. */
  columns(key: string, count: number, length: number, make: () => Columns): Columns
}

const stores = new WeakMap<Candles, ColumnStore>()

/** From now on columns of these candles are looked up in `store` before they are computed. */
export function keepColumnsIn(candles: Candles, store: ColumnStore): void {
  stores.set(candles, store)
}

const computedColumns = new WeakMap<Candles, Map<string, Columns>>()
const alignedColumns = new WeakMap<Candles, WeakMap<Candles, Map<string, Columns>>>()

/** So many values of indicators are kept per candle series, 128 MB, but at least those of some indicators. */
const KEPT_VALUES = 2 ** 24
const KEPT_MIN = 16

/** Once per candle series and key, as long as there is room. */
function computed(indicator: Indicator<unknown, string>, candles: Candles): Columns {
  const { key, outputs } = indicator
  const make = (): Columns => indicator.compute(candles)
  return remembered(computedColumns, candles, key, () => {
    const store = stores.get(candles)
    return store === undefined || key === null ? make() : store.columns(key, outputs?.length ?? 1, candles.length, make)
  })
}

/** Once per candle series, feed and key. */
function aligned(indicator: Indicator<unknown, string>, candles: Candles, feed: Candles): Columns {
  let byFeed = alignedColumns.get(candles)
  if (byFeed === undefined) alignedColumns.set(candles, (byFeed = new WeakMap()))
  return remembered(byFeed, feed, indicator.key, () =>
    computed(indicator, feed).map((column) => alignedTo(candles, column, feed)),
  )
}

function remembered(
  columnsOf: WeakMap<Candles, Map<string, Columns>>,
  candles: Candles,
  key: string | null,
  make: () => Columns,
): Columns {
  if (key === null) return make()
  let byKey = columnsOf.get(candles)
  if (byKey === undefined) columnsOf.set(candles, (byKey = new Map()))
  const columns = byKey.get(key) ?? make()
  // The one that was asked for longest ago stands first.
  byKey.delete(key)
  byKey.set(key, columns)
  if (byKey.size > Math.max(KEPT_MIN, KEPT_VALUES / columns[0].length)) byKey.delete(byKey.keys().next().value!)
  return columns
}

/** The columns as the result shows them: `trend`, `bands.upper`. */
export function resultColumns(indicators: readonly NamedColumns[]): readonly IndicatorColumn[] {
  return indicators.flatMap(({ name, outputs, columns }) =>
    columns.map((values, at) => ({ name: outputs === null ? name : `${name}.${outputs[at]}`, values })),
  )
}

/** Reads column `at` where the run stands. Out of a strategy's reach: a view shows its values and nothing else. */
type Read = (at: number) => number

type ViewClass = new (cursor: Cursor, columns: readonly Float64Array[]) => object

const viewsOfStrategy = new WeakMap<Strategy, Map<string, ViewClass>>()

/**
 * An object with a getter per declared name that reads the column at the cursor. Its class is made once per strategy
 * and set of names, so that many runs of a strategy keep one shape and `onCandle` stays fast.
 */
export function indicatorView(strategy: Strategy, indicators: readonly NamedColumns[], cursor: Cursor): object {
  const shape = indicators
    .map(({ name, outputs, optional }) => `${name}:${outputs?.join(',') ?? ''}:${optional}`)
    .join(';')
  let classes = viewsOfStrategy.get(strategy)
  if (classes === undefined) viewsOfStrategy.set(strategy, (classes = new Map()))
  let viewClass = classes.get(shape)
  if (viewClass === undefined) classes.set(shape, (viewClass = classFor(indicators)))
  return new viewClass(
    cursor,
    indicators.flatMap(({ columns }) => columns),
  )
}

function classFor(indicators: readonly NamedColumns[]): ViewClass {
  class IndicatorView {
    readonly #cursor: Cursor
    readonly #columns: readonly Float64Array[]
    readonly #several = new Map<number, object>()

    constructor(cursor: Cursor, columns: readonly Float64Array[]) {
      this.#cursor = cursor
      this.#columns = columns
    }

    static define({ name, outputs, optional }: NamedColumns, first: number): void {
      const read: (this: IndicatorView) => number | object =
        outputs === null
          ? function (): number {
              return this.#columns[first][this.#cursor.index]
            }
          : function (): object {
              return this.#outputsFrom(first, outputs)
            }
      const readOrNull = function (this: IndicatorView): number | object | null {
        return this.#hasValues(first, outputs?.length ?? 1) ? read.call(this) : null
      }
      const get = optional ? readOrNull : read
      Object.defineProperty(IndicatorView.prototype, name, { get, enumerable: true })
    }

    #hasValues(first: number, count: number): boolean {
      for (let at = first; at < first + count; at++) {
        if (Number.isNaN(this.#columns[at][this.#cursor.index])) return false
      }
      return true
    }

    #outputsFrom(first: number, outputs: readonly string[]): object {
      let view = this.#several.get(first)
      if (view === undefined) {
        view = outputsView(outputs, (at) => this.#columns[first + at][this.#cursor.index])
        this.#several.set(first, view)
      }
      return view
    }
  }
  let first = 0
  for (const indicator of indicators) {
    IndicatorView.define(indicator, first)
    first += indicator.columns.length
  }
  return IndicatorView
}

function outputsView(outputs: readonly string[], read: Read): object {
  const view = {}
  for (const [at, output] of outputs.entries()) {
    Object.defineProperty(view, output, { get: () => read(at), enumerable: true })
  }
  return view
}
