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

interface Readable {
  readonly cursor: Cursor
  readonly columns: readonly Float64Array[]
}

const viewsOfStrategy = new WeakMap<
  Strategy,
  Map<string, new (cursor: Cursor, columns: readonly Float64Array[]) => Readable>
>()

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

function classFor(
  indicators: readonly NamedColumns[],
): new (
  cursor: Cursor,
  columns: readonly Float64Array[],
) => Readable {
  class IndicatorView implements Readable {
    readonly cursor: Cursor
    readonly columns: readonly Float64Array[]
    constructor(cursor: Cursor, columns: readonly Float64Array[]) {
      this.cursor = cursor
      this.columns = columns
    }
  }
  let at = 0
  for (const { name, outputs } of indicators) {
    const first = at
    at += outputs?.length ?? 1
    const read = outputs === null ? scalar(first) : several(outputs, first)
    Object.defineProperty(IndicatorView.prototype, name, { get: read, enumerable: true })
  }
  return IndicatorView
}

function scalar(column: number): (this: Readable) => number {
  return function (this: Readable) {
    return this.columns[column][this.cursor.index]
  }
}

function several(outputs: readonly string[], first: number): (this: Readable) => object {
  const views = new WeakMap<Readable, object>()
  return function (this: Readable) {
    let view = views.get(this)
    if (view === undefined) {
      const { columns, cursor } = this
      view = {}
      for (const [at, output] of outputs.entries()) {
        Object.defineProperty(view, output, { get: () => columns[first + at][cursor.index], enumerable: true })
      }
      views.set(this, view)
    }
    return view
  }
}
