import type { RefusalCode } from '#domain/event.js'
import type { BacktestResult, FillResult } from '#domain/result.js'
import { merged, type Stretch } from './merged.js'
import { ownTrades } from './own-trades.js'
import { candleOfRun, candlesOfRun } from './run.js'

/** Candles [from, to) of the run over which a hedge was wanted and not on while what it hedges was. */
export interface NakedStretch extends Stretch {
  readonly hedge: string
  readonly cause: 'refusal' | 'liquidation'
}

/** Codes with which an opening is refused; the others say that the leg is open already, or flat. */
const openingRefused: ReadonlySet<RefusalCode> = new Set([
  'margin',
  'min-notional',
  'min-quantity',
  'max-leverage',
  'stop-side',
  'post-only',
  'unfilled',
])

/**
 * A stretch begins when the opening of a hedge is refused, or the hedge is liquidated, while what it hedges is open and
 * no leg of the hedge's name is. It ends when one fills, when the hedged leg closes, or with the run. What happens
 * inside a candle ends a stretch with that candle, whose close is then part of it: a loss is counted where it was made.
 */
export function nakedStretches(result: BacktestResult): readonly NakedStretch[] {
  return result.strategy.legs.flatMap(({ name, hedges }) =>
    hedges === null ? [] : stretchesOf(result, name, staysOf(result, hedges, 'entered'), staysOf(result, name, 'held')),
  )
}

/** `cores` and `own` are ascending and do not overlap. */
function stretchesOf(
  result: BacktestResult,
  hedge: string,
  cores: readonly Stretch[],
  own: readonly Stretch[],
): readonly NakedStretch[] {
  const stretches: NakedStretch[] = []
  let core = 0
  let held = 0
  for (const { cause, candle } of beginningsOf(result, hedge)) {
    while (core < cores.length && cores[core].to <= candle) core++
    while (held < own.length && own[held].to <= candle) held++
    const isCoreOpen = core < cores.length && cores[core].from <= candle
    const isOn = held < own.length && own[held].from <= candle
    if (!isCoreOpen || isOn || candle < (stretches.at(-1)?.to ?? 0)) continue
    const to = Math.min(cores[core].to, own[held]?.from ?? Infinity)
    stretches.push({ hedge, cause, from: candle, to })
  }
  return stretches
}

/** When a hedge was wanted in vain, as the first candle that is played without it; ascending. */
function beginningsOf(result: BacktestResult, name: string) {
  const refused = result.refusals
    .filter(({ leg, code }) => leg === name && openingRefused.has(code))
    .map(({ at }) => ({ cause: 'refusal' as const, candle: candleOfRun(result, at) }))
  const liquidated = ownTrades(result, name)
    .filter(({ reason }) => reason === 'liquidation')
    .map((trade) => ({ cause: 'liquidation' as const, candle: candleAfter(result, trade) }))
  return [...refused, ...liquidated].toSorted((one, other) => one.candle - other.candle)
}

/**
 * Where a name has an open leg. The candle inside which one closes belongs to it; the one inside which one opens does
 * where it counts as `entered`, not where it has to be `held` from the start.
 */
function staysOf(result: BacktestResult, name: string, since: 'entered' | 'held'): readonly Stretch[] {
  const stays: Stretch[] = []
  let from: number | null = null
  for (const trade of ownTrades(result, name)) {
    from ??= since === 'held' ? candleAfter(result, trade) : candleOfRun(result, trade.at)
    if (trade.held !== 0) continue
    stays.push({ from, to: candleAfter(result, trade) })
    from = null
  }
  return merged(from === null ? stays : [...stays, { from, to: candlesOfRun(result) }])
}

/** The first candle all of which comes after a fill. */
function candleAfter(result: BacktestResult, { at, phase }: Pick<FillResult, 'at' | 'phase'>): number {
  return candleOfRun(result, at) + (phase === 'open' ? 0 : 1)
}
