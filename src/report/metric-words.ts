import type { MetricName } from '#analysis/figures.js'
import { amount, count, distance, NONE, percent, ratio, signed } from './html-format.js'
import { metricTitle } from './metric-titles.js'

/** How a metric is written for people: a fraction as percent, money in the account's currency, and so on. */
type Kind = 'percent' | 'yearly' | 'money' | 'flow' | 'count' | 'ratio' | 'days' | 'hours' | 'distance'

/** How every metric is written; docs/metrics.md defines them. */
const kinds: Readonly<Record<MetricName, Kind>> = {
  netProfit: 'money',
  totalReturn: 'percent',
  cagr: 'yearly',
  volatility: 'yearly',
  sharpe: 'ratio',
  sortino: 'ratio',
  omega: 'ratio',
  skewness: 'ratio',
  excessKurtosis: 'ratio',
  valueAtRisk95: 'percent',
  conditionalValueAtRisk95: 'percent',
  tailRatio: 'ratio',
  calmar: 'ratio',
  bestDay: 'percent',
  worstDay: 'percent',
  bestMonth: 'percent',
  worstMonth: 'percent',
  maxDrawdown: 'percent',
  maxDrawdownDays: 'days',
  recoveryDays: 'days',
  longestDrawdownDays: 'days',
  averageDrawdown: 'percent',
  ulcerIndex: 'percent',
  grossExposureMean: 'ratio',
  netExposureMean: 'ratio',
  timeInMarket: 'percent',
  turnover: 'ratio',
  marginUseMean: 'percent',
  marginUseMax: 'percent',
  liquidationDistanceMin: 'distance',
  fees: 'money',
  funding: 'money',
  slippage: 'money',
  liquidation: 'money',
  liquidations: 'count',
  refusals: 'count',
  trades: 'count',
  winRate: 'percent',
  payoff: 'ratio',
  profitFactor: 'ratio',
  expectancy: 'money',
  sqn: 'ratio',
  kelly: 'ratio',
  longestWinStreak: 'count',
  longestLossStreak: 'count',
  meanR: 'ratio',
  meanMae: 'money',
  meanMfe: 'money',
  campaigns: 'count',
  campaignWinRate: 'percent',
  campaignPayoff: 'ratio',
  campaignProfitFactor: 'ratio',
  campaignExpectancy: 'money',
  campaignSqn: 'ratio',
  campaignKelly: 'ratio',
  campaignLongestWinStreak: 'count',
  campaignLongestLossStreak: 'count',
  hedgeCost: 'flow',
  nakedHours: 'hours',
  nakedExposureMean: 'ratio',
  nakedPnl: 'money',
}

/** Where a list has room for more than a heading. */
const plainTitles: Readonly<Partial<Record<MetricName, string>>> = {
  netProfit: 'Net profit',
  volatility: 'Volatility a year',
  valueAtRisk95: 'Value at risk of a day, 95 %',
  conditionalValueAtRisk95: 'Mean of the worst 5 % of days',
  maxDrawdownDays: 'Max drawdown lasted',
  recoveryDays: 'Recovery from its low took',
  longestDrawdownDays: 'Longest drawdown',
  grossExposureMean: 'Mean gross exposure ÷ equity',
  netExposureMean: 'Mean net exposure ÷ equity',
  turnover: 'Turnover ÷ equity a year',
  liquidationDistanceMin: 'Nearest to liquidation',
  liquidation: 'Taken by liquidations',
  liquidations: 'Liquidations',
  winRate: 'Trades won',
  expectancy: 'Mean net of a trade',
  sqn: 'System quality',
  meanMae: 'Mean worst open PnL of a trade',
  meanMfe: 'Mean best open PnL of a trade',
  nakedHours: 'Naked time',
  nakedExposureMean: 'Mean net exposure ÷ equity, naked',
  nakedPnl: 'Made while naked',
}

const written: Readonly<Record<Kind, (value: number) => string>> = {
  percent: (value) => percent(value),
  yearly: (value) => percent(value),
  money: (value) => amount(value),
  flow: signed,
  count,
  ratio,
  days: (value) => `${amount(value, value < 1 ? 2 : 1)} days`,
  hours: (value) => `${amount(value, 0)} h`,
  distance,
}

/** What `hedgeCost` means to a reader who does not know its sign. */
export const hedgeFlowHint = 'Fees, funding and slippage of hedge legs: plus came in, minus was paid'

/** The title of a metric where it stands alone: without the abbreviations of headings. */
export function plainTitle(name: MetricName): string {
  return plainTitles[name] ?? metricTitle(name)
}

/** A value as a person reads it, money without its currency. */
export function metricText(name: MetricName, value: number | null): string {
  return value === null ? NONE : written[kinds[name]](value)
}
