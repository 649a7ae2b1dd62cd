import type { Attribution, FillResult, LegResult } from '#domain/result.js'
import { amount, exact, percent, ratio, time } from './html-format.js'
import { legName, lossTone, ROWS_MAX } from './html-legs.js'
import { markup, type Markup } from './html-markup.js'
import type { Page } from './html-page.js'
import { capped, type Column, table } from './html-table.js'

/** One row per opening of a leg; a row's script shows it in the price chart. */
export function trades(page: Page): Markup {
  const { result } = page
  const { shown, note } = capped(result.legs, ROWS_MAX, 'legs.csv')
  const rowAttributes = (leg: LegResult) => ({ 'data-opening': leg.id })
  const body =
    shown.length === 0
      ? markup`<p class="note">No leg was opened.</p>`
      : table(tradeColumns(page), shown, { id: 'trades-table', label: 'Trades', sortable: true, rowAttributes })
  return markup`<section id="trades">
<h2>Trades</h2>
<p class="note">${result.positions.mode === 'multi-trade' ? 'One row per opening of a leg, flat to flat.' : 'One row per position of the venue, under the name of the leg that opened it; fills bear the name of the leg that ordered.'} <span class="on-screen">Click a heading to sort, a row to see it in the price chart with all that was booked for it.</span></p>
${body}${note}
</section>`
}

function tradeColumns(page: Page): readonly Column<LegResult>[] {
  const { order, priceDigits, result, figures } = page
  const price = (value: string | null) => amount(value, priceDigits)
  const columns: Column<LegResult>[] = [
    {
      title: '#',
      hint: 'Number of the opening; ledger accounts carry it',
      numeric: true,
      sortBy: (leg) => leg.id,
      cell: (leg) =>
        markup`<button type="button" class="jump" aria-label="Show trade ${leg.id} in the price chart">${leg.id}</button>`,
    },
    { title: 'Leg', hint: 'Name of the leg', cell: (leg) => legName(leg.name, order) },
    { title: 'Side', hint: 'Long or short', cell: (leg) => leg.side },
    number(
      'Lev.',
      'Leverage: notional per unit of collateral',
      (leg) => leg.leverage,
      (leg) => `${exact(leg.leverage)}×`,
    ),
    {
      title: 'Opened',
      hint: 'Time of the first fill, UTC',
      sortBy: (leg) => leg.openedAt,
      cell: (leg) => time(leg.openedAt),
    },
    {
      title: 'Closed',
      hint: 'Time of the last fill, UTC',
      sortBy: (leg) => leg.closedAt,
      cell: (leg) => time(leg.closedAt),
    },
    number(
      'Entry',
      'Average fill price of what was bought into the leg',
      (leg) => leg.entry,
      (leg) => price(leg.entry),
    ),
    number(
      'Exit',
      'Average fill price of what was closed',
      (leg) => leg.exit,
      (leg) => price(leg.exit),
    ),
    {
      title: 'Ended by',
      hint: 'What closed the leg',
      cell: (leg) => leg.exitReason ?? 'still open',
      tone: (leg) => (leg.exitReason === 'liquidation' ? 'loss' : ''),
    },
    cause('Net', 'The sum of the causes', 'net'),
    number(
      'On margin',
      'Net ÷ peak collateral',
      (leg) => leg.returnOnMargin,
      (leg) => percent(leg.returnOnMargin, 1),
    ),
    number(
      'Quantity',
      'Largest quantity held, base units',
      (leg) => leg.quantity,
      (leg) => exact(leg.quantity),
    ),
    number(
      'Collateral',
      'Put in by entries; of cross, its initial margin. Quote currency',
      (leg) => leg.initialMargin,
      (leg) => amount(leg.initialMargin),
    ),
    cause('Price', 'PnL from price moves, at expected prices', 'price'),
    cause('Slippage', 'Fill prices against expected prices', 'slippage'),
    cause('Fees', 'Trading fees', 'fees'),
    cause('Funding', 'Funding paid (negative) and received', 'funding'),
    cause('Liquid.', 'What the insurance fund took or paid', 'liquidation'),
    number(
      'MAE',
      'Worst open PnL along the path, before costs',
      (leg) => leg.mae,
      (leg) => amount(leg.mae),
    ),
    number(
      'MFE',
      'Best open PnL along the path, before costs',
      (leg) => leg.mfe,
      (leg) => amount(leg.mfe),
    ),
  ]
  if (result.legs.some((leg) => leg.margin === 'cross')) {
    columns.splice(4, 0, {
      title: 'Margin',
      hint: 'Isolated legs answer with their collateral, cross legs with the wallet',
      cell: (leg) => leg.margin,
    })
  }
  const multiple = (leg: LegResult) => figures.rMultiples.get(leg.id) ?? null
  if (result.legs.some((leg) => multiple(leg) !== null)) {
    columns.push(
      number(
        'R',
        'Net ÷ what the stop risked with which it opened',
        (leg) => multiple(leg)?.toString() ?? null,
        (leg) => ratio(multiple(leg)),
      ),
    )
  }
  if (result.legs.some((leg) => Number(leg.pnl.unrealized) !== 0)) {
    columns.push(cause('Open', 'Unrealized PnL at the last close', 'unrealized'))
  }
  return columns
}

function number(
  title: string,
  hint: string,
  value: (leg: LegResult) => string | null,
  cell: (leg: LegResult) => string,
): Column<LegResult> {
  return {
    title,
    hint,
    numeric: true,
    sortBy: (leg) => (value(leg) === null ? null : Number(value(leg))),
    cell,
    detail: value,
    tone: (leg) => lossTone(value(leg)),
  }
}

function cause(title: string, hint: string, name: keyof Attribution): Column<LegResult> {
  const column = number(
    title,
    hint,
    (leg) => leg.pnl[name],
    (leg) => amount(leg.pnl[name]),
  )
  return name === 'net' ? { ...column, tone: (leg) => `net ${lossTone(leg.pnl.net)}`.trim() } : column
}

/** Every fill, with what it was expected to cost and what it did. */
export function fills(page: Page): Markup {
  const { result, order, priceDigits } = page
  const { shown, note } = capped(result.fills, ROWS_MAX, 'fills.csv')
  const columns: Column<FillResult>[] = [
    {
      title: 'Time',
      hint: 'UTC; for what happened inside a candle, its open',
      sortBy: (fill) => fill.at,
      cell: (fill) => time(fill.at),
    },
    { title: 'Leg', hint: 'Name of the leg', cell: (fill) => legName(fill.name, order) },
    { title: '#', hint: 'Number of the opening', numeric: true, sortBy: (fill) => fill.leg, cell: (fill) => fill.leg },
    { title: 'Side', hint: 'Side of the order', cell: (fill) => fill.side },
    {
      title: 'Reason',
      hint: 'Why it filled',
      cell: (fill) => fill.reason,
      tone: (fill) => (fill.reason === 'liquidation' ? 'loss' : ''),
    },
    { title: 'Phase', hint: 'Open, inside (path) or close of the candle', cell: (fill) => fill.phase },
    fillNumber('Expected', 'Price before slippage', (fill) => fill.expected, priceDigits),
    fillNumber('Price', 'Fill price', (fill) => fill.price, priceDigits),
    { ...fillNumber('Quantity', 'Base units', (fill) => fill.quantity, 0), cell: (fill) => exact(fill.quantity) },
    fillNumber('Fee', 'Quote currency, as charged', (fill) => fill.fee, 2),
    fillNumber('Slippage', 'What the fill cost against the expected price', (fill) => fill.slippage, 2),
    { title: 'Liquidity', hint: 'Maker orders rested, taker orders did not', cell: (fill) => fill.liquidity },
  ]
  return markup`<section id="fills">
<details><summary><h2>Fills</h2> <span class="count">${result.fills.length}</span></summary>
${table(columns, shown, { id: 'fills-table', label: 'Fills', sortable: true })}${note}
</details>
</section>`
}

function fillNumber(
  title: string,
  hint: string,
  value: (fill: FillResult) => string,
  digits: number,
): Column<FillResult> {
  return {
    title,
    hint,
    numeric: true,
    sortBy: (fill) => Number(value(fill)),
    cell: (fill) => amount(value(fill), digits),
    detail: value,
  }
}
