import { type Candles, indexAtOrAfter } from '#domain/candles.js'
import type { InputError, Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { badInput } from './bad-input.js'

/** The candles of the run: `first` inclusive, `end` exclusive. */
export interface RunRange {
  readonly first: number
  readonly end: number
}

/** The instant from which a candle may be known. */
export function closedAt(candles: Candles, index: number): number {
  return candles.openedAt[index] + candles.timeframeMs
}

/**
 * `from` inclusive, `to` exclusive, on a candle's open (rule T8); null is the file's own limit. Throws `InputError`
 * `from-outside` or `range-empty`.
 */
export function runRange(
  candles: Candles,
  from: number | null,
  to: number | null,
  where: { readonly from: Where; readonly to: Where },
): RunRange {
  const { openedAt, length } = candles
  if (from !== null && (from < openedAt[0] || from > openedAt[length - 1])) throw fromOutside(candles, from, where.from)
  const first = from === null ? 0 : indexAtOrAfter(openedAt, from)
  const end = to === null ? length : indexAtOrAfter(openedAt, to)
  if (first >= end) throw noCandle(candles, from, to!, where.to)
  return { first, end }
}

function fromOutside(candles: Candles, from: number, where: Where): InputError {
  const before = from < candles.openedAt[0]
  return badInput('from-outside', where, {
    found: `${iso(from)}, ${before ? 'before the first' : 'after the last'} candle`,
    expected: rangeOf(candles),
    remedy: 'Choose a time inside that range, or give a file that covers it.',
  })
}

function noCandle(candles: Candles, from: number | null, to: number, where: Where): InputError {
  return badInput('range-empty', where, {
    found: `no candle ${from === null ? '' : `from ${iso(from)} `}to ${iso(to)}`,
    expected: `at least one candle; ${rangeOf(candles)}`,
    remedy: 'Choose a later end or an earlier beginning; `to` is exclusive.',
  })
}

function rangeOf({ openedAt, length }: Candles): string {
  return `the candles open from ${iso(openedAt[0])} to ${iso(openedAt[length - 1])}`
}
