import { DAY_MS, iso, timeframeName } from '#domain/time.js'
import { badInput } from './bad-input.js'

/** Missing candles between the first and the last one. A gap is a step of more than one timeframe. */
export interface Gaps {
  readonly count: number
  /** How many candles are missing in all gaps together. */
  readonly missing: number
}

export interface SteppedColumn {
  readonly openedAt: Float64Array
  readonly length: number
}

/**
 * So many equal steps in a row, longer than the timeframe, are candles of a longer timeframe and not that many gaps of
 * one length: where half of all candles are missing at random, 24 gaps of one candle follow each other once in 10^14 rows.
 */
export const STEPS_OF_ANOTHER_TIMEFRAME = 24

/** The most common step, the shorter one on a tie; null where there are fewer than two candles. */
export function commonStep({ openedAt, length }: SteppedColumn): number | null {
  const counts = new Map<number, number>()
  for (let index = 1; index < length; ) {
    const start = index
    const step = openedAt[index] - openedAt[index - 1]
    while (index < length && openedAt[index] - openedAt[index - 1] === step) index++
    counts.set(step, (counts.get(step) ?? 0) + index - start)
  }
  let best: number | null = null
  for (const [step, count] of counts) {
    const bestCount = best === null ? 0 : counts.get(best)!
    if (count > bestCount || (count === bestCount && step < best!)) best = step
  }
  return best
}

/**
 * Walks all steps and counts the gaps. Throws `InputError` `timeframe-mixed` at a step that is no multiple of the timeframe
 * or begins a run of another one, and `gap-too-long` where more than `maxGapMs` of candles is missing.
 */
export function checkSteps(
  column: SteppedColumn,
  timeframeMs: number,
  maxGapMs: number,
  whereOf: (row: number) => string,
): Gaps {
  const { openedAt, length } = column
  let count = 0
  let missing = 0
  let previous = timeframeMs
  let run = 0
  for (let index = 1; index < length; index++) {
    const step = openedAt[index] - openedAt[index - 1]
    run = step === previous ? run + 1 : 1
    previous = step
    if (step === timeframeMs) continue
    if (step % timeframeMs !== 0) throw mixed(step, timeframeMs, whereOf(index))
    if (run >= STEPS_OF_ANOTHER_TIMEFRAME) throw mixed(step, timeframeMs, whereOf(index - run + 1))
    if (step - timeframeMs > maxGapMs)
      throw gapTooLong(openedAt[index - 1], step, timeframeMs, maxGapMs, whereOf(index))
    count += 1
    missing += step / timeframeMs - 1
  }
  return { count, missing }
}

/** The longest stretch of missing candles, in milliseconds; 0 where none is missing. */
export function longestGapMs({ openedAt, length }: SteppedColumn, timeframeMs: number): number {
  let longest = timeframeMs
  for (let index = 1; index < length; index++) {
    const step = openedAt[index] - openedAt[index - 1]
    if (step > longest) longest = step
  }
  return longest - timeframeMs
}

/** The gaps between the candles of a range that was checked before. */
export function gapsBetween(openedAt: Float64Array, timeframeMs: number, first: number, end: number): Gaps {
  let count = 0
  for (let index = first + 1; index < end; index++) {
    if (openedAt[index] - openedAt[index - 1] !== timeframeMs) count += 1
  }
  const steps = (openedAt[end - 1] - openedAt[first]) / timeframeMs
  return { count, missing: steps - (end - 1 - first) }
}

function mixed(step: number, timeframeMs: number, where: string) {
  if (isMonth(step) && isMonth(timeframeMs)) {
    return badInput('timeframe-mixed', where, {
      found: `steps of ${timeframeName(step)} and ${timeframeName(timeframeMs)}: candles of calendar months`,
      expected: 'candles of one length; months are not',
      remedy: 'Give candles of a day, a week or less.',
    })
  }
  return badInput('timeframe-mixed', where, {
    found: `a step of ${timeframeName(step)} between two candles`,
    expected: `candles of one timeframe, ${timeframeName(timeframeMs)} as most of the file has`,
    remedy: 'Keep one timeframe in a file; candles are cut in UTC, without daylight saving time.',
  })
}

function isMonth(length: number): boolean {
  return length >= 28 * DAY_MS && length <= 31 * DAY_MS
}

function gapTooLong(openedAt: number, step: number, timeframeMs: number, maxGapMs: number, where: string) {
  const gapMs = step - timeframeMs
  return badInput('gap-too-long', where, {
    found: `a gap of ${timeframeName(gapMs)} after the candle of ${iso(openedAt)}`,
    expected: `no gap longer than ${timeframeName(maxGapMs)}`,
    remedy: `Fetch the missing candles, or raise data.maxGap to ${timeframeName(gapMs)}.`,
  })
}
