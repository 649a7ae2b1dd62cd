import type { ComparedFill } from '#experiments/compare/details.js'
import type { ComparedRun, Comparison, RunParting } from '#experiments/compare/comparison.js'
import { equityLines, frontier, runKey, twinSignKey } from './compare-charts.js'
import { comparedColumns } from './compare-table.js'
import { exact, percent, plural, time } from './html-format.js'
import { lossTone } from './html-legs.js'
import { type Content, markup, type Markup, trusted } from './html-markup.js'
import { styleSheet } from './html-style.js'
import { type Column, table } from './html-table.js'

export interface CompareMeta {
  readonly engine: { readonly name: string; readonly version: string }
  /** The command that makes this comparison again. */
  readonly command: string
  /** SHA-256 of a text in UTF-8, as base64: names the only style that the page may have. */
  readonly sha256Base64: (text: string) => string
}

/** A comparison as one HTML document: pictures, table, where runs part. It runs no script and asks the network for nothing. */
export function compareHtml(comparison: Comparison, meta: CompareMeta): string {
  const policy = `default-src 'none'; style-src 'sha256-${meta.sha256Base64(styleSheet)}'; base-uri 'none'; form-action 'none'`
  const { name, runs, paths } = comparison
  const isSynthetic = runs.some(({ details }) => details?.synthetic === true)
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name} compared – ${meta.engine.name}</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<main>
<header>
${isSynthetic && markup`<div class="badges"><span class="badge synthetic">SYNTHETIC DATA</span></div>`}
<h1>${name}: ${plural(runs.length, 'run')} compared</h1>
<p class="subtitle">${paths.length === 0 ? 'Configs side by side' : `Varied: ${paths.join(', ')}`}</p>
<p class="verdict">${verdict(comparison)}</p>
</header>
${section('frontier', 'Return against drawdown', frontier(comparison), twinSignKey(comparison))}
${section('curves', 'Equity', equityLines(comparison), runKey(comparison))}
${figures(comparison)}
${partings(comparison)}
<section id="reproduce"><h2>Reproduce</h2><pre class="command">${meta.command}</pre></section>
</main>
<footer><p>Made by ${meta.engine.name} ${meta.engine.version}. Every run here was a trial: the best of many looks better than it is.</p></footer>
</body>
</html>
`.text
}

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

function extreme(runs: readonly ComparedRun[], of: (run: ComparedRun) => number | null): ComparedRun | null {
  const known = runs.filter((run) => of(run) !== null)
  return known.toSorted((one, other) => of(other)! - of(one)!)[0] ?? null
}

function negated(value: number | null): number | null {
  return value === null ? null : -value
}

function section(id: string, title: string, picture: Markup | null, key: Markup | null): Content {
  return picture && markup`<section id="${id}"><h2>${title}</h2>${picture}${key}</section>`
}

function figures({ runs }: Comparison): Markup {
  const columns: readonly Column<ComparedRun>[] = [
    { title: 'Run', hint: 'What tells it from the others', cell: ({ name }) => name },
    ...comparedColumns.map(({ title, hint, text, value }) => ({
      title,
      hint,
      numeric: true,
      cell: text,
      tone: (run: ComparedRun) => lossTone(value(run)),
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
${table(columns, runs, { id: 'compare-table', label: 'Runs side by side' })}</section>`
}

function partings({ partings: all }: Comparison): Content {
  if (all.length === 0) return null
  const columns: readonly Column<RunParting>[] = [
    { title: 'Between', hint: 'A run and the next one', cell: ({ between }) => between.join(' and ') },
    {
      title: 'They part',
      hint: 'Time of the first fill that is not the same in both, UTC',
      cell: ({ parting }) => (parting === null ? 'never' : time(parting.at)),
    },
    { title: 'In the first', hint: 'Its fill', cell: ({ parting }) => parting && fillText(parting.one) },
    { title: 'In the second', hint: 'Its fill', cell: ({ parting }) => parting && fillText(parting.other) },
  ]
  return markup`<section id="partings"><h2>Where runs part</h2>
${table(columns, all, { id: 'partings-table', label: 'First fill that differs' })}</section>`
}

/** `hedge sell 12.5 at 243.1, entry`; `no fill` where the run has none any more. */
export function fillText(fill: ComparedFill | null): string {
  if (fill === null) return 'no fill'
  return `${time(fill.at)} ${fill.leg} ${fill.side} ${exact(fill.quantity)} at ${exact(fill.price)}, ${fill.reason}`
}
