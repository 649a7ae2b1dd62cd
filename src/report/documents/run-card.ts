import type { Figures } from '#analysis/figures.js'
import { samplesOf } from '#analysis/samples.js'
import { endOfRun, startOfRun } from '#analysis/run.js'
import type { BacktestResult } from '#domain/result.js'
import { iso, timeframeName } from '#domain/time.js'

/** `card.json`: what a list of runs shows of one, so that no list needs to read whole results. */
export interface RunCard {
  readonly schema: 'hedgerow/card@1'
  readonly name: string
  readonly strategy: string
  readonly pair: string
  readonly timeframe: string
  readonly from: string
  readonly to: string
  readonly synthetic: boolean
  readonly status: 'complete' | 'incomplete'
  readonly currency: string
  readonly initial: string
  readonly final: string
  readonly metrics: Readonly<
    Record<'totalReturn' | 'maxDrawdown' | 'sharpe' | 'trades' | 'liquidations', number | null>
  >
  /** Equity at evenly spread closes, the last included. */
  readonly equity: readonly number[]
  /** Words of the user, by which a list is filtered. */
  readonly tags: readonly string[]
}

/** Points of the small line of equity. */
export const CARD_POINTS = 64

export function runCard(result: BacktestResult, { metrics }: Figures, pair: string, tags: readonly string[]): RunCard {
  const { totalReturn, maxDrawdown, sharpe, trades, liquidations } = metrics
  return {
    schema: 'hedgerow/card@1',
    name: result.name,
    strategy: result.strategy.name,
    pair,
    timeframe: timeframeName(result.candles.timeframeMs),
    from: iso(startOfRun(result)),
    to: iso(endOfRun(result)),
    synthetic: result.data.some((fact) => fact.synthetic),
    status: result.status,
    currency: result.account.currency,
    initial: result.account.initial,
    final: result.account.final,
    metrics: { totalReturn, maxDrawdown, sharpe, trades, liquidations },
    equity: samplesOf(result.curve.equity, CARD_POINTS),
    tags,
  }
}

/** The text of `card.json`, of a run or of an experiment. */
export function cardJson(card: { readonly schema: string }): string {
  return `${JSON.stringify(card, null, 2)}\n`
}
