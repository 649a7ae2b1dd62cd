import { decimal } from '#domain/decimal.js'
import type { Attribution, BacktestResult } from '#domain/result.js'
import { DAY_MS } from '#domain/time.js'
import { type AccountCheck, checkAccount } from './account-check.js'
import { sumAttributions } from './attribution.js'
import { dailyReturns } from './calendar-returns.js'
import { type Campaign, campaignsOf } from './campaigns.js'
import { mean } from './deviation.js'
import { equityFigures, type FigureOptions } from './equity-figures.js'
import { elapsedMs, equityOfRun, type EquitySeries } from './equity-series.js'
import { exposure } from './exposure.js'
import { hedgeCost } from './hedge-cost.js'
import { legFigures, type LegFigures } from './leg-figures.js'
import { accountLiquidationDistance, type NearestLiquidation } from './liquidation-distance.js'
import { marginUse } from './margin-use.js'
import { type Drawdown, maxDrawdown } from './max-drawdown.js'
import { type NakedStretch, nakedStretches } from './naked-stretches.js'
import { nakedTime } from './naked-time.js'
import { initialStops, rMultiple } from './r-multiple.js'
import { hedgeNames, sharesPositions } from './shared-positions.js'
import { significant, significantFigures } from './significant.js'
import { totalReturn } from './total-return.js'
import { tradeFigures } from './trade-figures.js'
import { tradeMeans } from './trade-means.js'
import { liquidations, netsOf, tradesOf } from './trades.js'
import { turnover } from './turnover.js'

/** The figures of an account by name, defined in docs/metrics.md. Fractions, not percent; money in the quote currency. */
export type MetricName = keyof ReturnType<typeof metricsOf>

/** Rounded to 12 significant digits; null where undefined. */
export type Metrics = Readonly<Record<MetricName, number | null>>

export interface Figures {
  readonly metrics: Metrics
  readonly drawdown: Drawdown
  readonly nearestLiquidation: NearestLiquidation | null
  /** One row of the attribution per leg name. */
  readonly legs: readonly LegFigures[]
  readonly campaigns: readonly Campaign[]
  /** R of every opening by its id; null without a stop. */
  readonly rMultiples: ReadonlyMap<number, number | null>
  readonly nakedStretches: readonly NakedStretch[]
  /** The sum of the legs. */
  readonly total: Attribution
  readonly account: AccountCheck
}

/** A run that is shorter than this many days says nothing about a year: it has no ratios. */
export const RATIO_DAYS_MIN = 30

/** Every figure of a finished run. Pure; one pass over the candles per figure that needs them. */
export function figuresOf(result: BacktestResult, options: FigureOptions): Figures {
  const parts = partsOf(result)
  return {
    ...parts,
    legs: legFigures(result, parts.rMultiples),
    metrics: significantFigures(metricsOf(result, options, parts)),
    account: checkAccount(result.account, parts.total),
  }
}

/** The metrics of a finished run alone, as `figuresOf` has them, without what each leg made. */
export function metricsOfRun(result: BacktestResult, options: FigureOptions): Metrics {
  return significantFigures(metricsOf(result, options, partsOf(result)))
}

type Parts = Omit<Figures, 'legs' | 'metrics' | 'account'>

/** What metrics are made of. */
function partsOf(result: BacktestResult): Parts {
  const stops = initialStops(result.legs, result.levels)
  const nearest = accountLiquidationDistance(result)
  return {
    drawdown: maxDrawdown(equityOfRun(result)),
    nearestLiquidation: nearest && { ...nearest, distance: significant(nearest.distance)! },
    campaigns: campaignsOf(result),
    rMultiples: new Map(result.legs.map((leg) => [leg.id, significant(rMultiple(leg, stops.get(leg.id)))])),
    nakedStretches: nakedStretches(result),
    total: sumAttributions(result.legs.map(({ pnl }) => pnl)),
  }
}

function metricsOf(result: BacktestResult, options: FigureOptions, parts: Parts) {
  const { initial, final } = result.account
  const series = equityOfRun(result)
  const { total, drawdown } = parts
  const margin = marginUse(result)
  const { gross, net, timeInMarket } = exposure(result)
  return {
    netProfit: decimal(final).minus(initial).toNumber(),
    ...equityFigures(series, drawdown, judgedReturns(series), options),
    totalReturn: totalReturn(initial, final),
    grossExposureMean: gross,
    netExposureMean: net,
    timeInMarket,
    turnover: turnover(result.fills, mean(series.values), elapsedMs(series)),
    marginUseMean: margin.mean,
    marginUseMax: margin.max,
    liquidationDistanceMin: parts.nearestLiquidation?.distance ?? null,
    ...tradeMetrics(result, parts),
    fees: Number(total.fees),
    funding: Number(total.funding),
    slippage: Number(total.slippage),
    liquidation: Number(total.liquidation),
    liquidations: liquidations(result.legs),
    refusals: result.refusals.length,
    ...hedgeMetrics(result, parts.nakedStretches),
  }
}

/** Daily returns, where there are enough of them to make ratios of. */
function judgedReturns(series: EquitySeries): Float64Array | null {
  return elapsedMs(series) >= RATIO_DAYS_MIN * DAY_MS ? dailyReturns(series) : null
}

/** Of all legs, and of all campaigns, each finished one a trade. */
function tradeMetrics(result: BacktestResult, { campaigns, rMultiples }: Pick<Figures, 'campaigns' | 'rMultiples'>) {
  const trades = tradesOf(result.legs)
  const whole = tradeFigures(netsOf(tradesOf(campaigns)))
  return {
    ...tradeFigures(netsOf(trades)),
    ...tradeMeans(trades, rMultiples),
    campaigns: whole.trades,
    campaignWinRate: whole.winRate,
    campaignPayoff: whole.payoff,
    campaignProfitFactor: whole.profitFactor,
    campaignExpectancy: whole.expectancy,
    campaignSqn: whole.sqn,
    campaignKelly: whole.kelly,
    campaignLongestWinStreak: whole.longestWinStreak,
    campaignLongestLossStreak: whole.longestLossStreak,
  }
}

/** All null where no leg is declared to hedge another. */
function hedgeMetrics(result: BacktestResult, stretches: readonly NakedStretch[]) {
  const names = hedgeNames(result)
  const naked = names.size === 0 ? null : nakedTime(result, stretches)
  return {
    hedgeCost:
      naked === null || sharesPositions(result) ? null : hedgeCost(result.legs.filter((leg) => names.has(leg.name))),
    nakedHours: naked?.hours ?? null,
    nakedExposureMean: naked?.exposureMean ?? null,
    nakedPnl: naked?.pnl ?? null,
  }
}
