import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import type { Where } from '#domain/failure.js'
import { iso, timeframeName } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { count } from './count.js'
import { closedAt, type RunRange } from './run-range.js'

export interface AlignedMark {
  /** On the grid of the traded candles, with their volume. */
  readonly mark: Candles
  readonly assumptions: readonly string[]
}

/**
 * Brings the mark candles onto the grid of the traded ones, by `openedAt`. Where a mark candle is missing, or there is no
 * mark series at all (rule F5), the traded candle stands in and a sentence says so. Throws `InputError` where the
 * timeframes differ or no mark candle lies in the run.
 */
export function alignedMark(candles: Candles, mark: Candles | null, run: RunRange, where: Where): AlignedMark {
  if (mark === null) {
    return { mark: candles, assumptions: ['There is no mark series: the traded candles stand in for the mark price.'] }
  }
  if (mark.timeframeMs !== candles.timeframeMs) throw otherTimeframe(candles, mark, where)
  const aligned = onGridOf(candles)
  const missing = copyMark(mark, aligned, run)
  if (missing === run.end - run.first) throw uncovered(candles, mark, run, where)
  if (missing === 0) return { mark: aligned, assumptions: [] }
  const stands = missing === 1 ? 'the traded candle stands' : 'the traded candles stand'
  return {
    mark: aligned,
    assumptions: [`The mark series lacks ${count(missing, 'candle')} of the run: ${stands} in there.`],
  }
}

function onGridOf(candles: Candles): Candles {
  const { open, high, low, close } = candles
  return { ...candles, open: open.slice(), high: high.slice(), low: low.slice(), close: close.slice() }
}

/** Overwrites what the mark series has; returns how many candles of the run it lacks. */
function copyMark(mark: Candles, aligned: Candles, run: RunRange): number {
  let missing = 0
  let from = indexAtOrAfter(mark.openedAt, aligned.openedAt[0])
  for (let index = 0; index < aligned.length; index++) {
    const openedAt = aligned.openedAt[index]
    while (from < mark.length && mark.openedAt[from] < openedAt) from++
    if (from < mark.length && mark.openedAt[from] === openedAt) {
      aligned.open[index] = mark.open[from]
      aligned.high[index] = mark.high[from]
      aligned.low[index] = mark.low[from]
      aligned.close[index] = mark.close[from]
    } else if (index >= run.first && index < run.end) missing += 1
  }
  return missing
}

function otherTimeframe(candles: Candles, mark: Candles, where: Where) {
  return badInput('mark-timeframe', where, {
    found: `mark candles of ${timeframeName(mark.timeframeMs)}`,
    expected: `${timeframeName(candles.timeframeMs)}, as the traded candles have`,
    remedy: 'Give the mark series in the timeframe of the candles, or leave it out.',
  })
}

function uncovered(candles: Candles, mark: Candles, { first, end }: RunRange, where: Where) {
  return badInput('mark-uncovered', where, {
    found: `mark candles from ${iso(mark.openedAt[0])} to ${iso(closedAt(mark, mark.length - 1))}, none of them in the run`,
    expected: `candles that open at the same times as those from ${iso(candles.openedAt[first])} to ${iso(closedAt(candles, end - 1))}`,
    remedy: 'Give a mark series that covers the run, or leave it out.',
  })
}
