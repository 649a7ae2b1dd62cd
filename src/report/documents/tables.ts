import Papa from 'papaparse'
import type { Entry, Posting } from '#domain/journal.js'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'
import { iso } from '#domain/time.js'

/** The columns of a table in their order: name and content. Null is an empty field. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | null>>

/**
 * Text that a spreadsheet would run as a formula: it is written with a leading apostrophe. Plain decimals are let
 * through, which papaparse's own rule does not do: a loss of -12.5 is no formula.
 */
export const formula = /^(?!-?\d+(?:\.\d+)?$)[=+\-@\t\r\n]/

/** Of `legs.csv`. */
export const legColumns: Columns<LegResult> = {
  id: (leg) => leg.id,
  name: (leg) => leg.name,
  pair: (leg) => leg.pair,
  side: (leg) => leg.side,
  margin: (leg) => leg.margin,
  leverage: (leg) => leg.leverage,
  openedAt: (leg) => iso(leg.openedAt),
  closedAt: (leg) => (leg.closedAt === null ? null : iso(leg.closedAt)),
  entry: (leg) => leg.entry,
  exit: (leg) => leg.exit,
  quantity: (leg) => leg.quantity,
  initialMargin: (leg) => leg.initialMargin,
  liquidationPrice: (leg) => leg.liquidationPrice,
  exitReason: (leg) => leg.exitReason,
  'pnl.price': (leg) => leg.pnl.price,
  'pnl.slippage': (leg) => leg.pnl.slippage,
  'pnl.fees': (leg) => leg.pnl.fees,
  'pnl.funding': (leg) => leg.pnl.funding,
  'pnl.liquidation': (leg) => leg.pnl.liquidation,
  'pnl.unrealized': (leg) => leg.pnl.unrealized,
  'pnl.net': (leg) => leg.pnl.net,
  returnOnMargin: (leg) => leg.returnOnMargin,
  mae: (leg) => leg.mae,
  mfe: (leg) => leg.mfe,
  candles: (leg) => leg.candles,
}

/** Of `fills.csv`. */
export const fillColumns: Columns<FillResult> = {
  time: (fill) => iso(fill.at),
  leg: (fill) => fill.leg,
  name: (fill) => fill.name,
  order: (fill) => fill.order,
  side: (fill) => fill.side,
  price: (fill) => fill.price,
  expected: (fill) => fill.expected,
  quantity: (fill) => fill.quantity,
  fee: (fill) => fill.fee,
  slippage: (fill) => fill.slippage,
  liquidity: (fill) => fill.liquidity,
  reason: (fill) => fill.reason,
  phase: (fill) => fill.phase,
}

interface PostingRow {
  readonly number: number
  readonly entry: Entry
  readonly posting: Posting
}

const postingColumns: Columns<PostingRow> = {
  entry: ({ number }) => number,
  time: ({ entry }) => iso(entry.at),
  what: ({ entry }) => entry.what,
  leg: ({ entry }) => entry.leg,
  account: ({ posting }) => posting.account,
  amount: ({ posting }) => posting.amount,
}

/** `legs.csv`: one row per opening of a leg. Columns are named as the paths in `result.json`. */
export function legsCsv(result: BacktestResult): string {
  return csv(legColumns, result.legs)
}

/** `fills.csv`: one row per fill, in the order in which they happened. `leg` is the id in `legs.csv`, `name` its name. */
export function fillsCsv(result: BacktestResult): string {
  return csv(fillColumns, result.fills)
}

/** `ledger.csv`: one row per posting. `entry` numbers the entries from 1; the amounts of one sum to zero (rule A1). */
export function ledgerCsv(result: BacktestResult): string {
  const rows = result.journal.flatMap((entry, index) =>
    entry.postings.map((posting) => ({ number: index + 1, entry, posting })),
  )
  return csv(postingColumns, rows)
}

function csv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const contents = Object.values(columns)
  const data = rows.map((row) => contents.map((content) => content(row)))
  return `${Papa.unparse([Object.keys(columns), ...data], { newline: '\n', escapeFormulae: formula })}\n`
}
