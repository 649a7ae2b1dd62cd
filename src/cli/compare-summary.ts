import Table from 'cli-table3'
import type { Comparison } from '#experiments/compare/comparison.js'
import { fillText, twinsMissing, verdict } from '#report/compare-html.js'
import { comparedColumns } from '#report/compare-table.js'
import { percent, plural, time } from '#report/html-format.js'
import { headingLines } from './heading-lines.js'

/** Runs of which the terminal shows a row; the report and compare.csv have all. */
const ROWS_MAX = 60
const PARTINGS_MAX = 3

/** What a finished comparison tells on the terminal: runs side by side, the best, where they part, where it all is. */
export function compareSummary(comparison: Comparison, folder: string, hasReport: boolean): string {
  const place = hasReport ? `Report    ${folder}/compare.html` : `Written   ${folder}`
  const parts = [
    head(comparison),
    runsTable(comparison),
    [twinsLine(comparison), twinsMissing(comparison)].filter((line) => line !== null && line !== '').join('\n'),
    verdict(comparison),
    partings(comparison),
    place,
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function head({ name, runs, paths }: Comparison): string {
  const synthetic = runs.some(({ details }) => details?.synthetic === true) ? ', SYNTHETIC DATA' : ''
  return `${name}: ${runs.length} runs${paths.length === 0 ? '' : ` over ${paths.join(', ')}`}${synthetic}`
}

function runsTable({ runs, best }: Comparison): string {
  const table = new Table({
    head: ['run', ...comparedColumns.map(({ title }) => headingLines(title.toLowerCase()))],
    colAligns: ['left', ...comparedColumns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  })
  for (const run of runs.slice(0, ROWS_MAX)) {
    const name = run.hash === best ? `${run.name} *` : run.name
    if (run.status === 'complete') table.push([name, ...comparedColumns.map(({ text }) => text(run))])
    else table.push([name, { content: `${run.status}: ${run.error ?? ''}`, colSpan: comparedColumns.length }])
  }
  const more = runs.length > ROWS_MAX ? `\n${plural(runs.length - ROWS_MAX, 'more run')} in compare.csv.` : ''
  return `${table.toString()}${best === null ? '' : '\n* highest Sharpe ratio'}${more}`
}

/** The unhedged twin, where it is the same for all runs; each run's own twins are in the report. */
function twinsLine({ runs }: Comparison): string {
  const twins = runs.flatMap((run) => (run.twins === null ? [] : [run.twins.unhedged]))
  const [first] = twins
  if (first === undefined) return ''
  const isOne = twins.every(
    ({ totalReturn, maxDrawdown }) => totalReturn === first.totalReturn && maxDrawdown === first.maxDrawdown,
  )
  const figures = `return ${percent(first.totalReturn)}, max drawdown ${percent(first.maxDrawdown)}`
  return isOne ? `Unhedged twin of all: ${figures}` : 'Twins differ from run to run: the report marks them.'
}

function partings({ partings: all }: Comparison): string {
  const lines = all.slice(0, PARTINGS_MAX).map(({ between, parting }) => {
    const names = between.join(' | ')
    if (parting === null) return `  ${names}: all fills are the same`
    const [one, other] = between
    return [
      `  ${names}: the same fills until ${time(parting.at)} UTC; then the next fill is`,
      `    ${one}: ${fillText(parting.one)}`,
      `    ${other}: ${fillText(parting.other)}`,
    ].join('\n')
  })
  if (lines.length === 0) return ''
  const more =
    all.length > PARTINGS_MAX
      ? `\n  ${plural(all.length - PARTINGS_MAX, 'more pair')} in the report and in compare.json.`
      : ''
  return `Where runs part\n${lines.join('\n')}${more}`
}
