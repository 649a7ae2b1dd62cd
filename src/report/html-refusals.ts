import type { RefusalResult } from '#domain/result.js'
import { plural, time } from './html-format.js'
import { legName } from './html-legs.js'
import { markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { capped, type Column, table } from './html-table.js'

const ROWS_MAX = 200

/** What was not carried out: how often for each reason, and when. */
export function refusals({ result, order }: Page): Markup {
  if (result.refusals.length === 0) {
    return markup`<section id="refusals"><h2>Refusals</h2><p class="note">Every command was carried out.</p></section>`
  }
  const { shown, note } = capped(result.refusals, ROWS_MAX, 'result.json')
  const columns: Column<RefusalResult>[] = [
    { title: 'Time', hint: 'UTC', sortBy: (refusal) => refusal.at, cell: (refusal) => time(refusal.at) },
    { title: 'Leg', hint: 'Name of the leg', cell: (refusal) => legName(refusal.leg, order) },
    { title: 'Code', hint: 'Why, as a code', cell: (refusal) => markup`<code>${refusal.code}</code>` },
    { title: 'Message', hint: 'Why, in words', cell: (refusal) => refusal.message, tone: () => 'prose' },
  ]
  return markup`<section id="refusals">
<h2>Refusals</h2>
<p>${plural(result.refusals.length, 'command was', 'commands were')} not carried out; the run went on.</p>
<ul class="counts">${countsByCode(result.refusals).map(([code, quantity]) => markup`<li><code>${code}</code> ${quantity}</li>`)}</ul>
${table(columns, shown, { id: 'refusals-table', label: 'Refusals', sortable: true })}${note}
</section>`
}

function countsByCode(all: readonly RefusalResult[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { code } of all) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
