import type { Candles } from '#domain/candles.js'
import type { IndicatorColumn } from '#domain/result.js'
import type { Strategy } from './define.js'
import type { Indicator } from './indicator.js'
import type { Cursor } from './view.js'

/** Columns of one declared indicator, under its declared name. */
export interface NamedColumns {
  readonly name: string
  readonly outputs: readonly string[] | null
  readonly columns: readonly Float64Array[]
}

const sharedColumns = new WeakMap<Candles, Map<string, readonly Float64Array[]>>()

/** Computes declared indicators, each once per candle series and key; runs of a sweep share them. */
export function computeIndicators(
  declared: Readonly<Record<string, Indicator<unknown>>>,
  candles: Candles,
): readonly NamedColumns[] {
  let shared = sharedColumns.get(candles)
  if (shared === undefined) sharedColumns.set(candles, (shared = new Map()))
  const byKey = shared
  return Object.entries(declared).map(([name, indicator]) => {
    let columns = indicator.key === null ? undefined : byKey.get(indicator.key)
    if (columns === undefined) {
      columns = indicator.compute(candles)
      if (indicator.key !== null) byKey.set(indicator.key, columns)
    }
    return { name, outputs: indicator.outputs, columns }
  })
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
  const shape = indicators.map(({ name, outputs }) => `${name}:${outputs?.join(',') ?? ''}`).join(';')
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

    static define(name: string, first: number, outputs: readonly string[] | null): void {
      const get =
        outputs === null
          ? function (this: IndicatorView): number {
              return this.#columns[first][this.#cursor.index]
            }
          : function (this: IndicatorView): object {
              return this.#outputsFrom(first, outputs)
            }
      Object.defineProperty(IndicatorView.prototype, name, { get, enumerable: true })
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
  for (const { name, outputs } of indicators) {
    IndicatorView.define(name, first, outputs)
    first += outputs?.length ?? 1
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
