import type { ComparedFill } from '#experiments/compare/details.js'
import type { ComparedRun, Comparison, RunParting } from '#experiments/compare/comparison.js'
import { runColor } from './compare-axis.js'
import { type EquityDrawing, equityChart, equityLines, frontier, runKey, twinSignKey } from './compare-charts.js'
import { dataLines, experimentBadges } from './experiment-header.js'
import { parallelLines } from './explore-lines.js'
import { chosenRuns, type ToldChart } from './exploration.js'
import { linked, plainSetting } from './explore-words.js'
import { type DocumentMeta, htmlDocument } from './html-document.js'
import { comparedColumns } from './compare-table.js'
import { brief, percent, plural, time } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup } from './html-markup.js'
import { widePicture } from './wide-picture.js'
import { type Column, table } from './html-table.js'

export interface CompareMeta extends DocumentMeta {
  /** SHA-256 of a text in UTF-8, as base64: names the only style and script that the page may have. */
  readonly sha256Base64: (text: string) => string
  /** Where the report of each run lies, from the page; null where it has none. Default: none has one. */
  readonly pages?: readonly (string | null)[]
}

/** A comparison as one HTML document: pictures, table, where runs part. It asks the network for nothing. */
export function compareHtml(comparison: Comparison, meta: CompareMeta): string {
  const { name, runs, paths } = comparison
  const pages = meta.pages ?? runs.map(() => null)
  const chart = equityChart(comparison)
  const body = markup`<header>
${experimentBadges('comparison', comparison.data)}
<h1>${name}: ${plural(runs.length, 'run')} compared</h1>
<p class="subtitle">${paths.length === 0 ? 'Configs side by side' : `Varied: ${paths.join(', ')}`}</p>
${dataLines(comparison.data)}
${paths.some((path) => path.startsWith('data.')) && markup`<p class="note">These are the data of the config as it is written; what is varied below <code>data</code> is not.</p>`}
<p class="verdict">${verdict(comparison)}</p>
${twinsMissing(comparison) !== null && markup`<p class="alarm">${twinsMissing(comparison)}</p>`}
</header>
${section('frontier', 'Return against drawdown', frontier(comparison), markup`${twinSignKey(comparison)}<p class="note"><span class="on-screen">Drag a frame to choose runs, in all pictures and the table; click a point to go to its row.</span></p>${chosenRuns}`)}
${section('curves', 'Equity', chart && equityLines(chart, equityDrawing(chart, runs.length)), runKey(comparison))}
${section('parallel', 'Settings and figures', parallel(comparison), markup`<p class="note">A line is a run.<span class="on-screen"> Drag along an axis to choose; several axes together choose what all of them do.</span></p>`)}
${figures(comparison, pages)}
${partings(comparison)}`
  const tips = runs.map((run) =>
    [run.name, ...comparedColumns.map(({ title, text }) => `${title} ${text(run)}`)].join('\n'),
  )
  const exploration = { tips, pages, charts: chart === null ? [] : [chart], heat: null }
  return htmlDocument({ title: `${name} compared`, body, meta, exploration }, meta.sha256Base64)
}

function equityDrawing({ lines }: ToldChart, count: number): EquityDrawing {
  const colors = lines.map(({ trial }) => runColor(trial ?? 0, count))
  return { chart: 0, label: 'Equity of each run over time', colors }
}

/** What was varied, then the figures. */
function parallel({ runs, paths }: Comparison): Markup | null {
  const varied = paths.map((path) => ({
    title: path.split('.').at(-1)!,
    values: runs.map(({ params }) => plainSetting(params[path])),
    text: (value: number) => String(Number(value.toPrecision(6))),
  }))
  const shown = comparedColumns.slice(0, FIGURES).map(({ title, value, tick }) => ({
    title,
    values: runs.map((run) => value(run)),
    text: tick,
  }))
  return parallelLines(
    [...varied, ...shown],
    runs.map(() => 'rank-0'),
  )
}

/** So many of the figures have an axis. */
const FIGURES = 6

/** The best by three measures, in words. */
export function verdict({ runs, best }: Comparison): string {
  const complete = runs.filter(({ metrics }) => metrics !== null)
  if (complete.length === 0) return 'No run was completed.'
  const most = extreme(complete, (run) => run.metrics?.['totalReturn'] ?? null)
  const least = extreme(complete, (run) => negated(run.metrics?.['maxDrawdown'] ?? null))
  const sharpe = complete.find(({ hash }) => hash === best)
  const parts = [
    most && `highest return ${most.name} (${percent(most.metrics?.['totalReturn'] ?? null)})`,
    least && `smallest drawdown ${least.name} (${percent(least.metrics?.['maxDrawdown'] ?? null)})`,
    sharpe && `highest Sharpe ratio ${sharpe.name}`,
  ].filter((part) => part !== null && part !== undefined)
  const lost = runs.length - complete.length
  const failed = lost === 0 ? '' : ` ${plural(lost, 'run')} did not complete.`
  return `Of ${plural(complete.length, 'run')}: ${parts.join(', ')}.${failed}`
}

/** Which runs have no twins, and why; null where all that hedge have them. */
export function twinsMissing({ runs }: Comparison): string | null {
  const [first, ...others] = runs.filter(({ twinsError }) => twinsError !== undefined)
  if (first === undefined) return null
  const all = others.length === 0 ? `${first.name} has` : `${plural(others.length + 1, 'run')} have`
  return `${all} no twins${others.length === 0 ? '' : `; the first, ${first.name}`}: ${first.twinsError!}`
}

function extreme(runs: readonly ComparedRun[], of: (run: ComparedRun) => number | null): ComparedRun | null {
  const known = runs.filter((run) => of(run) !== null)
  return known.toSorted((one, other) => of(other)! - of(one)!)[0] ?? null
}

function negated(value: number | null): number | null {
  return value === null ? null : -value
}

function section(id: string, title: string, picture: Markup | null, key: Markup | null): Content {
  return picture && markup`<section id="${id}"><h2>${title}</h2>${widePicture(title, picture)}${key}</section>`
}

function figures({ runs }: Comparison, pages: readonly (string | null)[]): Markup {
  const places = new Map(runs.map((run, at) => [run, at]))
  const columns: readonly Column<ComparedRun>[] = [
    { title: 'Run', hint: 'What tells it from the others', cell: (run) => linked(run.name, pages[places.get(run)!]) },
    ...comparedColumns.map(({ title, hint, text, value }) => ({
      title,
      hint,
      numeric: true,
      cell: text,
      tone: (run: ComparedRun) => lossTone(value(run)),
      sortBy: value,
    })),
    ...(['unhedged', 'net', 'smallerCore'] as const).map((twin) => ({
      title: { unhedged: 'Unhedged', net: 'Net twin', smallerCore: 'Smaller core' }[twin],
      hint: 'Return and max drawdown of the twin',
      numeric: true,
      cell: ({ twins }: ComparedRun) =>
        twins === null ? '–' : `${percent(twins[twin].totalReturn)} / ${percent(twins[twin].maxDrawdown)}`,
    })),
    { title: 'Status', hint: 'What became of it', cell: ({ status, error }) => error ?? status },
  ]
  return markup`<section id="figures-compared"><h2>Side by side</h2>
${table(columns, runs, {
  id: 'compare-table',
  label: 'Runs side by side',
  sortable: true,
  rowAttributes: (run) => ({ 'data-trial': places.get(run)! }),
})}
<p class="note">${pages.some((page) => page !== null) ? 'The name of a run opens its own report.' : 'With --reports each run leaves its own report, which its name here opens.'} compare.csv has every figure.</p></section>`
}

function partings({ partings: all }: Comparison): Content {
  if (all.length === 0) return null
  const columns: readonly Column<RunParting>[] = [
    { title: 'Between', hint: 'Two runs', cell: ({ between }) => between.join(' and ') },
    {
      title: 'They part',
      hint: 'Time of the first fill that is not the same in both, UTC',
      cell: ({ parting }) => (parting === null ? 'never' : time(parting.at)),
    },
    {
      title: 'Next fill of the first',
      hint: 'From then on; the fills before are the same in both',
      cell: ({ parting }) => parting && fillText(parting.one),
    },
    {
      title: 'Next fill of the second',
      hint: 'From then on; the fills before are the same in both',
      cell: ({ parting }) => parting && fillText(parting.other),
    },
  ]
  return markup`<section id="partings"><h2>Where runs part</h2>
${table(columns, all, { id: 'partings-table', label: 'First fill that differs' })}
</section>`
}

/** `2024-01-08 22:00 hedge sell 12.5 at 243.1, entry`; `no fill` where the run has none any more. */
export function fillText(fill: ComparedFill | null): string {
  if (fill === null) return 'no fill'
  return `${time(fill.at)} ${fill.leg} ${fill.side} ${brief(fill.quantity)} at ${brief(fill.price)}, ${fill.reason}`
}
