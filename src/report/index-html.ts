import type { RunCard } from './documents/run-card.js'
import type { ReportParts } from './html.js'
import { amount, count, date, percent, ratio, time } from './html-format.js'
import { lossTone } from './html-legs.js'
import { embeddedScript, markup, type Markup, trusted } from './html-markup.js'
import { styleSheet } from './html-style.js'
import { sparkline } from './html-svg.js'
import { type Column, table } from './html-table.js'

/** By this an index is known as hedgerow's own, which the next run may replace. */
export const indexMark = '<meta name="generator" content="hedgerow index">'

/** A run in its folder below the index. */
export interface IndexedRun {
  readonly folder: string
  /** Ms since 1970. */
  readonly writtenAt: number
  readonly hasReport: boolean
  readonly card: RunCard
}

/** One page of all runs below a folder, in the order given: it opens from disk and asks the network for nothing. */
export function indexHtml(
  runs: readonly IndexedRun[],
  { browserScript, sha256Base64 }: Omit<ReportParts, 'deflate'>,
): string {
  const script = embeddedScript(browserScript)
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(styleSheet)}'; script-src 'sha256-${sha256Base64(script)}'; img-src data:; base-uri 'none'; form-action 'none'`
  const rowAttributes = ({ folder }: IndexedRun) => ({ 'data-folder': folder })
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${trusted(indexMark)}
<title>Runs – hedgerow</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<main>
<header><h1>Runs</h1>
<p class="subtitle">${count(runs.length)} in this folder, newest first. A click on a heading sorts; a name opens the report.</p></header>
<section id="runs">
${table(columns, runs, { id: 'runs-table', label: 'Runs', sortable: true, rowAttributes })}
</section>
</main>
<footer><p>A backtest shows what rules would have done to the past; it promises nothing.</p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`.text
}

const columns: readonly Column<IndexedRun>[] = [
  {
    title: 'Run',
    hint: 'Folder of the run',
    cell: ({ folder, hasReport }) =>
      hasReport ? markup`<a href="${encodeURIComponent(folder)}/report.html">${folder}</a>` : folder,
    tone: () => 'prose',
  },
  { title: 'Notes', hint: 'What to know before trusting it', cell: ({ card }) => notes(card) },
  {
    title: 'Equity',
    hint: 'Equity over the run',
    cell: ({ card }) => sparkline(card.equity, `Equity of ${card.name}`),
  },
  figure(
    'Final',
    'Equity at the last close',
    (card) => Number(card.final),
    (card) => `${amount(card.final)} ${card.currency}`,
  ),
  figure(
    'Return',
    'Equity at the end ÷ initial balance − 1',
    (card) => card.metrics.totalReturn,
    (card) => percent(card.metrics.totalReturn),
  ),
  figure(
    'Max drawdown',
    'Deepest fall from an earlier high',
    (card) => card.metrics.maxDrawdown,
    (card) => percent(card.metrics.maxDrawdown),
  ),
  figure(
    'Sharpe',
    'Of daily returns, a year',
    (card) => card.metrics.sharpe,
    (card) => ratio(card.metrics.sharpe),
  ),
  figure(
    'Trades',
    'Openings that are closed again',
    (card) => card.metrics.trades,
    (card) => whole(card.metrics.trades),
  ),
  figure(
    'Liquidated',
    'Legs that were liquidated',
    (card) => card.metrics.liquidations,
    (card) => whole(card.metrics.liquidations),
  ),
  { title: 'Strategy', hint: 'Name of the strategy', cell: ({ card }) => card.strategy, tone: () => 'prose' },
  { title: 'Pair', hint: 'Pair and length of a candle', cell: ({ card }) => `${card.pair} ${card.timeframe}` },
  {
    title: 'Range',
    hint: 'First open to last close, UTC',
    cell: ({ card }) => `${date(Date.parse(card.from))} to ${date(Date.parse(card.to))}`,
  },
  {
    title: 'Written',
    hint: 'When the run ended, UTC',
    sortBy: ({ writtenAt }) => writtenAt,
    cell: ({ writtenAt }) => time(writtenAt),
  },
]

function figure(
  title: string,
  hint: string,
  value: (card: RunCard) => number | null,
  text: (card: RunCard) => string,
): Column<IndexedRun> {
  return {
    title,
    hint,
    numeric: true,
    sortBy: ({ card }) => value(card),
    cell: ({ card }) => text(card),
    tone: ({ card }) => lossTone(value(card)),
  }
}

function whole(value: number | null): string {
  return amount(value, 0)
}

function notes({ synthetic, status }: RunCard): Markup {
  return markup`${synthetic && markup`<span class="badge synthetic">SYNTHETIC</span> `}${status === 'incomplete' && markup`<span class="badge">incomplete</span>`}`
}
