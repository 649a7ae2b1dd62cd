import { drawdownAmount } from '#analysis/drawdown-amount.js'
import type { OwnResult } from '#analysis/own-result.js'
import type { Attribution } from '#domain/result.js'
import { amount, exact, percent } from './html-format.js'
import { legName, lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { type Column, table } from './html-table.js'
import { waterfall } from './html-waterfall.js'
import { equalityMark } from './html-trust.js'

const causes: readonly (readonly [keyof Attribution, string, string])[] = [
  ['price', 'Price', 'What price moves made, at the prices that were expected'],
  ['slippage', 'Slippage', 'Fill prices against expected prices'],
  ['fees', 'Fees', 'Maker and taker fees of all fills'],
  ['funding', 'Funding', 'Funding paid (negative) and received'],
  ['liquidation', 'Liquidation', 'What the insurance fund took from, or paid for, liquidated legs'],
  ['unrealized', 'Open', 'Unrealized PnL of legs that are still open at the last close'],
  ['net', 'Net', 'The sum of the others'],
]

interface Row {
  readonly name: string
  readonly pnl: Attribution
  readonly own: OwnResult | null
  readonly trades: number
  readonly winRate: number | null
  readonly maxDrawdown: number
}

/** Who made the result and by what, with totals and the sum that proves it. */
export function attribution(page: Page): Markup {
  const { figures, result, order } = page
  const isMerged = result.positions.mode !== 'multi-trade'
  const shown = causes.filter(([cause]) => cause !== 'unrealized' || Number(figures.total.unrealized) !== 0)
  const columns: Column<Row>[] = [
    {
      title: 'Leg',
      hint: 'All openings of the leg of this name; a click shows its trades',
      cell: (row) =>
        markup`<button type="button" class="jump" data-trades-of="${row.name}">${legName(row.name, order)}</button>`,
    },
    ...shown.map(([cause, title, hint]) => causeColumn(cause, title, hint)),
    ...(isMerged ? [ownColumn] : []),
    {
      title: 'Max drawdown',
      hint: 'Largest fall of the cumulative net of the leg at closes, quote currency',
      numeric: true,
      sortBy: (row) => row.maxDrawdown,
      cell: (row) => amount(row.maxDrawdown),
    },
    {
      title: 'Trades',
      hint: 'Openings that are closed again',
      numeric: true,
      sortBy: (row) => row.trades,
      cell: (row) => row.trades,
    },
    {
      title: 'Won',
      hint: 'Share of trades with a net above zero',
      numeric: true,
      sortBy: (row) => row.winRate,
      cell: (row) => percent(row.winRate, 0),
    },
  ]
  const { total, metrics } = figures
  const ownTotal = figures.legs.reduce((net, { own }) => net + (own?.net ?? 0), 0)
  const foot = markup`<tfoot><tr><th scope="row">All legs</th>${shown.map(
    ([cause]) =>
      markup`<td class="number ${lossTone(total[cause])}" title="${exact(total[cause])}">${amount(total[cause])}</td>`,
  )}${isMerged && markup`<td class="number ${lossTone(ownTotal)}">${amount(ownTotal)}</td>`}<td class="number" title="What was lost in the deepest drawdown of equity, which the headline figures give in percent">${amount(drawdownAmount(result, figures.drawdown))}</td
><td class="number">${metrics.trades}</td><td class="number">${percent(metrics.winRate, 0)}</td></tr></tfoot>`
  return markup`<section id="attribution">
<h2>Result by leg and by cause</h2>
<p class="note">How ${isMerged ? 'what each leg’s own orders made' : 'what each leg made'}, cause by cause, adds up to the net: each bar begins where the one before ended.</p>
${waterfall(page)}
${table(columns, figures.legs, { id: 'attribution-table', label: 'Result by leg and by cause', sortable: true, foot })}
<p class="sum">${sumLine(page)} ${equalityMark(figures.account.wallet)}</p>
<p class="note">In ${result.account.currency}. <span class="on-screen">Point at a number for all its digits.</span></p>
${mergedNote(page)}
</section>`
}

/** Where legs are merged, money and drawdown are not of one thing (rule M4). */
function mergedNote({ result }: Page): Content {
  const { mode } = result.positions
  if (mode === 'multi-trade') return null
  const one = mode === 'one-way' ? 'all legs in one net position' : 'legs of one side in one position'
  return markup`<p class="note">The venue keeps ${one}, so its books do not know which leg made what: the causes, and trades,
stand under the leg that opened each position. What each leg made by its own orders is in the picture above and in the column
“By own orders”: its fills at their prices and their fees. Funding, and what a liquidation took, stay with the leg that opened
the position. Both ways add up to the same net. The drawdown is by own orders, too.</p>`
}

const ownColumn: Column<Row> = {
  title: 'By own orders',
  hint: 'What the fills that this leg ordered made, with their fees; it adds up to the same net',
  numeric: true,
  sortBy: (row) => row.own?.net ?? null,
  cell: (row) => amount(row.own?.net ?? null),
  tone: (row) => `net ${lossTone(row.own?.net ?? null)}`.trim(),
}

function causeColumn(cause: keyof Attribution, title: string, hint: string): Column<Row> {
  return {
    title,
    hint,
    numeric: true,
    sortBy: (row) => Number(row.pnl[cause]),
    cell: (row) => amount(row.pnl[cause]),
    detail: (row) => exact(row.pnl[cause]),
    tone: (row) => [lossTone(row.pnl[cause]), cause === 'net' ? 'net' : ''].join(' ').trim(),
  }
}

/** Rule A2 in numbers: initial + price + … = wallet. */
function sumLine({ result, figures }: Page): Markup {
  const { price, slippage, fees, funding, liquidation } = figures.total
  const parts = Object.entries({ price, slippage, fees, funding, liquidation })
  return markup`${exact(result.account.initial)} initial${parts.map(
    ([cause, value]) => markup` ${Number(value) < 0 ? '−' : '+'} ${exact(value).replace('−', '')} ${cause}`,
  )} = <strong>${exact(figures.account.wallet.expected)}</strong>, wallet ${exact(figures.account.wallet.actual)}`
}
