import type { Attribution, BacktestResult, LegResult } from '#domain/result.js'
import { sumAttributions } from './attribution.js'
import { legDrawdown } from './leg-drawdown.js'
import { legExposure } from './leg-exposure.js'
import { legSpans } from './leg-spans.js'
import { legLiquidationDistance, type NearestLiquidation } from './liquidation-distance.js'
import { type OwnResult, ownResult } from './own-result.js'
import { significant, significantFigures } from './significant.js'
import { type TradeFigures, tradeFigures } from './trade-figures.js'
import { type TradeMeans, tradeMeans } from './trade-means.js'
import { liquidations, netsOf, tradesOf } from './trades.js'

/** What all openings of one name made together. */
export interface LegFigures extends TradeFigures, TradeMeans {
  readonly name: string
  /** The leg that this one hedges. */
  readonly hedges: string | null
  readonly pnl: Attribution
  /** By its own orders, where the venue merges legs; null where every leg is a position, and `pnl` is its own. */
  readonly own: OwnResult | null
  readonly liquidations: number
  /** Largest fall of the cumulative net PnL at closes, quote currency, ≥ 0. */
  readonly maxDrawdown: number
  /** Mean over the closes of the run of signed notional ÷ equity: shorts below zero. */
  readonly exposureMean: number | null
  readonly timeInMarket: number | null
  /** How near liquidation came to any of them. */
  readonly nearestLiquidation: NearestLiquidation | null
}

/** One row per name: the declared ones first, in their order, also where they never opened. */
export function legFigures(
  result: BacktestResult,
  rMultiples: ReadonlyMap<number, number | null>,
): readonly LegFigures[] {
  const hedges = new Map(result.strategy.legs.map((leg) => [leg.name, leg.hedges]))
  const names = new Set([...hedges.keys(), ...result.legs.map((leg) => leg.name)])
  return [...names].map((name) => {
    const openings = result.legs.filter((leg) => leg.name === name)
    return { name, hedges: hedges.get(name) ?? null, ...figuresOfOpenings(result, name, openings, rMultiples) }
  })
}

function figuresOfOpenings(
  result: BacktestResult,
  name: string,
  openings: readonly LegResult[],
  rMultiples: ReadonlyMap<number, number | null>,
) {
  const trades = tradesOf(openings)
  const spans = legSpans(result, name)
  const { mean, timeInMarket } = legExposure(result, spans)
  const nearest = legLiquidationDistance(result, openings)
  return {
    pnl: sumAttributions(openings.map((leg) => leg.pnl)),
    own: result.positions.mode === 'multi-trade' ? null : significantFigures(ownResult(result, name, spans)),
    ...significantFigures(tradeFigures(netsOf(trades))),
    ...significantFigures(tradeMeans(trades, rMultiples)),
    liquidations: liquidations(openings),
    maxDrawdown: significant(legDrawdown(result, spans))!,
    exposureMean: significant(mean),
    timeInMarket: significant(timeInMarket),
    nearestLiquidation: nearest && { ...nearest, distance: significant(nearest.distance)! },
  }
}
