import type { StressOutcome } from '#experiments/stress/stress.js'
import { amount, count, NONE, percent } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { type Column, table } from './html-table.js'
import { widePicture } from './wide-picture.js'

const WIDTH = 760
const ROW = 26
const LABELS = 290
const VALUES = 110

/** How far the run's net profit goes when one of its assumptions is changed: the widest swing first. */
export function stress(page: Page): Content {
  const { stress: outcomes } = page.meta
  if (outcomes === null || outcomes.length === 0) return null
  const own = page.figures.metrics.netProfit ?? 0
  const swing = ({ netProfit }: StressOutcome): number => (netProfit === null ? -1 : Math.abs(netProfit - own))
  const sorted = outcomes.toSorted((one, other) => swing(other) - swing(one))
  return markup`<section id="stress">
<h2>Stress</h2>
<p class="note">The run again, each time with one assumption changed and the others as they were. The bars go from the net
profit of this run, ${amount(own)} ${page.result.account.currency}, to that of the changed one.</p>
${widePicture('Net profit with each assumption changed', tornado(sorted, own))}
${table(columnsAgainst(own), sorted, { id: 'stress-table', label: 'The run with changed assumptions' })}
</section>`
}

function tornado(outcomes: readonly StressOutcome[], own: number): Markup {
  const shown = outcomes.filter(({ netProfit }) => netProfit !== null)
  const values = [own, ...shown.map(({ netProfit }) => netProfit!)]
  const least = Math.min(...values)
  const span = Math.max(...values) - least
  const x = (value: number): number => LABELS + (span === 0 ? 0.5 : (value - least) / span) * (WIDTH - LABELS - VALUES)
  const height = shown.length * ROW + 8
  return markup`<svg class="tornado" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Net profit with each assumption changed">
${shown.map(({ change, netProfit }, at) => {
  const from = Math.min(x(own), x(netProfit!))
  const width = Math.max(Math.abs(x(netProfit!) - x(own)), 1)
  const middle = at * ROW + ROW / 2 + 4
  return markup`<text x="0" y="${middle + 4}">${change}</text>
<rect class="${netProfit! < own ? 'worse' : 'better'}" x="${px(from)}" y="${middle - 8}" width="${px(width)}" height="16"></rect>
<text x="${px(from + width + 6)}" y="${middle + 4}">${signed(netProfit! - own)}</text>
`
})}<line x1="${px(x(own))}" x2="${px(x(own))}" y1="0" y2="${height}"></line>
</svg>`
}

/** A hundredth of a pixel is nothing that a picture shows. */
function px(value: number): string {
  return value.toFixed(1)
}

function signed(value: number): string {
  return value > 0 ? `+${amount(value)}` : amount(value)
}

function columnsAgainst(own: number): readonly Column<StressOutcome>[] {
  return [
    { title: 'Changed', hint: 'The one assumption that differs', cell: ({ change }) => change },
    money('Net', 'Net profit', ({ netProfit }) => netProfit),
    money('Against this run', 'Net profit − that of this run', ({ netProfit }) =>
      netProfit === null ? null : netProfit - own,
    ),
    { title: 'Max drawdown', hint: 'At closes', numeric: true, cell: (row) => percent(row.maxDrawdown) },
    { title: 'Liquidations', hint: 'Forced closes', numeric: true, cell: (row) => whole(row.liquidations) },
    { title: 'Refusals', hint: 'Orders that were not carried out', numeric: true, cell: (row) => whole(row.refusals) },
  ]
}

function money(title: string, hint: string, value: (row: StressOutcome) => number | null): Column<StressOutcome> {
  return { title, hint, numeric: true, cell: (row) => amount(value(row)), tone: (row) => lossTone(value(row)) }
}

function whole(value: number | null): string {
  return value === null ? NONE : count(value)
}
