import { type Candles, type Extremes, extremesOf, type FineCandles, indexAtOrAfter } from '#domain/candles.js'
import type { InputError, Where } from '#domain/failure.js'
import { iso, timeframeName } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { count } from './count.js'
import { fineMark } from './fine-mark.js'
import { closedAt, type RunRange } from './run-range.js'

export interface LaidFine {
  readonly fine: FineCandles | null
  readonly assumptions: readonly string[]
}

/**
 * Lays a finer series along the candles of the run, by time. A candle of which any fine one is missing stays as it is,
 * and a sentence says how many do. Where fine candles have another open, high, low or close than theirs, they count, and
 * a sentence says that too. Throws `InputError` where the timeframe does not divide that of the candles, or no candle of
 * the run has all its fine ones.
 */
export function laidFine(candles: Candles, mark: Candles, fine: Candles | null, run: RunRange, where: Where): LaidFine {
  if (fine === null) return { fine: null, assumptions: [] }
  if (candles.timeframeMs % fine.timeframeMs !== 0) throw otherTimeframe(candles, fine, where)
  const perCandle = candles.timeframeMs / fine.timeframeMs
  const firstOf = firstFineOf(candles, fine, perCandle, run)
  const missing = firstOf.subarray(run.first, run.end).reduce((total, first) => total + (first < 0 ? 1 : 0), 0)
  if (missing === run.end - run.first) throw uncovered(candles, fine, run, where)
  const { last, differing } = lastReach(candles, fine, firstOf, perCandle)
  const hasMark = mark !== candles
  return {
    fine: {
      candles: fine,
      mark: hasMark ? fineMark(candles, mark, fine, firstOf, perCandle) : fine,
      firstOf,
      perCandle,
      reach: { last, mark: hasMark ? mark : last },
    },
    assumptions: sentences(timeframeName(fine.timeframeMs), missing, differing, hasMark),
  }
}

function firstFineOf(candles: Candles, fine: Candles, perCandle: number, { first, end }: RunRange): Int32Array {
  const firstOf = new Int32Array(candles.length).fill(-1)
  let at = indexAtOrAfter(fine.openedAt, candles.openedAt[first])
  for (let candle = first; candle < end; candle++) {
    const opens = candles.openedAt[candle]
    while (at < fine.length && fine.openedAt[at] < opens) at++
    const last = at + perCandle - 1
    // Steps are multiples of the timeframe: where the last one is in its place, so are those between.
    const isWhole = fine.openedAt[at] === opens && fine.openedAt[last] === opens + (perCandle - 1) * fine.timeframeMs
    if (isWhole) firstOf[candle] = at
  }
  return firstOf
}

/** What the fine candles and the open of theirs reach, the candles' own columns where they agree everywhere. */
function lastReach(
  candles: Candles,
  fine: Candles,
  firstOf: Int32Array,
  perCandle: number,
): { readonly last: Extremes; readonly differing: number } {
  const low = candles.low.slice()
  const high = candles.high.slice()
  let differing = 0
  for (let candle = 0; candle < candles.length; candle++) {
    const first = firstOf[candle]
    if (first < 0) continue
    const end = first + perCandle
    const { lowest, highest } = extremesOf(fine, first, end)
    const agrees =
      lowest === candles.low[candle] &&
      highest === candles.high[candle] &&
      fine.open[first] === candles.open[candle] &&
      fine.close[end - 1] === candles.close[candle]
    if (agrees) continue
    differing += 1
    low[candle] = Math.min(lowest, candles.open[candle])
    high[candle] = Math.max(highest, candles.open[candle])
  }
  return { last: differing === 0 ? candles : { low, high }, differing }
}

function sentences(timeframe: string, missing: number, differing: number, hasMark: boolean): readonly string[] {
  const told: string[] = []
  if (missing > 0) {
    const [lack, asIs] =
      missing === 1 ? ['lacks', 'it is replayed as it is'] : ['lack', 'they are replayed as they are']
    told.push(`${count(missing, 'candle')} of the run ${lack} candles of ${timeframe}: ${asIs}.`)
  }
  if (differing > 0) {
    told.push(
      `In ${count(differing, 'candle')} those of ${timeframe} have another open, high, low or close: what is replayed are those of ${timeframe}.`,
    )
  }
  if (hasMark) {
    told.push(
      `There are no mark candles of ${timeframe}: inside a candle the mark keeps the place between its own extremes that the last price has between its.`,
    )
  }
  return told
}

function otherTimeframe(candles: Candles, fine: Candles, where: Where): InputError {
  const base = timeframeName(candles.timeframeMs)
  return badInput('fine-timeframe', where, {
    found: `candles of ${timeframeName(fine.timeframeMs)}`,
    expected: `a timeframe of which ${base}, that of the candles, is a whole multiple`,
    remedy: 'Give finer candles of the same pair, such as 5m for 1h, or leave them out.',
  })
}

function uncovered(candles: Candles, fine: Candles, { first, end }: RunRange, where: Where): InputError {
  return badInput('fine-uncovered', where, {
    found: `candles of ${timeframeName(fine.timeframeMs)} from ${iso(fine.openedAt[0])} to ${iso(closedAt(fine, fine.length - 1))}, with which no candle of the run is complete`,
    expected: `all of those inside at least one candle from ${iso(candles.openedAt[first])} to ${iso(closedAt(candles, end - 1))}`,
    remedy: 'Give a finer series that covers the run, choose another from and to, or leave it out.',
  })
}
