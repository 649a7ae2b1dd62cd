import type { MetricName } from '#analysis/figures.js'
import { amount, count, date, NONE, percent, ratio } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'

interface Headline {
  readonly title: string
  readonly hint: string
  readonly value: string
  readonly below?: string
  readonly tone?: string
  /** The range over the price paths, where the run was bracketed. */
  readonly range?: string
}

/** The figures that a reader looks for first. */
export function headlines(page: Page): Markup {
  return markup`<section id="figures" aria-label="Headline figures">
<dl class="headlines">${of(page).map(
    ({ title, hint, value, below, tone, range }): Content =>
      markup`<div title="${hint}"><dt>${title}</dt><dd class="${tone ?? ''}">${value}</dd>${
        below !== undefined && markup`<dd class="below">${below}</dd>`
      }${range !== undefined && markup`<dd class="below" title="Over the price paths: worst, best">${range}</dd>`}</div>
`,
  )}</dl>
</section>`
}

/** What stands beside them, in small. */
export function moreFigures(page: Page): Markup {
  return markup`<ul class="settings">${more(page).map(
    ([title, hint, value]) => markup`<li title="${hint}">${title} <strong>${value}</strong></li>
`,
  )}</ul>`
}

function more({ figures, result }: Page): readonly (readonly [string, string, string])[] {
  const { metrics } = figures
  return [
    ['fees', 'All trading fees, signed as money moves', amount(metrics.fees)],
    ['funding', 'All funding, signed as money moves', amount(metrics.funding)],
    ['trades', 'Openings that are closed again', count(metrics.trades ?? 0)],
    ['won', 'Share of trades with a net above zero', percent(metrics.winRate, 0)],
    ['profit factor', 'Net of the winning trades ÷ net of the losing ones', ratio(metrics.profitFactor)],
    ['in the market', 'Share of closes at which a leg was open', percent(metrics.timeInMarket, 0)],
    ['mean gross exposure', 'Σ notional ÷ equity, mean over all closes', ratio(metrics.grossExposureMean)],
    ['mean net exposure', '(Σ long − Σ short notional) ÷ equity, mean over all closes', ratio(metrics.netExposureMean)],
    ['slippage', 'Fill prices against expected prices, quote currency', amount(metrics.slippage)],
    ['drawdown lasted', 'From the high to its recovery, or to the end of the run', lasted(metrics.maxDrawdownDays)],
    [
      'ambiguous candles',
      'Candles whose outcome depends on whether the high or the low came first',
      `${count(result.path.ambiguousCandles)}, ${result.path.mode} path`,
    ],
  ]
}

function lasted(days: number | null): string {
  return days === null ? NONE : `${amount(days, 1)} days`
}

/** `a … b` of a metric over the price paths of a bracketed run. */
function rangeOf({ result }: Page, name: MetricName, shown: (value: number | null) => string): { range?: string } {
  const range = result.path.bracket?.metrics[name]
  return range === undefined ? {} : { range: range.min === null ? NONE : `${shown(range.min)} … ${shown(range.max)}` }
}

function of(page: Page): Headline[] {
  const { result, figures } = page
  const { metrics, drawdown, nearestLiquidation: nearest } = figures
  const { currency } = result.account
  const money = (title: string, hint: string, name: 'netProfit'): Headline => ({
    title,
    hint,
    value: amount(metrics[name]),
    below: currency,
    tone: lossTone(metrics[name]),
    ...rangeOf(page, name, amount),
  })
  const trough = drawdown.troughAt === null ? '' : `low on ${date(drawdown.troughAt)}`
  const perYear = metrics.cagr === null ? '' : `${percent(metrics.cagr)} a year`
  return [
    money('Net', 'Equity at the last close less the initial balance', 'netProfit'),
    {
      title: 'Return',
      hint: 'Final ÷ initial − 1; below it the growth rate over 365 days',
      value: percent(metrics.totalReturn),
      below: perYear,
      tone: lossTone(metrics.totalReturn),
      ...rangeOf(page, 'totalReturn', percent),
    },
    {
      title: 'Max drawdown',
      hint: 'Largest fall of equity from an earlier high, at closes',
      value: percent(metrics.maxDrawdown),
      below: trough,
      ...rangeOf(page, 'maxDrawdown', percent),
    },
    {
      title: 'Sharpe',
      hint: 'Mean ÷ deviation of daily returns, per year; – under 30 days or without deviation',
      value: ratio(metrics.sharpe),
      below: `volatility ${percent(metrics.volatility, 1)}`,
      ...rangeOf(page, 'sharpe', ratio),
    },
    {
      title: 'Liquidations',
      hint: 'Openings that ended in a forced close',
      value: count(metrics.liquidations ?? 0),
      below: `of ${count(result.legs.length)} openings`,
      tone: metrics.liquidations === 0 ? '' : 'loss',
      ...rangeOf(page, 'liquidations', (value) => count(value ?? 0)),
    },
    {
      title: 'Nearest to liquidation',
      hint: 'Smallest move of the mark, as a share of it, that would have liquidated something; 0 where it did',
      value: percent(metrics.liquidationDistanceMin, 1),
      below: nearest === null ? '' : `on ${date(nearest.at)}`,
      ...rangeOf(page, 'liquidationDistanceMin', (value) => percent(value, 1)),
    },
  ]
}
