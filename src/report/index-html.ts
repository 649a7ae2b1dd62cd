import type { ExperimentCard } from './documents/experiment-card.js'
import type { RunCard } from './documents/run-card.js'
import type { ReportParts } from './html.js'
import { amount, count, date, NONE, percent, ratio, time } from './html-format.js'
import { lossTone } from './html-legs.js'
import { markup, type Markup, trusted } from './html-markup.js'
import { htmlPage } from './html-shell.js'
import { styleSheet } from './html-style.js'
import { sparkline } from './html-svg.js'
import { type Column, table } from './html-table.js'

/** By this an index is known as hedgerow's own, which the next run may replace. */
export const indexMark = '<meta name="generator" content="hedgerow index">'

/** A run, or an experiment of many, in its folder below the index. */
export interface IndexedRun {
  readonly folder: string
  /** Ms since 1970. */
  readonly writtenAt: number
  /** Name of the page in the folder; null where it has none. */
  readonly page: string | null
  readonly card: RunCard | ExperimentCard
}

export interface IndexParts extends Omit<ReportParts, 'deflate'> {
  /** Whether it is served, and its script may ask the server, and nobody else, what is new. */
  readonly isLive: boolean
}

/** One page of all runs below a folder, in the order given: it opens from disk and asks the network for nothing. */
export function indexHtml(runs: readonly IndexedRun[], { browserScript, sha256Base64, isLive }: IndexParts): string {
  const rowAttributes = ({ folder }: IndexedRun) => ({ 'data-folder': folder })
  const main = markup`<header><h1>Runs</h1>
<p class="subtitle"><span id="run-count">${count(runs.length)}</span> in this folder, newest first. A click on a heading sorts; a name opens the report.</p>
${isLive && markup`<p class="note" id="live" role="status">Live: what is finished appears here by itself.</p>`}</header>
${isLive && markup`<section id="running" aria-label="Under way" hidden><h2>Under way</h2><ul class="under-way"></ul></section>`}
<section id="runs">
${table(columns, runs, { id: 'runs-table', label: 'Runs', sortable: true, rowAttributes })}
</section>`
  return htmlPage(
    { title: 'Runs', style: styleSheet, browserScript, main, head: trusted(indexMark), asksItsServer: isLive },
    sha256Base64,
  )
}

type Card = IndexedRun['card']

function isRun(card: Card): card is RunCard {
  return card.schema === 'hedgerow/card@1'
}

const columns: readonly Column<IndexedRun>[] = [
  {
    title: 'Run',
    hint: 'Its folder',
    cell: ({ folder, page }) =>
      page === null
        ? folder
        : markup`<a href="${encodeURIComponent(folder)}/${encodeURIComponent(page)}">${folder}</a>`,
    tone: () => 'prose',
  },
  {
    title: 'Kind',
    hint: 'One run, or an experiment of many and of which of them the figures are',
    cell: ({ card }) => (isRun(card) ? 'run' : markup`${card.kind}<span class="shown">${card.shown}</span>`),
  },
  { title: 'Notes', hint: 'What to know before trusting it, and its tags', cell: ({ card }) => notes(card) },
  {
    title: 'Equity',
    hint: 'Equity over the run; of a comparison or a sweep its best run, of a bootstrap the median',
    cell: ({ card }) => (card.equity.length === 0 ? NONE : sparkline(card.equity, `Equity of ${card.name}`)),
  },
  {
    title: 'Final',
    hint: 'Equity at the last close',
    numeric: true,
    sortBy: ({ card }) => (isRun(card) ? Number(card.final) : null),
    cell: ({ card }) => (isRun(card) ? `${amount(card.final)} ${card.currency}` : NONE),
  },
  figure('Return', 'Equity at the end ÷ initial balance − 1', 'totalReturn', (value) => percent(value)),
  figure('Max drawdown', 'Deepest fall from an earlier high', 'maxDrawdown', (value) => percent(value)),
  figure('Sharpe', 'Of daily returns, a year', 'sharpe', ratio),
  figure('Trades', 'Openings that are closed again', 'trades', (value) => amount(value, 0)),
  figure('Liquidated', 'Legs that were liquidated', 'liquidations', (value) => amount(value, 0)),
  {
    title: 'What',
    hint: 'Name of the strategy; of an experiment, of what is varied or compared',
    cell: ({ card }) => (isRun(card) ? card.strategy : card.name),
    tone: () => 'prose',
  },
  {
    title: 'Pair',
    hint: 'Pair and length of a candle',
    cell: ({ card }) => (isRun(card) ? `${card.pair} ${card.timeframe}` : card.pair),
  },
  {
    title: 'Range',
    hint: 'First open to last close, UTC',
    cell: ({ card }) => (isRun(card) ? `${date(Date.parse(card.from))} to ${date(Date.parse(card.to))}` : NONE),
  },
  {
    title: 'Written',
    hint: 'When it was finished, UTC',
    sortBy: ({ writtenAt }) => writtenAt,
    cell: ({ writtenAt }) => time(writtenAt),
  },
]

function figure(
  title: string,
  hint: string,
  name: keyof RunCard['metrics'],
  text: (value: number | null) => string,
): Column<IndexedRun> {
  return {
    title,
    hint,
    numeric: true,
    sortBy: ({ card }) => card.metrics[name],
    cell: ({ card }) => text(card.metrics[name]),
    tone: ({ card }) => lossTone(card.metrics[name]),
  }
}

function notes(card: Card): Markup {
  const isIncomplete = isRun(card) && card.status === 'incomplete'
  return markup`${card.synthetic && markup`<span class="badge synthetic">SYNTHETIC</span> `}${isIncomplete && markup`<span class="badge">incomplete</span> `}${(card.tags ?? []).map((tag) => markup`<span class="badge tag">${tag}</span> `)}`
}
