import type { Campaign } from '#analysis/campaigns.js'
import { amount, exact, NONE, signed, time } from './html-format.js'
import { legName, lossTone, ROWS_MAX } from './html-legs.js'
import { type Content, markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { metricTitle } from './metric-titles.js'
import { hedgeFlowHint } from './metric-words.js'
import { capped, type Column, table } from './html-table.js'

/** So many openings of a campaign have a button. */
const BUTTONS_MAX = 12

/** Each core with its hedges, from the first opening to the last close. */
export function campaigns({ figures, order }: Page): Content {
  if (figures.campaigns.length === 0) return null
  const { shown, note } = capped(figures.campaigns, ROWS_MAX, 'legs.csv')
  const money = (title: string, hint: string, value: (row: Campaign) => string | null): Column<Campaign> => ({
    title,
    hint,
    numeric: true,
    sortBy: (row) => Number(value(row)),
    cell: (row) => amount(value(row)),
    detail: (row) => (value(row) === null ? NONE : exact(value(row)!)),
    tone: (row) => lossTone(value(row)),
  })
  const columns: readonly Column<Campaign>[] = [
    { title: 'Core', hint: 'The leg that was hedged', cell: (row) => legName(row.core, order) },
    { title: 'Opened', hint: 'First opening, UTC', sortBy: (row) => row.openedAt, cell: (row) => time(row.openedAt) },
    { title: 'Closed', hint: 'Last close, UTC', sortBy: (row) => row.closedAt, cell: (row) => time(row.closedAt) },
    {
      title: 'Openings',
      hint: 'Of the core and its hedges; a number shows the trade in the chart',
      sortBy: (row) => row.legs.length,
      cell: (row) => [
        row.legs
          .slice(0, BUTTONS_MAX)
          .map(
            (id) =>
              markup`<button type="button" class="jump" data-jump="${id}" aria-label="Show trade ${id} in the price chart">${id}</button> `,
          ),
        row.legs.length > BUTTONS_MAX && `and ${row.legs.length - BUTTONS_MAX} more`,
      ],
    },
    money('Price', 'PnL from price moves, at expected prices', ({ pnl }) => pnl.price),
    {
      ...money(metricTitle('hedgeCost'), hedgeFlowHint, ({ hedgeCost }) =>
        hedgeCost === null ? null : String(hedgeCost),
      ),
      cell: ({ hedgeCost }) => signed(hedgeCost),
    },
    money('Net', 'Of the core and its hedges together', ({ pnl }) => pnl.net),
  ]
  return markup`<section id="campaigns">
<h2>Campaigns</h2>
<p class="note">A campaign is a core and its hedges, from the first opening to the last close.</p>
${table(columns, shown, { id: 'campaigns-table', label: 'Campaigns', sortable: true })}${note}
</section>`
}
