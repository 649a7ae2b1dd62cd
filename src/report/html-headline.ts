import type { MetricName } from '#analysis/figures.js'
import { amount, count, date, distance, NONE, percent, plural, ratio } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { nearestWords, wasLiquidated } from './nearest-words.js'
import { daysOf, noSharpe } from './run-length.js'

interface Headline {
  readonly title: string
  readonly hint: string
  readonly value: string
  readonly below?: string
  readonly tone?: string
  /** From worst to best over the price paths, where the run was bracketed and they differ. */
  readonly range?: string
}

/** The figures that a reader looks for first. */
export function headlines(page: Page): Markup {
  return markup`<section id="figures" aria-label="Headline figures">
<dl class="headlines">${of(page).map(
    ({ title, hint, value, below, tone, range }): Content =>
      markup`<div title="${hint}"><dt>${title}</dt><dd class="${tone ?? ''}">${value}</dd>${
        below !== undefined && markup`<dd class="below">${below}</dd>`
      }${range !== undefined && markup`<dd class="below">worst … best path:</dd><dd class="below">${range}</dd>`}</div>
`,
  )}</dl>
${bracketNote(page)}</section>`
}

/** Said once, instead of six intervals that are none. */
function bracketNote(page: Page): Content {
  const { bracket } = page.result.path
  if (bracket === null) return null
  const isSame = of(page).every(({ range }) => range === undefined)
  return markup`<p class="note">Played on the price paths ${bracket.paths.join(', ')}: ${
    isSame ? 'all six figures are the same on every path' : 'a figure without an interval is the same on every path'
  }.</p>
`
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

/** Of these the greater value is the worse. */
const worseWhenGreater: readonly MetricName[] = ['maxDrawdown', 'liquidations']

/** `worst … best` of a metric over the price paths of a bracketed run; nothing where both ends read the same. */
function rangeOf({ result }: Page, name: MetricName, shown: (value: number | null) => string): { range?: string } {
  const range = result.path.bracket?.metrics[name]
  if (range === undefined || range.min === null) return {}
  const ends = [shown(range.min), shown(range.max)]
  if (ends[0] === ends[1]) return {}
  return { range: (worseWhenGreater.includes(name) ? ends.toReversed() : ends).join(' … ') }
}

/** A run of fewer days says little about a year. */
const YEARLY_DAYS_MIN = 90

function yearly(page: Page): string {
  const days = daysOf(page)
  const { cagr } = page.figures.metrics
  return days < YEARLY_DAYS_MIN || cagr === null ? `in ${plural(days, 'day')}` : `${percent(cagr)} a year`
}

function of(page: Page): Headline[] {
  const { result, figures } = page
  const { metrics, drawdown } = figures
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
  return [
    money('Net', 'Equity at the last close less the initial balance', 'netProfit'),
    {
      title: 'Return',
      hint: 'Final ÷ initial − 1; below it the growth rate over 365 days, where the run has 90 or more',
      value: percent(metrics.totalReturn),
      below: yearly(page),
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
      below: metrics.sharpe === null ? noSharpe(page) : `volatility ${percent(metrics.volatility, 1)}`,
      ...rangeOf(page, 'sharpe', ratio),
    },
    {
      title: 'Liquidations',
      hint: 'Openings that ended in a forced close',
      value: count(metrics.liquidations ?? 0),
      below: `of ${plural(result.legs.length, 'opening')}`,
      tone: metrics.liquidations === 0 ? '' : 'loss',
      ...rangeOf(page, 'liquidations', (value) => count(value ?? 0)),
    },
    {
      title: 'Nearest to liquidation',
      hint: 'Smallest move of the mark, as a share of it, that would have liquidated something, with the leg and the candle',
      ...nearestWords(page),
      tone: wasLiquidated(page) ? 'loss' : '',
      ...rangeOf(page, 'liquidationDistanceMin', distance),
    },
  ]
}
