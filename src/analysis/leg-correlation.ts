import type { BacktestResult } from '#domain/result.js'
import { DAY_MS } from '#domain/time.js'
import { legSpans } from './leg-spans.js'
import { candlesOfRun, closedAt } from './run.js'

/** How two leg names made and lost money together. */
export interface LegCorrelation {
  readonly one: string
  readonly other: string
  /** Of the last `days` daily changes of what each has made, at each UTC day end; null where one of them did not change. */
  readonly points: readonly { readonly at: number; readonly value: number | null }[]
}

/** A correlation for each two of the names, in their order, where there are days enough. */
export function legCorrelations(
  result: BacktestResult,
  names: readonly string[],
  days: number,
): readonly LegCorrelation[] {
  const ends = dayEnds(result)
  if (ends.length < days) return []
  const changes = new Map(names.map((name) => [name, dailyChanges(result, name, ends)]))
  return names.flatMap((one, at) =>
    names.slice(at + 1).map((other) => ({
      one,
      other,
      points: ends.slice(days - 1).map((candle, first) => ({
        at: closedAt(result, candle),
        value: correlation(
          changes.get(one)!.subarray(first, first + days),
          changes.get(other)!.subarray(first, first + days),
        ),
      })),
    })),
  )
}

/** The last candle of each UTC day. A candle belongs to the day in which it ends. */
function dayEnds(result: BacktestResult): readonly number[] {
  const ends: number[] = []
  const length = candlesOfRun(result)
  const dayOf = (candle: number): number => Math.floor((closedAt(result, candle) - 1) / DAY_MS)
  for (let candle = 0; candle < length; candle++) {
    if (candle === length - 1 || dayOf(candle) !== dayOf(candle + 1)) ends.push(candle)
  }
  return ends
}

/** What the name has made by each day end, less what it had made by the one before. */
function dailyChanges(result: BacktestResult, name: string, ends: readonly number[]): Float64Array {
  const { mark, first } = result
  const spans = legSpans(result, name)
  let span = -1
  let before = 0
  return Float64Array.from(ends, (candle) => {
    while (span + 1 < spans.length && spans[span + 1].from <= candle) span++
    const made = span < 0 ? 0 : spans[span].booked + spans[span].quantity * mark.close[first + candle]
    const change = made - before
    before = made
    return change
  })
}

/** Pearson's; null where one of the two does not deviate. */
export function correlation(one: Float64Array, other: Float64Array): number | null {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanOne, meanOther] = [mean(one), mean(other)]
  let both = 0
  let ofOne = 0
  let ofOther = 0
  for (let at = 0; at < one.length; at++) {
    const [left, right] = [one[at] - meanOne, other[at] - meanOther]
    both += left * right
    ofOne += left * left
    ofOther += right * right
  }
  const scale = Math.sqrt(ofOne * ofOther)
  return scale > 0 ? Math.min(Math.max(both / scale, -1), 1) : null
}
