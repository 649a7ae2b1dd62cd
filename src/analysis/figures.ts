import { decimal } from '#domain/decimal.js'
import type { Attribution, BacktestResult } from '#domain/result.js'
import { type AccountCheck, checkAccount } from './account-check.js'
import { sumAttributions } from './attribution.js'
import { dailyReturns } from './daily-returns.js'
import { exposure } from './exposure.js'
import { growthRate } from './growth-rate.js'
import { legFigures, type LegFigures } from './leg-figures.js'
import { type Drawdown, maxDrawdown } from './max-drawdown.js'
import { profitFactor } from './profit-factor.js'
import { endOfRun, startOfRun } from './run.js'
import { sharpe } from './sharpe.js'
import { significant } from './significant.js'
import { totalReturn } from './total-return.js'
import { liquidations, tradesOf } from './trades.js'
import { volatility } from './volatility.js'
import { winRate } from './win-rate.js'

/** The figures of an account, defined in docs/metrics.md. Fractions, not percent; money in the quote currency. */
export type MetricName =
  | 'netProfit'
  | 'totalReturn'
  | 'cagr'
  | 'volatility'
  | 'sharpe'
  | 'maxDrawdown'
  | 'maxDrawdownDays'
  | 'grossExposureMean'
  | 'netExposureMean'
  | 'timeInMarket'
  | 'trades'
  | 'winRate'
  | 'profitFactor'
  | 'fees'
  | 'funding'
  | 'slippage'
  | 'liquidation'
  | 'liquidations'

/** Rounded to 12 significant digits; null where undefined. */
export type Metrics = Readonly<Record<MetricName, number | null>>

export interface Figures {
  readonly metrics: Metrics
  readonly drawdown: Drawdown
  /** One row of the attribution per leg name. */
  readonly legs: readonly LegFigures[]
  /** Their sum. */
  readonly total: Attribution
  readonly account: AccountCheck
}

/** `periodsPerYear` days make a year of daily returns; `riskFree` is a rate per year. */
export interface FigureOptions {
  readonly periodsPerYear: number
  readonly riskFree: number
}

/** Every figure of a finished run. Pure; one pass over the candles per figure that needs them. */
export function figuresOf(result: BacktestResult, options: FigureOptions): Figures {
  const legs = legFigures(result)
  const total = sumAttributions(legs.map((leg) => leg.pnl))
  const drawdown = maxDrawdown(result)
  return {
    metrics: metricsOf(result, options, total, drawdown),
    drawdown,
    legs,
    total,
    account: checkAccount(result.account, total),
  }
}

function metricsOf(result: BacktestResult, options: FigureOptions, total: Attribution, drawdown: Drawdown): Metrics {
  const { initial, final } = result.account
  const { periodsPerYear, riskFree } = options
  const returns = dailyReturns(result)
  const { gross, net, timeInMarket } = exposure(result)
  const trades = tradesOf(result.legs)
  const raw: Metrics = {
    netProfit: decimal(final).minus(initial).toNumber(),
    totalReturn: totalReturn(initial, final),
    cagr: growthRate(Number(initial), Number(final), endOfRun(result) - startOfRun(result)),
    volatility: returns && volatility(returns, periodsPerYear),
    sharpe: returns && sharpe(returns, periodsPerYear, riskFree),
    maxDrawdown: drawdown.depth,
    maxDrawdownDays: drawdown.days,
    grossExposureMean: gross,
    netExposureMean: net,
    timeInMarket,
    trades: trades.length,
    winRate: winRate(trades),
    profitFactor: profitFactor(trades),
    fees: Number(total.fees),
    funding: Number(total.funding),
    slippage: Number(total.slippage),
    liquidation: Number(total.liquidation),
    liquidations: liquidations(result.legs),
  }
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, significant(value)])) as Metrics
}
