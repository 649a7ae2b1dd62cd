import type { BestTrial } from '#experiments/sweep/trial-book.js'
import type { Walk } from '#experiments/walk-forward/walk.js'
import { evidenceOf } from './evidence-html.js'
import { linked } from './explore-words.js'
import { type DocumentMeta, htmlDocument } from './html-document.js'
import { amount, date, NONE, percent, plural, ratio } from './html-format.js'
import { type Content, markup, type Markup } from './html-markup.js'
import { type Column, table } from './html-table.js'
import { lineChart, lineChartSpan } from './svg.js'
import { curvesChart, curvesOf } from './sweep-curves.js'
import { sweepHead } from './sweep-head.js'
import { widePicture } from './wide-picture.js'
import { metricTitle } from './metric-titles.js'
import type { ToldChart } from './exploration.js'
import { explorationOf, frontierOf, heatFigure, parallelOf, pictured, topPage } from './sweep-explore.js'
import { heatMapSvg } from './sweep-heatmap.js'
import type { SweepPage } from './sweep-page.js'
import { metricText, settingText, shownMetrics, walkFate } from './sweep-words.js'

const ROWS = 200
const WALK_POINTS = 600

export function sweepHtml(page: SweepPage, meta: DocumentMeta, sha256Base64: (text: string) => string): string {
  const trials = pictured(page)
  const curves = curvesChart(page)
  const stitched = walkChart(page)
  const charts = [curves, stitched].filter((chart) => chart !== null)
  const body = markup`${sweepHead(page)}
${curvesOf(page, curves, 0)}
${frontierOf(page, trials)}
${heatMap(page)}
${parallelOf(page, trials)}
${bestTable(page)}
${
  page.evidence !== null &&
  page.verdict !== null &&
  markup`<section id="evidence"><h2>Is it luck?</h2>
${evidenceOf(page.evidence, page.verdict)}</section>`
}
${walk(page, charts.length - 1)}
${heldOut(page)}`
  return htmlDocument(
    { title: `${page.name}: sweep`, body, meta, exploration: explorationOf(page, trials, charts) },
    sha256Base64,
  )
}

function bestTable(page: SweepPage): Markup {
  const places = new Map(page.best.map((trial, at) => [trial, at]))
  const columns: readonly Column<BestTrial>[] = [
    {
      title: 'Trial',
      hint: 'Number in the order of the sweep; the first may have a report of their own',
      cell: (trial) => linked(String(trial.index), topPage(page, places.get(trial)!)),
      sortBy: ({ index }) => index,
      numeric: true,
    },
    ...page.varied.map((path) => ({
      title: path.split('.').slice(-1)[0],
      hint: path,
      cell: (trial: BestTrial) => settingText(trial.params[path]),
      ...sortOf(page, path),
      numeric: true,
    })),
    ...shownMetrics(page).map((name) => ({
      title: metricTitle(name),
      hint: name,
      cell: (trial: BestTrial) => metricText(name, trial.metrics[name]),
      sortBy: (trial: BestTrial) => trial.metrics[name] ?? null,
      numeric: true,
    })),
    {
      title: 'Kept to',
      hint: 'Whether the trial keeps to the constraints, and whether no other beats it in all objectives',
      cell: ({ isFeasible, isOnFront }) => (isFeasible ? (isOnFront ? 'yes, on the front' : 'yes') : 'no'),
    },
  ]
  const rows = page.best.slice(0, ROWS)
  return markup`<section id="best"><h2>The best ${rows.length}</h2>
${table(columns, rows, {
  id: 'best-table',
  label: 'The best trials',
  sortable: true,
  rowAttributes: (trial) => ({ 'data-trial': places.get(trial)! }),
})}
<p class="note">sweep.csv and sweep.parquet have every trial with every figure.</p></section>`
}

/** By numbers where the values are numbers, else by their text. */
function sortOf({ best }: SweepPage, path: string): Pick<Column<BestTrial>, 'sortBy'> {
  const isNumeric = best.every(({ params }) => typeof params[path] === 'number')
  return isNumeric ? { sortBy: ({ params }) => Number(params[path]) } : {}
}

function heatMap(page: SweepPage): Content {
  const { heats, winner } = page
  // Where no trial keeps to the constraints a map is empty.
  if (heats.length === 0 || heats[0].cells.every((score) => score === null)) return null
  const [heat] = heats
  const figure = heatFigure(page)
  return markup`<section id="heatmap"><h2>${figure.title} by two parameters</h2>
<div id="heat-pickers" class="pickers" hidden></div>
<div id="heat-picture" class="wide" tabindex="0" role="region" aria-label="Heat map">${heatMapSvg(heat, winner && heat.cellOf(winner.point), figure)}</div>
<p class="note">Across: <span id="heat-across">${heat.across.path}</span>; up: <span id="heat-up">${heat.up.path}</span>. Each cell: the best trial in it that keeps to the constraints, whatever the other parameters; the stronger, the better. The frame is the winner.</p></section>`
}

/** The stitched equity of a walk, as its chart tells it. */
function walkChart({ walk: walked }: SweepPage): ToldChart | null {
  if (walked === null || walked.equity.values.length === 0) return null
  const { values, instantOf } = walked.equity
  const length = Math.min(WALK_POINTS, values.length)
  const indices = Array.from({ length }, (_, at) => Math.round((at * (values.length - 1)) / Math.max(length - 1, 1)))
  const at = indices.map((index) => instantOf(index))
  const line = { name: 'out of sample', trial: null, at, values: indices.map((index) => values[index]) }
  return { ...lineChartSpan, from: at[0], to: at[at.length - 1], lines: [line] }
}

function walk({ walk: walked, varied }: SweepPage, told: number): Content {
  if (walked === null) return null
  const columns: readonly Column<Walk['windows'][number]>[] = [
    { title: 'Chosen on', hint: 'Training', cell: ({ train }) => `${date(train.from)} to ${date(train.to)}` },
    { title: 'Tested on', hint: 'Test', cell: ({ test }) => `${date(test.from)} to ${date(test.to)}` },
    ...varied.map((path) => ({
      title: path.split('.').slice(-1)[0],
      hint: path,
      cell: ({ chosen }: Walk['windows'][number]) => (chosen === null ? NONE : settingText(chosen.params[path])),
      numeric: true,
    })),
    {
      title: 'Return in training',
      hint: 'Total return',
      cell: ({ trainReturn }) => percent(trainReturn),
      numeric: true,
    },
    { title: 'Return in test', hint: 'Total return', cell: ({ testReturn }) => percent(testReturn), numeric: true },
    {
      title: 'Drawdown in test',
      hint: 'Greatest',
      cell: ({ testMaxDrawdown }) => percent(testMaxDrawdown),
      numeric: true,
    },
    {
      title: 'Status',
      hint: 'What became of the test',
      cell: ({ status, error }) => (error === null ? status : `${status}: ${error}`),
    },
  ]
  const { values, instantOf } = walked.equity
  const chart = lineChart({
    label: 'Equity out of sample',
    lines: [{ values, tone: 'line' }],
    span: [instantOf(0), instantOf(values.length - 1)],
    told,
    valueText: (value) => amount(value, 0),
  })
  return markup`<section id="walk-forward"><h2>Walk-forward</h2>
<p>${plural(walked.windows.length, 'window')}, ${plural(walked.trials, 'trial')}. Out of sample: ${percent(walked.totalReturn)}, max drawdown ${percent(walked.maxDrawdown)}, Sharpe ${ratio(walked.sharpe)}; efficiency ${ratio(walked.efficiency)} (return a year out of sample ÷ in sample${walked.efficiencyError !== null && `; none, because ${walked.efficiencyError}`}).</p>
${walkFate(walked).map((line) => markup`<p class="alarm">${line[0].toUpperCase()}${line.slice(1)}.</p>`)}
${widePicture('Equity out of sample', chart)}
${table(columns, walked.windows, { id: 'walk-table', label: 'Windows of the walk' })}</section>`
}

function heldOut({ holdout, winner, objectives, constraints }: SweepPage): Content {
  if (holdout === null || winner === null) return null
  const { span, metrics, error } = holdout
  const rows = shownMetrics({ objectives, constraints }).map((name) => ({
    name,
    title: metricTitle(name),
    seen: metricText(name, winner.metrics[name]),
    heldOut: metricText(name, metrics?.[name]),
  }))
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { title: 'Figure', hint: 'docs/metrics.md', cell: ({ title }) => title, detail: ({ name }) => name },
    { title: 'Searched', hint: 'On the data of the search', cell: ({ seen }) => seen, numeric: true },
    { title: 'Held out', hint: 'On data that the search did not see', cell: (row) => row.heldOut, numeric: true },
  ]
  return markup`<section id="holdout"><h2>Held-out data</h2>
<p>The winner on ${date(span.from)} to ${date(span.to)}, which the search did not see${error !== null && markup`: ${error}`}.</p>
${table(columns, rows, { id: 'holdout-table', label: 'The winner on held-out data' })}</section>`
}
