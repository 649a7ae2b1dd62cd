import type { MetricName } from '#analysis/figures.js'
import type { Equality } from '#analysis/account-check.js'
import type { DataFact } from '#domain/candles.js'
import { amount, count, exact, percent, plural, time } from './html-format.js'
import { poolWords } from './venue-words.js'
import { type Content, markup, type Markup } from './html-markup.js'
import { kindOf } from './data-words.js'
import { evidenceOf } from './evidence-html.js'
import type { ChosenBy, Page } from './html-page.js'
import { type Column, table } from './html-table.js'

const TIMES_MAX = 24

/** What the model assumed, in words, and what was noticed. */
export function assumptions({ result, meta: { chosenBy } }: Page): Markup {
  const { ambiguousAt, ambiguousCandles, missingFine } = result.path
  const rest = ambiguousCandles - Math.min(ambiguousAt.length, TIMES_MAX)
  return markup`<section id="assumptions">
<h2>Assumptions</h2>
${list(result.assumptions, 'None were recorded.')}
<h3>Trials</h3>
${trials(chosenBy)}
${result.warnings.length > 0 && markup`<h3>Warnings</h3>${list(result.warnings, '')}`}
${pool(result)}
${
  ambiguousCandles > 0 &&
  markup`<h3>Ambiguous candles</h3>
<p>The order of high and low decided in: ${ambiguousAt.slice(0, TIMES_MAX).map(time).join(' · ')}${rest > 0 ? ` and ${count(rest)} more` : ''} (UTC).</p>`
}
${bracket(result)}
${merged(result)}
${
  missingFine !== null &&
  markup`<h3>Finer candles</h3>
<p>Candles with something inside that were replayed as they are, since finer ones are missing: ${count(missingFine)}.</p>`
}
</section>`
}

/** How many runs this one was chosen from, and what that leaves of it. */
function trials(chosenBy: ChosenBy | null): Markup {
  if (chosenBy === null) {
    return markup`<p>This page is one trial: it counts none of those that were made before it, and so cannot say whether its figures are luck.
<code>hedgerow sweep</code> counts its trials, and gives the deflated Sharpe ratio and the probability of overfitting.</p>`
  }
  const { place, trials: made, evidence, verdict } = chosenBy
  return markup`<p>${place === 1 ? 'The best' : `Number ${place}`} of ${plural(made, 'trial')} of a sweep, chosen for its figures: they are better than what is to be expected.${place > 1 && evidence !== null && ' Of the best one:'}</p>
${evidence !== null && verdict !== null && evidenceOf(evidence, verdict)}`
}

const bracketed: readonly (readonly [MetricName, string, (value: number | null) => string])[] = [
  ['netProfit', 'Net profit', (value) => amount(value)],
  ['totalReturn', 'Return', (value) => percent(value)],
  ['maxDrawdown', 'Max drawdown', (value) => percent(value)],
  ['sharpe', 'Sharpe ratio', (value) => amount(value)],
  ['liquidations', 'Liquidations', (value) => amount(value, 0)],
]

/** How much the order of high and low decides (rule P7). */
function bracket({ path }: Page['result']): Content {
  const range = path.bracket
  if (range === null) {
    return (
      path.ambiguousCandles > 0 &&
      markup`<p class="note">How much that order decides: the same run with <code>--bracket</code> gives every figure as a range.</p>`
    )
  }
  const columns: Column<(typeof bracketed)[number]>[] = [
    { title: 'Figure', hint: 'docs/metrics.md', cell: ([, title]) => title },
    {
      title: 'Least',
      hint: 'Over the price paths',
      numeric: true,
      cell: ([name, , text]) => text(range.metrics[name].min),
    },
    {
      title: 'Greatest',
      hint: 'Over the price paths',
      numeric: true,
      cell: ([name, , text]) => text(range.metrics[name].max),
    },
  ]
  return markup`<h3>Over the price paths ${range.paths.join(', ')}</h3>
${table(columns, bracketed, { id: 'bracket-table', label: 'Figures over the price paths' })}
<p class="note">result.json has every figure in this way.</p>`
}

/** Where the cross legs that were open to the last would have been liquidated (rule L4). */
function pool({ account }: Page['result']): Content {
  const words = poolWords(account)
  return (
    words !== null &&
    markup`<h3>Cross legs</h3>
<p>${words}</p>`
  )
}

const mergeWords = {
  merged: 'was merged into',
  netted: 'was netted against',
  turned: 'of an exit, netted away before, went to',
} as const

/** What the position mode made of the legs' orders (rule M4). */
function merged({ positions, legs }: Page['result']): Content {
  const { mode, merges } = positions
  if (mode === 'multi-trade') return null
  const names = new Map(legs.map(({ id, name }) => [id, name]))
  const shown = merges.slice(0, TIMES_MAX).map(({ at, leg, position, what, quantity }) => {
    return `${time(at)} ${leg}: ${exact(quantity)} ${mergeWords[what]} #${position} ${names.get(position)}`
  })
  const rest = merges.length - shown.length
  return markup`<h3>Merged and netted</h3>
${list(rest > 0 ? [...shown, `and ${count(rest)} more`] : shown, 'No order met a position of another leg.')}`
}

/** The sums of the account as numbers: rules A1, A2 and A3. */
export function ledgerCheck({ result, figures }: Page): Markup {
  const { ledger, wallet, equity } = figures.account
  const rows: readonly (readonly [string, string, Equality])[] = [
    ['A1', `Sum of all balances after ${count(result.account.entries)} ledger entries`, ledger],
    ['A2', 'Initial + price + slippage + fees + funding + liquidation = wallet', wallet],
    ['A3', 'Initial + net of all legs = equity at the last close', equity],
  ]
  const columns: Column<(typeof rows)[number]>[] = [
    { title: 'Rule', hint: 'Of the execution model', cell: ([rule]) => rule },
    { title: 'Says', hint: 'What must be equal', cell: ([, says]) => says, tone: () => 'prose' },
    { title: 'Expected', hint: 'The left side', numeric: true, cell: ([, , check]) => exact(check.expected) },
    { title: 'Found', hint: 'The right side', numeric: true, cell: ([, , check]) => exact(check.actual) },
    { title: 'Exact', hint: 'Equal to the last digit', cell: ([, , check]) => equalityMark(check) },
  ]
  return markup`<section id="ledger">
<h2>Ledger check</h2>
${table(columns, rows, { id: 'ledger-table', label: 'Ledger check' })}
<p class="note">Amounts in ${result.account.currency}. Insurance fund: paid ${exact(result.account.shortfall)}; received less paid ${exact(result.account.insurance)}.</p>
</section>`
}

export function equalityMark({ holds }: Equality): Markup {
  return holds ? markup`<span class="holds">✓ exact</span>` : markup`<span class="broken">✗ DIFFERS</span>`
}

/** Which files were read and what was found in them. */
export function dataFiles({ result }: Page): Markup {
  const columns: Column<DataFact>[] = [
    { title: 'Role', hint: 'What the file is for', cell: (fact) => fact.role },
    { title: 'File', hint: 'Base name', cell: (fact) => fact.file },
    { title: 'Rows', hint: 'Rows read', numeric: true, cell: (fact) => count(fact.rows) },
    { title: 'From', hint: 'First row, UTC', cell: (fact) => instant(fact.from) },
    { title: 'To', hint: 'Last row, UTC', cell: (fact) => instant(fact.to) },
    { title: 'Timeframe', hint: 'Length of a candle, or distance of the rows', cell: (fact) => fact.timeframe ?? '–' },
    { title: 'Gaps', hint: 'Stretches without rows', numeric: true, cell: (fact) => count(fact.gaps) },
    {
      title: 'Kind',
      hint: 'Made by a program, or traded on a market, by the file’s sidecar; a file without one may be either',
      cell: (fact) => (kindOf([fact]) === 'unmarked' ? 'not stated' : kindOf([fact])),
    },
    {
      title: 'SHA-256',
      hint: 'Of the file; point at it for all of it',
      cell: (fact) => markup`<code>${fact.sha256.slice(0, 12)}</code>`,
      detail: (fact) => fact.sha256,
    },
  ]
  return markup`<section id="data">
<h2>Data</h2>
${table(columns, result.data, { id: 'data-table', label: 'Data files' })}
${noticed(result.data)}
</section>`
}

/** What was converted, and what came with each file: words of any length. */
function noticed(data: readonly DataFact[]): Content {
  const told = data.filter((fact) => fact.notes.length > 0)
  if (told.length === 0) return null
  return markup`<h3>Noticed</h3>
<ul class="sentences">${told.map((fact) => markup`<li><strong>${fact.file}</strong>: ${fact.notes.join(' · ')}</li>`)}</ul>`
}

function instant(text: string): string {
  return text.slice(0, 16).replace('T', ' ')
}

/** What identifies the run, and the command that makes it again. */
export function reproduction({ meta }: Page): Markup {
  const { hashes, engine, command } = meta
  return markup`<section id="reproduce">
<h2>Reproduce</h2>
<pre class="command"><code>${command}</code></pre>
<p class="note">Whether this folder still comes out the same, to the last digit: <code>npx ${engine.name} verify</code> and its path.</p>
<dl class="hashes">
<div><dt>engine</dt><dd>${engine.name} ${engine.version}</dd></div>
${(['config', 'data', 'strategy', 'result'] as const).map(
  (name) => markup`<div><dt>${name}</dt><dd><code>${hashes[name]}</code></dd></div>
`,
)}</dl>
</section>`
}

const limits: readonly string[] = [
  'Resting entries reserve no margin; it is checked when they fill.',
  'There is no order book: no queue; what fills is bounded by the volume of its candle, and the market moves by no more than the slippage that the config names.',
  'Orders reach the exchange at once, or after the latency that the config names, which is always the same; there is no outage.',
  'A liquidation closes the whole leg; partial liquidation and auto-deleveraging are left out.',
  'Funding is taken as printed; a venue’s caps and changes of interval are known only through the series.',
  'Taxes, withdrawals and interest on the wallet are left out.',
]

/** What a reader must not expect the figures to contain. */
export function notModelled(): Markup {
  return markup`<section id="not-modelled">
<h2>Not modelled</h2>
${list(limits, '')}
</section>`
}

function list(sentences: readonly string[], none: string): Content {
  if (sentences.length === 0) return markup`<p class="note">${none}</p>`
  return markup`<ul class="sentences">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`
}
