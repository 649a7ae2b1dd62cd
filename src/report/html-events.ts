import type { DatedEvent } from '#domain/candles.js'
import { count, time } from './html-format.js'
import { type Content, markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { capped, type Column, table } from './html-table.js'

const ROWS_MAX = 500

/** `halving: First halving (weight 3)` */
export function eventWords({ kind, title, weight }: DatedEvent): string {
  return `${kind}: ${title}${weight === 1 ? '' : ` (weight ${weight})`}`
}

/** The dated events of the run's feeds that the price chart marks. */
export function events({ meta }: Page): Content {
  if (meta.events.length === 0) return null
  const { shown, note } = capped(meta.events, ROWS_MAX, 'The file of the feed')
  const columns: Column<DatedEvent>[] = [
    { title: 'Time', hint: 'UTC', sortBy: ({ at }) => at, cell: ({ at }) => time(at) },
    { title: 'Kind', hint: 'By which a strategy tells events apart', cell: ({ kind }) => kind },
    { title: 'Event', hint: 'What happened', cell: ({ title }) => title, tone: () => 'prose' },
    {
      title: 'Weight',
      hint: 'How much it counts, in its author’s own unit',
      numeric: true,
      sortBy: ({ weight }) => weight,
      cell: ({ weight }) => String(weight),
    },
  ]
  return markup`<details><summary><h3>Events in the chart</h3> <span class="count">${count(meta.events.length)}</span></summary>
${table(columns, shown, { id: 'events-table', label: 'Events', sortable: true })}${note}
</details>`
}
