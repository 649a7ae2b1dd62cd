import type { Candles, DataFact, Feed, MarketData } from '#domain/candles.js'
import type { Where } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { count } from './count.js'
import { laidFine } from './fine.js'
import { fundingSchedule, type FundingSource } from './funding-schedule.js'
import { alignedMark } from './mark.js'
import { closedAt, type RunRange, runRange } from './run-range.js'
import { gapsBetween } from './timeframe.js'

/** What errors call the parts of the request: paths in the run config, unless told otherwise. */
export interface MarketPlaces {
  readonly candles: Where
  readonly mark: Where
  readonly fine: Where
  readonly funding: Where
  readonly from: Where
  readonly to: Where
}

export const configPlaces: MarketPlaces = {
  candles: 'data.candles',
  mark: 'data.mark',
  fine: 'data.fine',
  funding: 'data.funding',
  from: 'data.from',
  to: 'data.to',
}

export interface MarketInput {
  /** Checked: what a file or `candlesOf` gave. */
  readonly candles: Candles
  /** Default: the traded candles stand in (rule F5). */
  readonly mark?: Candles | null
  /** Default: none, candles are replayed as they are (rule P4). */
  readonly fine?: Candles | null
  /** Default: none, a rate of zero. */
  readonly funding?: FundingSource
  /** First open of the run, inclusive, ms since 1970; null or left out: the first candle (rule T8). */
  readonly from?: number | null
  /** Exclusive; null or left out: after the last candle. */
  readonly to?: number | null
  /** Default: none. Whether they cover the run is for the strategy's declaration to say. */
  readonly feeds?: Readonly<Record<string, Feed>>
  readonly facts?: readonly DataFact[]
  readonly where?: Partial<MarketPlaces>
}

/** Checked parts → what a run replays. Throws `InputError` where they do not fit together. */
export function marketDataOf(input: MarketInput): MarketData {
  const { candles, mark = null, fine = null, funding = { kind: 'none' }, from = null, to = null } = input
  const { feeds = {}, facts = [] } = input
  const where = { ...configPlaces, ...input.where }
  const run = runRange(candles, from, to, where)
  const aligned = alignedMark(candles, mark, run, where.mark)
  const laid = laidFine(candles, aligned.mark, fine, run, where.fine)
  const schedule = fundingSchedule(funding, candles, run, where.funding)
  return {
    candles,
    mark: aligned.mark,
    fine: laid.fine,
    funding: schedule.funding,
    feeds,
    ...run,
    facts,
    assumptions: [
      ...rangeSentences(candles, run, to),
      ...aligned.assumptions,
      ...laid.assumptions,
      ...schedule.assumptions,
    ],
  }
}

function rangeSentences(candles: Candles, run: RunRange, to: number | null): readonly string[] {
  const sentences: string[] = []
  const { openedAt, timeframeMs } = candles
  const gaps = gapsBetween(openedAt, timeframeMs, run.first, run.end)
  if (gaps.count > 0) {
    sentences.push(
      `The candles of the run have ${count(gaps.count, 'gap')}, ${count(gaps.missing, 'candle')} missing together; a gap is not filled.`,
    )
  }
  const lastClosedAt = closedAt(candles, candles.length - 1)
  if (to !== null && to > lastClosedAt) {
    sentences.push(`The candles end at ${iso(lastClosedAt)}, before the end that was asked for, ${iso(to)}.`)
  }
  return sentences
}
