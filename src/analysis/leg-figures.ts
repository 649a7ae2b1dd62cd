import type { Attribution, BacktestResult } from '#domain/result.js'
import { sumAttributions } from './attribution.js'
import { legDrawdown } from './leg-drawdown.js'
import { significant } from './significant.js'
import { liquidations, tradesOf } from './trades.js'
import { winRate } from './win-rate.js'

/** What all openings of one name made together. */
export interface LegFigures {
  readonly name: string
  /** The leg that this one hedges. */
  readonly hedges: string | null
  readonly pnl: Attribution
  /** Openings that are closed again. */
  readonly trades: number
  readonly winRate: number | null
  readonly liquidations: number
  /** Largest fall of the cumulative net PnL at closes, quote currency, ≥ 0. */
  readonly maxDrawdown: number
}

/** One row per name: the declared ones first, in their order, also where they never opened. */
export function legFigures(result: BacktestResult): readonly LegFigures[] {
  const hedges = new Map(result.strategy.legs.map((leg) => [leg.name, leg.hedges]))
  const names = new Set([...hedges.keys(), ...result.legs.map((leg) => leg.name)])
  return [...names].map((name) => {
    const openings = result.legs.filter((leg) => leg.name === name)
    const trades = tradesOf(openings)
    return {
      name,
      hedges: hedges.get(name) ?? null,
      pnl: sumAttributions(openings.map((leg) => leg.pnl)),
      trades: trades.length,
      winRate: significant(winRate(trades)),
      liquidations: liquidations(openings),
      maxDrawdown: significant(legDrawdown(result, name))!,
    }
  })
}
