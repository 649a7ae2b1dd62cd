import type { Candles, FundingDue } from '#domain/candles.js'
import type { Where } from '#domain/failure.js'
import { timeframeName } from '#domain/time.js'
import { badInput } from './bad-input.js'
import { count } from './count.js'
import { multiplesOf, type Stretch, stretchesInWords, stretchInWords, uncoveredStretches } from './funding-coverage.js'
import { type FundingPrint, joinedPrints } from './funding-prints.js'
import { closedAt, type RunRange } from './run-range.js'
import { settlementOf } from './settlement.js'

/** A constant rate, a fraction of notional, on multiples of `everyMs` from 00:00 UTC. */
export interface ConstantRate {
  readonly rate: number
  readonly everyMs: number
}

/** What funding is made of (rule F4). */
export type FundingSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly constant: ConstantRate }
  | {
      readonly kind: 'series'
      /** Each ascending; they are joined in time order. */
      readonly series: readonly (readonly FundingPrint[])[]
      readonly fallback: ConstantRate | 'zero' | null
    }

export interface FundingSchedule {
  /** In time order, for the candles of the run alone. */
  readonly funding: readonly FundingDue[]
  readonly assumptions: readonly string[]
}

interface Due {
  readonly at: number
  readonly rate: number
  readonly known: boolean
}

/**
 * The funding of a run by the rules F1, F2 and F4. Throws `InputError` `funding-uncovered` where a series leaves more than
 * 24 h of the run without a print and there is no fallback.
 */
export function fundingSchedule(source: FundingSource, candles: Candles, run: RunRange, where: Where): FundingSchedule {
  if (source.kind === 'none') return { funding: [], assumptions: ['No funding is given: the rate is zero throughout.'] }
  if (source.kind === 'constant') return constantSchedule(source.constant, candles, run)
  const prints = joinedPrints(source.series)
  const inRun = prints.filter((print) => settlementOf(candles, run, print.at) !== null)
  const times = inRun.map((print) => countedAt(candles, run, print.at))
  const stretches = uncoveredStretches(times, candles.openedAt[run.first], closedAt(candles, run.end - 1))
  const { fallback } = source
  if (stretches.length > 0 && fallback === null) throw uncovered(stretches[0], stretches.length, where)
  const known = inRun.map(({ at, rate }) => ({ at, rate, known: true }))
  const dues = [...known, ...fallbackDues(stretches, fallback)].sort((a, b) => a.at - b.at)
  return settled(dues, candles, run, fallbackInWords(stretches, fallback))
}

function constantSchedule(constant: ConstantRate, candles: Candles, run: RunRange): FundingSchedule {
  const times = multiplesOf(constant.everyMs, candles.openedAt[run.first], closedAt(candles, run.end - 1))
  const dues = times.map((at) => ({ at, rate: constant.rate, known: true }))
  return settled(dues, candles, run, [`Funding is a constant, ${inWords(constant)}, and not a series.`])
}

/** A print up to 60 s late counts as at the open, so daily prints with some ms of delay leave nothing uncovered. */
function countedAt(candles: Candles, run: RunRange, at: number): number {
  const settlement = settlementOf(candles, run, at)!
  return settlement.phase === 'open' && !settlement.inGap ? candles.openedAt[settlement.candle] : at
}

function fallbackDues(stretches: readonly Stretch[], fallback: ConstantRate | 'zero' | null): readonly Due[] {
  if (fallback === null || fallback === 'zero') return []
  return stretches.flatMap(({ from, to }) =>
    multiplesOf(fallback.everyMs, from + 1, to).map((at) => ({ at, rate: fallback.rate, known: false })),
  )
}

function settled(
  dues: readonly Due[],
  candles: Candles,
  run: RunRange,
  assumptions: readonly string[],
): FundingSchedule {
  let late = 0
  let inGaps = 0
  const funding = dues.map((due): FundingDue => {
    const { candle, phase, inGap } = settlementOf(candles, run, due.at)!
    if (phase === 'close') late += 1
    if (inGap) inGaps += 1
    return { ...due, candle, phase }
  })
  const sentences = [...assumptions]
  if (late > 0) sentences.push(`Settled at the close of the candle in which they fall: ${count(late, 'funding time')}.`)
  if (inGaps > 0)
    sentences.push(
      `Settled at the next open, since they fall into a gap of the candles: ${count(inGaps, 'funding time')}.`,
    )
  return { funding, assumptions: sentences }
}

function fallbackInWords(stretches: readonly Stretch[], fallback: ConstantRate | 'zero' | null): readonly string[] {
  if (stretches.length === 0 || fallback === null) return []
  const instead = fallback === 'zero' ? 'the rate is zero' : `the fallback stands in, ${inWords(fallback)}`
  return [`Funding is not known in ${stretchesInWords(stretches)}: ${instead} there.`]
}

function inWords({ rate, everyMs }: ConstantRate): string {
  return `${rate} every ${timeframeName(everyMs)} from 00:00 UTC`
}

function uncovered(stretch: Stretch, number: number, where: Where) {
  return badInput('funding-uncovered', where, {
    found: `no funding from ${stretchInWords(stretch)}${number > 1 ? `, the first of ${number} such stretches` : ''}`,
    expected: 'a print at least every 24 h of the run',
    remedy:
      'Add a series that covers it, or a fallback: { rate: 0.0001, every: 8h } or zero, or choose another from and to.',
  })
}
