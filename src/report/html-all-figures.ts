import type { MetricName } from '#analysis/figures.js'
import type { LegFigures } from '#analysis/leg-figures.js'
import { amount, count, distance, NONE, percent, ratio, time } from './html-format.js'
import { legName, lossTone } from './html-legs.js'
import { markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { type Column, table } from './html-table.js'
import { metricText, plainTitle } from './metric-words.js'
import { wasLiquidated } from './nearest-words.js'

/** Every figure as people read it, with the name that it has in result.json; of the account and of each leg. */
export function allFigures(page: Page): Markup {
  const { figures, result } = page
  const metricNames = Object.keys(figures.metrics) as MetricName[]
  return markup`<section id="all-figures">
<details><summary><h2>All figures</h2></summary>
<p class="note">docs/metrics.md defines them by their names. Money in ${result.account.currency}; – where there is none. <span class="on-screen">Point at a value for it as result.json has it: a fraction, not percent.</span></p>
${table(
  metricColumns,
  metricNames.map((name) => [name, figures.metrics[name]] as const),
  { id: 'metrics-table', label: 'Figures of the account' },
)}
<p class="note">${nearestLine(page)}</p>
${table(legColumns(page), figures.legs, { id: 'leg-figures-table', label: 'Figures of the legs' })}
</details>
</section>`
}

const metricColumns: readonly Column<readonly [MetricName, number | null]>[] = [
  {
    title: 'Figure',
    hint: 'docs/metrics.md defines it',
    cell: ([name]) => plainTitle(name),
  },
  { title: 'Name', hint: 'In result.json, docs/metrics.md and flags', cell: ([name]) => markup`<code>${name}</code>` },
  {
    title: 'Value',
    hint: 'As result.json has it when pointed at',
    numeric: true,
    cell: ([name, value]) => metricText(name, value),
    detail: ([, value]) => (value === null ? null : String(value)),
    tone: ([, value]) => lossTone(value),
  },
]

function nearestLine(page: Page): string {
  const { nearestLiquidation: nearest, drawdown } = page.figures
  const liquidation =
    nearest === null
      ? 'Nothing could be liquidated.'
      : `Liquidation was nearest in the candle of ${time(nearest.at)} UTC: ${
          wasLiquidated(page) ? 'something was liquidated' : `a move of ${distance(nearest.distance)} away`
        }.`
  const deepest =
    drawdown.peakAt === null
      ? 'Equity never fell.'
      : `The deepest drawdown fell from ${time(drawdown.peakAt)} to ${time(drawdown.troughAt)} UTC, ${
          drawdown.recoveredAt === null ? 'not recovered' : `recovered ${time(drawdown.recoveredAt)}`
        }.`
  return `${liquidation} ${deepest}`
}

function legColumns({ order }: Page): readonly Column<LegFigures>[] {
  return [
    { title: 'Leg', hint: 'All openings of the leg of this name', cell: (leg) => legName(leg.name, order) },
    figureColumn('Payoff', 'Mean win ÷ mean loss', ratio, (leg) => leg.payoff),
    figureColumn('Profit factor', 'Money won ÷ money lost', ratio, (leg) => leg.profitFactor),
    figureColumn('Net a trade', 'Mean net of a trade (expectancy), quote currency', amount, (leg) => leg.expectancy),
    figureColumn('SQN', 'System quality: √trades × mean net ÷ deviation', ratio, (leg) => leg.sqn),
    figureColumn('Kelly', 'Win rate − (1 − win rate) ÷ payoff', ratio, (leg) => leg.kelly),
    figureColumn('Wins in a row', 'Longest winning streak', count, (leg) => leg.longestWinStreak),
    figureColumn('Losses in a row', 'Longest losing streak', count, (leg) => leg.longestLossStreak),
    figureColumn('Mean R', 'Net in units of what the initial stop risked', ratio, (leg) => leg.meanR),
    figureColumn('Mean MAE', 'Mean of the worst open PnL of a trade, quote currency', amount, (leg) => leg.meanMae),
    figureColumn('Mean MFE', 'Mean of the best open PnL of a trade, quote currency', amount, (leg) => leg.meanMfe),
    figureColumn('Exposure', 'Mean signed notional ÷ equity', ratio, (leg) => leg.exposureMean),
    figureColumn('In the market', 'Share of closes at which it is open', percent, (leg) => leg.timeInMarket),
    figureColumn(
      'To liquidation',
      'Smallest move of the mark, as a share of it, to its liquidation price; with cross margin, to the one that it shares',
      distance,
      (leg) => leg.nearestLiquidation?.distance ?? null,
    ),
    {
      title: 'Then',
      hint: 'Candle of the smallest distance, UTC',
      cell: (leg) => time(leg.nearestLiquidation?.at ?? null),
    },
  ]
}

function figureColumn(
  title: string,
  hint: string,
  shown: (value: number) => string,
  value: (leg: LegFigures) => number | null,
): Column<LegFigures> {
  return {
    title,
    hint,
    numeric: true,
    cell: (leg) => {
      const found = value(leg)
      return found === null ? NONE : shown(found)
    },
    detail: (leg) => {
      const found = value(leg)
      return found === null ? null : String(found)
    },
    tone: (leg) => lossTone(value(leg)),
  }
}
