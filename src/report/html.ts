import type { Figures } from '#analysis/figures.js'
import type { BacktestResult } from '#domain/result.js'
import { allFigures } from './html-all-figures.js'
import { attribution } from './html-attribution.js'
import { drawnAccount } from './html-buckets.js'
import { campaigns } from './html-campaigns.js'
import { equityChart, priceChart } from './html-charts.js'
import { distribution } from './html-distribution.js'
import { header } from './html-header.js'
import { headlines, moreFigures } from './html-headline.js'
import { embeddedJson, markup, type Markup } from './html-markup.js'
import { type ChosenBy, type Page, pageOf, type ReportMeta } from './html-page.js'
import { type Deflate, Packer } from './html-pack.js'
import { chartPayload } from './html-payload.js'
import { priceRows } from './html-price-rows.js'
import { refusals } from './html-refusals.js'
import { htmlPage } from './html-shell.js'
import { stress } from './html-stress.js'
import { styleSheet } from './html-style.js'
import { fills, trades } from './html-trades.js'
import { hedge } from './html-twins.js'
import { assumptions, dataFiles, ledgerCheck, notModelled, reproduction } from './html-trust.js'

export type { ChosenBy, ReportMeta }

/** What a page is made with and cannot make itself. */
export interface ReportParts {
  /** The bundle of src/report/browser. */
  readonly browserScript: string
  /** SHA-256 of a text in UTF-8, as base64: names the only style and script that the page may run. */
  readonly sha256Base64: (text: string) => string
  /** Raw deflate, for what the charts draw. */
  readonly deflate: Deflate
}

/** More points of an account than these are not drawn: they open slowly and nobody sees them. */
const ACCOUNT_POINTS_MAX = 20_000

/**
 * The report of one run: one HTML document that opens from disk and asks the network for nothing. It shows figures and
 * computes none. Every text of a user is escaped, and the content security policy admits only the page's own hashes.
 */
export function reportHtml(result: BacktestResult, figures: Figures, meta: ReportMeta, parts: ReportParts): string {
  const page = pageOf(result, figures, meta)
  const packer = new Packer(parts.deflate)
  const rows = priceRows(result, packer)
  const account = drawnAccount(result, ACCOUNT_POINTS_MAX)
  const payload = chartPayload(page, rows, account, packer)
  const main = markup`${header(page)}
${headlines(page)}
${contents(page)}
${equityChart(page, account, moreFigures(page))}
<noscript><p class="alarm">Charts and sorting need JavaScript; every figure and table is here without it.</p></noscript>
${attribution(page)}
${hedge(page)}
${priceChart(page, rows)}
${trades(page)}
${campaigns(page)}
${fills(page)}
${refusals(page)}
${distribution(page)}
${stress(page)}
${allFigures(page)}
${assumptions(page)}
${ledgerCheck(page)}
${dataFiles(page)}
${reproduction(page)}
${notModelled()}`
  return htmlPage(
    {
      title: result.name,
      style: styleSheet,
      browserScript: parts.browserScript,
      main,
      engine: meta.engine,
      credits: chartCredits,
      data: markup`<script type="application/json" id="chart-data">${embeddedJson(payload)}</script>`,
    },
    parts.sha256Base64,
  )
}

const chartCredits = markup`
<p>Charts: TradingView Lightweight Charts™, Copyright (c) 2026 TradingView, Inc.
<a href="https://www.tradingview.com/" rel="noopener noreferrer">https://www.tradingview.com/</a>, Apache License 2.0.</p>
`

const sections: readonly (readonly [string, string])[] = [
  ['equity', 'Equity'],
  ['attribution', 'Attribution'],
  ['hedge', 'Hedge'],
  ['price', 'Price'],
  ['trades', 'Trades'],
  ['campaigns', 'Campaigns'],
  ['fills', 'Fills'],
  ['refusals', 'Refusals'],
  ['distribution', 'Distribution'],
  ['stress', 'Stress'],
  ['all-figures', 'All figures'],
  ['assumptions', 'Assumptions'],
  ['ledger', 'Ledger check'],
  ['data', 'Data'],
  ['reproduce', 'Reproduce'],
  ['not-modelled', 'Not modelled'],
]

function contents({ meta, figures }: Page): Markup {
  const absent = [
    figures.campaigns.length === 0 && 'campaigns',
    meta.twins === null && (meta.twinsError ?? null) === null && 'hedge',
    (meta.stress ?? []).length === 0 && 'stress',
  ]
  const shown = sections.filter(([id]) => !absent.includes(id))
  return markup`<nav aria-label="Sections">${shown.map(([id, title]) => markup`<a href="#${id}">${title}</a> `)}</nav>`
}
