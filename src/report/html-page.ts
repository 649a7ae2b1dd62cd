import type { FigureOptions } from '#analysis/equity-figures.js'
import type { Figures } from '#analysis/figures.js'
import type { DatedEvent } from '#domain/candles.js'
import { decimal } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import type { Evidence } from '#experiments/overfitting/evidence.js'
import type { Verdict } from '#experiments/overfitting/verdict.js'
import type { StressOutcome } from '#experiments/stress/stress.js'
import type { Twins } from '#experiments/twins/twins.js'
import { type LegOrder, legOrder } from './html-legs.js'

/** The sweep that a run was chosen by. */
export interface ChosenBy {
  /** 1 for the best. */
  readonly place: number
  readonly trials: number
  /** Of the best trial; null where there is none. */
  readonly evidence: Evidence | null
  readonly verdict: Verdict | null
}

/** What a report says about its run besides the result itself. */
export interface ReportMeta {
  readonly pair: string
  readonly engine: { readonly name: string; readonly version: string }
  /** SHA-256 in hex. */
  readonly hashes: Readonly<Record<'config' | 'data' | 'strategy' | 'result', string>>
  /** What ratios over a year are made with. */
  readonly analysis: FigureOptions
  /** The command that makes this result again. */
  readonly command: string
  /** Dated events of the run's feeds that fall into it, in the order of their times. */
  readonly events: readonly DatedEvent[]
  /** What the run is held against; null where it has none. */
  readonly twins: Twins | null
  /** Why there are none, where the strategy threw without its hedge. Default: null. */
  readonly twinsError?: string | null
  /** The sweep that the run was chosen by; null for a run of its own. */
  readonly chosenBy: ChosenBy | null
  /** The run with changed assumptions; null where it was not played again. */
  readonly stress: readonly StressOutcome[] | null
}

/** All that a section of the page is made from. */
export interface Page {
  readonly result: BacktestResult
  readonly figures: Figures
  readonly meta: ReportMeta
  readonly order: LegOrder
  /** Digits after the point that prices of this run have. */
  readonly priceDigits: number
}

export function pageOf(result: BacktestResult, figures: Figures, meta: ReportMeta): Page {
  return { result, figures, meta, order: legOrder(figures), priceDigits: priceDigits(result) }
}

/** Liquidations fill at a solved price, off the tick; every other fill shows the tick. */
function priceDigits(result: BacktestResult): number {
  const onTick = result.fills.filter((fill) => fill.reason !== 'liquidation')
  return onTick.reduce((digits, fill) => Math.max(digits, decimal(fill.price).decimalPlaces()), 2)
}
