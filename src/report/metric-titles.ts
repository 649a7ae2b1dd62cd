import type { MetricName } from '#analysis/figures.js'

/** What a heading calls each figure of docs/metrics.md; the name that a config or a flag takes is its hint. */
const titles: Readonly<Record<MetricName, string>> = {
  netProfit: 'Net',
  totalReturn: 'Return',
  cagr: 'Growth a year',
  volatility: 'Volatility',
  sharpe: 'Sharpe',
  sortino: 'Sortino',
  omega: 'Omega',
  skewness: 'Skewness',
  excessKurtosis: 'Excess kurtosis',
  valueAtRisk95: 'Value at risk',
  conditionalValueAtRisk95: 'Expected shortfall',
  tailRatio: 'Tail ratio',
  calmar: 'Calmar',
  bestDay: 'Best day',
  worstDay: 'Worst day',
  bestMonth: 'Best month',
  worstMonth: 'Worst month',
  maxDrawdown: 'Max drawdown',
  maxDrawdownDays: 'Drawdown days',
  recoveryDays: 'Recovery days',
  longestDrawdownDays: 'Longest drawdown days',
  averageDrawdown: 'Mean drawdown',
  ulcerIndex: 'Ulcer index',
  grossExposureMean: 'Gross exposure',
  netExposureMean: 'Net exposure',
  timeInMarket: 'In the market',
  turnover: 'Turnover',
  marginUseMean: 'Mean margin use',
  marginUseMax: 'Max margin use',
  liquidationDistanceMin: 'Nearest liq.',
  fees: 'Fees',
  funding: 'Funding',
  slippage: 'Slippage',
  liquidation: 'Liq. loss',
  liquidations: 'Liq.',
  refusals: 'Refused',
  trades: 'Trades',
  winRate: 'Won',
  payoff: 'Payoff',
  profitFactor: 'Profit factor',
  expectancy: 'Expectancy',
  sqn: 'SQN',
  kelly: 'Kelly',
  longestWinStreak: 'Wins in a row',
  longestLossStreak: 'Losses in a row',
  meanR: 'Mean R',
  meanMae: 'Mean MAE',
  meanMfe: 'Mean MFE',
  campaigns: 'Campaigns',
  campaignWinRate: 'Campaigns won',
  campaignPayoff: 'Campaign payoff',
  campaignProfitFactor: 'Campaign profit factor',
  campaignExpectancy: 'Campaign expectancy',
  campaignSqn: 'Campaign SQN',
  campaignKelly: 'Campaign Kelly',
  campaignLongestWinStreak: 'Campaign wins in a row',
  campaignLongestLossStreak: 'Campaign losses in a row',
  hedgeCost: 'Hedge fees, funding, slippage',
  nakedHours: 'Naked',
  nakedExposureMean: 'Naked exposure',
  nakedPnl: 'Naked PnL',
}

/** What a heading calls a figure; a name that has no title stands for itself. */
export function metricTitle(name: string): string {
  return (titles as Readonly<Record<string, string>>)[name] ?? name
}

/** Titles that are names. */
const names = /^(?:Sharpe|Sortino|Omega|Calmar|Kelly|SQN|PnL)/

/** A title inside of a sentence: `max drawdown`, `Sharpe`. */
export function metricPhrase(name: string): string {
  const title = metricTitle(name)
  return title === name || names.test(title) ? title : title[0].toLowerCase() + title.slice(1)
}
