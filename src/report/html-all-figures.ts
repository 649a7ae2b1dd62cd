import type { LegFigures } from '#analysis/leg-figures.js'
import { exact, NONE, time } from './html-format.js'
import { legName, lossTone } from './html-legs.js'
import { markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { type Column, table } from './html-table.js'

const DIGITS = 6

/** Every figure by the name that it has in result.json, of the account and of each leg. */
export function allFigures(page: Page): Markup {
  const { figures } = page
  return markup`<section id="all-figures">
<details><summary><h2>All figures</h2></summary>
<p class="note">By the names of docs/metrics.md, which defines them. Fractions, not percent; – where there is none.</p>
${table(metricColumns, Object.entries(figures.metrics), { id: 'metrics-table', label: 'Figures of the account' })}
<p class="note">${nearestLine(page)}</p>
${table(legColumns(page), figures.legs, { id: 'leg-figures-table', label: 'Figures of the legs' })}
</details>
</section>`
}

const metricColumns: readonly Column<readonly [string, number | null]>[] = [
  { title: 'Figure', hint: 'Its name in result.json', cell: ([name]) => name },
  figureColumn('Value', 'All digits when pointed at', ([, value]) => value),
]

function nearestLine({ figures }: Page): string {
  const { nearestLiquidation: nearest, drawdown } = figures
  const liquidation =
    nearest === null
      ? 'Nothing could be liquidated.'
      : `Liquidation was nearest in the candle of ${time(nearest.at)} UTC, ${figure(nearest.distance)} of the mark away.`
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
    figureColumn('Payoff', 'Mean win ÷ mean loss', (leg) => leg.payoff),
    figureColumn('Profit factor', 'Money won ÷ money lost', (leg) => leg.profitFactor),
    figureColumn('Expectancy', 'Mean net of a trade, quote currency', (leg) => leg.expectancy),
    figureColumn('SQN', '√trades × mean net ÷ deviation', (leg) => leg.sqn),
    figureColumn('Kelly', 'Win rate − (1 − win rate) ÷ payoff', (leg) => leg.kelly),
    figureColumn('Wins in a row', 'Longest winning streak', (leg) => leg.longestWinStreak),
    figureColumn('Losses in a row', 'Longest losing streak', (leg) => leg.longestLossStreak),
    figureColumn('Mean R', 'Net in units of what the initial stop risked', (leg) => leg.meanR),
    figureColumn('Mean MAE', 'Mean of the worst open PnL of a trade', (leg) => leg.meanMae),
    figureColumn('Mean MFE', 'Mean of the best open PnL of a trade', (leg) => leg.meanMfe),
    figureColumn('Exposure', 'Mean signed notional ÷ equity', (leg) => leg.exposureMean),
    figureColumn('In the market', 'Share of closes at which it is open', (leg) => leg.timeInMarket),
    figureColumn(
      'To liquidation',
      'Smallest distance, share of the mark',
      (leg) => leg.nearestLiquidation?.distance ?? null,
    ),
    {
      title: 'Then',
      hint: 'Candle of the smallest distance, UTC',
      cell: (leg) => time(leg.nearestLiquidation?.at ?? null),
    },
  ]
}

function figureColumn<Row>(title: string, hint: string, value: (row: Row) => number | null): Column<Row> {
  return {
    title,
    hint,
    numeric: true,
    cell: (row) => figure(value(row)),
    detail: (row) => {
      const found = value(row)
      return found === null ? null : String(found)
    },
    tone: (row) => lossTone(value(row)),
  }
}

/** Enough digits to compare; all of them are in result.json. */
function figure(value: number | null): string {
  return value === null ? NONE : exact(value.toPrecision(DIGITS))
}
