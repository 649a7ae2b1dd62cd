import { type CandleColumns, copyCandle, emptyColumns, headOf } from './candle-columns.js'
import type { CandleColumn } from './checks/finding.js'

/** One of the files that are joined: candles ascending, each time once. */
export interface JoinSource {
  readonly candles: CandleColumns
  /** Line of each candle in its file. */
  readonly line: Uint32Array
}

/** Two files that give one candle different values; the sources by their index. */
export interface Disagreement {
  readonly at: number
  readonly column: CandleColumn
  readonly first: { readonly source: number; readonly line: number; readonly value: number }
  readonly second: { readonly source: number; readonly line: number; readonly value: number }
}

export interface Joined {
  readonly candles: CandleColumns
  /** Candles that stand in more than one file. */
  readonly overlap: number
  readonly disagreements: readonly Disagreement[]
  /** How many candles each source gave. */
  readonly taken: readonly number[]
}

const columns = ['open', 'high', 'low', 'close', 'volume'] as const

/**
 * Several files as one, by time. Where they overlap every value is compared, to the last digit, with that of the first file
 * that has the candle; `prefer` says whose candle is taken, whole.
 */
export function join(sources: readonly JoinSource[], prefer: 'first' | 'last'): Joined {
  const total = sources.reduce((sum, { line }) => sum + line.length, 0)
  const all = emptyColumns(total)
  const next = sources.map(() => 0)
  const taken = sources.map(() => 0)
  const disagreements: Disagreement[] = []
  let length = 0
  let overlap = 0
  for (; ; length++) {
    const time = earliest(sources, next)
    if (time === Number.POSITIVE_INFINITY) break
    const having = sources.flatMap(({ candles }, source) => (candles.time[next[source]] === time ? [source] : []))
    const [first, ...others] = having
    for (const other of others) compare(sources, next, first, other, disagreements)
    if (others.length > 0) overlap += 1
    const chosen = prefer === 'first' ? first : having[having.length - 1]
    copyCandle(all, length, sources[chosen].candles, next[chosen])
    taken[chosen] += 1
    for (const source of having) next[source] += 1
  }
  return { candles: headOf(all, length), overlap, disagreements, taken }
}

function earliest(sources: readonly JoinSource[], next: readonly number[]): number {
  let time = Number.POSITIVE_INFINITY
  for (let source = 0; source < sources.length; source++) {
    const own = sources[source].candles.time[next[source]]
    if (own < time) time = own
  }
  return time
}

function compare(
  sources: readonly JoinSource[],
  next: readonly number[],
  first: number,
  second: number,
  disagreements: Disagreement[],
): void {
  const side = (source: number, column: CandleColumn) => ({
    source,
    line: sources[source].line[next[source]],
    value: sources[source].candles[column][next[source]],
  })
  for (const column of columns) {
    const [one, other] = [side(first, column), side(second, column)]
    if (one.value === other.value || (Number.isNaN(one.value) && Number.isNaN(other.value))) continue
    disagreements.push({ at: sources[first].candles.time[next[first]], column, first: one, second: other })
  }
}
