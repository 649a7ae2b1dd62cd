import type { Where } from '#domain/failure.js'
import { iso, MINUTE_MS } from '#domain/time.js'
import { badInput } from './bad-input.js'

/** One settled funding rate: when (ms since 1970) and the fraction of notional that longs paid to shorts. */
export interface FundingPrint {
  readonly at: number
  readonly rate: number
  /** `file:line`, for errors. */
  readonly where?: Where
}

/**
 * Several series as one, in time order. Throws `InputError` `funding-unordered` where a series is not ascending, and
 * `funding-twice` where two prints lie within 60 s, in one series or in two that overlap.
 */
export function joinedPrints(series: readonly (readonly FundingPrint[])[]): readonly FundingPrint[] {
  for (const prints of series) {
    prints.forEach((print, index) => {
      if (index > 0 && print.at < prints[index - 1].at) throw unordered(print, prints[index - 1])
    })
  }
  const joined = series.flat().sort((a, b) => a.at - b.at)
  joined.forEach((print, index) => {
    if (index > 0 && print.at - joined[index - 1].at <= MINUTE_MS) throw twice(print, joined[index - 1])
  })
  return joined
}

function unordered(print: FundingPrint, previous: FundingPrint) {
  return badInput('funding-unordered', placeOf(print), {
    found: `the funding of ${iso(print.at)} after that of ${iso(previous.at)}`,
    expected: 'ascending times',
    remedy: 'Sort the rows by time, oldest first.',
  })
}

function twice(print: FundingPrint, previous: FundingPrint) {
  return badInput('funding-twice', placeOf(print), {
    found: `funding at ${iso(print.at)}, within 60 s of ${placeOf(previous)} at ${iso(previous.at)}`,
    expected: 'each funding once',
    remedy: 'Remove one of the two; series of different venues may follow each other but not overlap.',
  })
}

function placeOf(print: FundingPrint): Where {
  return print.where ?? 'funding'
}
