import type { AccountOverPaths, Bootstrapped } from '#experiments/bootstrap/bootstrapped.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { Interval, Proportion } from '#experiments/bootstrap/interval.js'
import { dataLines, experimentBadges } from './experiment-header.js'
import { type DocumentMeta, htmlDocument } from './html-document.js'
import { amount, NONE, percent, plural, ratio } from './html-format.js'
import { markup, type Markup } from './html-markup.js'
import { type Column, table } from './html-table.js'
import type { ToldChart } from './exploration.js'
import { widePicture } from './wide-picture.js'
import { lineChart, lineChartSpan } from './svg.js'

/** All that the page of a bootstrap shows. */
export interface BootstrapPage
  extends Pick<Bootstrapped, 'observed' | 'accounts' | 'compared' | 'twinsMissing' | 'sharpe' | 'errors'> {
  readonly name: string
  readonly data: DataSeen
  readonly currency: string
  readonly runs: number
  readonly failed: number
  readonly seed: number
  /** `3d` */
  readonly block: string
  /** Ms since 1970. */
  readonly closes: Float64Array
  readonly notes: readonly string[]
}

/** What a reader calls each account. */
export const accountNames: Readonly<Record<AccountOverPaths['name'], string>> = {
  run: 'the run',
  unhedged: 'unhedged twin',
  net: 'net twin',
  smallerCore: 'smaller core (ex post)',
}

/** `−12.00% (−40.00% … 25.00%)`: the median and the middle nine tenths. */
export function intervalText(interval: Interval | null, shown: (value: number) => string): string {
  if (interval === null) return NONE
  return `${shown(interval.median)} (${shown(interval.low)} … ${shown(interval.high)})`
}

/** `4.0% (2.5% … 6.3%)`: the share and what its number of paths leaves open. */
export function proportionText(found: Proportion | null): string {
  if (found === null) return NONE
  return `${percent(found.share, 1)} (${percent(found.low, 1)} … ${percent(found.high, 1)})`
}

/** The answer in plain words. */
export function bootstrapWords({ compared, block, accounts }: BootstrapPage): string {
  const [own] = accounts
  const { totalReturn, maxDrawdown } = own
  return `On ${plural(compared, 'history', 'histories')} made of blocks of ${block}, nine in ten ended between ${percent(totalReturn?.low ?? null)} and ${percent(totalReturn?.high ?? null)}, with a deepest fall between ${percent(maxDrawdown?.low ?? null)} and ${percent(maxDrawdown?.high ?? null)}. A loss came in ${percent(own.loss?.share ?? null, 1)} of them, a liquidation in ${percent(own.liquidation?.share ?? null, 1)}.`
}

/** On how many histories the twins are missing, and what the figures are of then; null where nothing is missing. */
export function twinsMissingWords({ twinsMissing: missing, compared, accounts }: BootstrapPage): string | null {
  if (missing === null) return null
  const of =
    accounts.length === 1
      ? 'no history has twins'
      : `all accounts are compared over the same ${plural(compared, 'history', 'histories')}`
  return `On ${plural(missing.paths, 'history', 'histories')} the twins could not be played: ${of}. The first: ${missing.error}`
}

export function bootstrapHtml(page: BootstrapPage, meta: DocumentMeta, sha256Base64: (text: string) => string): string {
  const body = markup`${head(page)}
${intervals(page)}
${page.accounts.map((account, chart) => fan(account, page, chart))}`
  const charts = page.accounts.map((account) => toldFan(account, page))
  return htmlDocument(
    { title: `${page.name}: bootstrap`, body, meta, exploration: { tips: [], pages: [], charts, heat: null } },
    sha256Base64,
  )
}

function head(page: BootstrapPage): Markup {
  const { failed, errors } = page
  return markup`<header>
${experimentBadges('bootstrap', [page.data])}
<h1>${page.name}</h1>
${dataLines([page.data])}
<p class="verdict">${bootstrapWords(page)}</p>
<ul class="settings"><li>${plural(page.runs, 'history', 'histories')}, blocks of ${page.block} on average, seed ${page.seed}</li></ul>
${twinsMissingWords(page) !== null && markup`<p class="alarm">${twinsMissingWords(page)}</p>`}
${failed > 0 && markup`<p class="alarm">${plural(failed, 'history', 'histories')} could not be played; the first: ${errors[0].error}</p>`}
<p class="note">Stationary bootstrap: blocks of candles with their funding and feeds in another order; the whole run, and each twin, is played again on each. What depends on dates alone, such as margin tiers, keeps its dates. ${page.notes.join(' ')}</p>
</header>`
}

function intervals({ accounts, observed, sharpe }: BootstrapPage): Markup {
  const columns: readonly Column<AccountOverPaths>[] = [
    { title: 'Account', hint: 'The run, and its twins on the same histories', cell: ({ name }) => accountNames[name] },
    {
      title: 'Return',
      hint: 'Median, and the middle 90 %',
      cell: (row) => intervalText(row.totalReturn, percent),
      numeric: true,
    },
    {
      title: 'Max drawdown',
      hint: 'Median, and the middle 90 %',
      cell: (row) => intervalText(row.maxDrawdown, percent),
      numeric: true,
    },
    {
      title: 'Liquidated',
      hint: 'Share of histories, with its 95 % interval',
      cell: ({ liquidation }) => proportionText(liquidation),
      numeric: true,
    },
    {
      title: 'Lost money',
      hint: 'Share of histories, with its 95 % interval',
      cell: ({ loss }) => proportionText(loss),
      numeric: true,
    },
  ]
  return markup`<section id="intervals"><h2>Over all histories</h2>
${table(columns, accounts, { id: 'interval-table', label: 'Intervals over all histories' })}
<p class="note">The history as it was: return ${percent(observed.metrics?.['totalReturn'] ?? null)}, max drawdown ${percent(observed.metrics?.['maxDrawdown'] ?? null)}, Sharpe ${ratio(observed.metrics?.['sharpe'] ?? null)}. Sharpe over all histories: ${intervalText(sharpe, ratio)}.</p></section>`
}

/** The values of a fan, in the order in which its bands lie over one another. */
function toldFan({ fan: { at, shares, bands } }: AccountOverPaths, { closes }: BootstrapPage): ToldChart {
  const instants = Array.from(at, (index) => closes[index])
  const lines = bands
    .map((band, row) => ({
      name: shares[row] === 0.5 ? 'median' : `${percent(shares[row], 0)} end below`,
      trial: null,
      at: instants,
      values: [...band],
    }))
    .toReversed()
  return { ...lineChartSpan, from: instants[0], to: instants.at(-1)!, lines }
}

function fan({ name, fan: { at, bands } }: AccountOverPaths, page: BootstrapPage, told: number): Markup {
  const [lowest, low, median, high, highest] = bands
  const own = name === 'run' ? page.observed.curve : null
  const chart = lineChart({
    label: `Equity of ${accountNames[name]} over all histories`,
    lines: [{ values: median, tone: 'line' }, ...(own === null ? [] : [{ values: own, tone: 'other' as const }])],
    bands: [
      { low: lowest, high: highest, opacity: 0.14 },
      { low, high, opacity: 0.22 },
    ],
    span: [page.closes[at[0]], page.closes[at[at.length - 1]]],
    valueText: (value) => amount(value, 0),
    told,
  })
  return markup`<section id="fan-${name}"><h2>Equity of ${accountNames[name]}</h2>
${widePicture(`Equity of ${accountNames[name]}`, chart)}
<p class="note">${page.currency}. Middle line: the median; areas: the middle half and the middle nine tenths.${own !== null && ' Dashed: the history as it was.'}</p></section>`
}
