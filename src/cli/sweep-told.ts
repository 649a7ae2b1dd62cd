import Table from 'cli-table3'
import { date, percent, plural, ratio } from '#report/html-format.js'
import type { KeptRows } from '#io/row-log.js'
import type { SweepPage } from '#report/sweep-page.js'
import { metricTitle } from '#report/metric-titles.js'
import { metricText, noWinnerWords, settingText, shownMetrics, walkFate } from '#report/sweep-words.js'
import { fileSize } from './file-size.js'
import { headingLines } from './heading-lines.js'

/** What is told besides the page. */
interface Told {
  /** As a person would write it. */
  readonly folder: string
  /** How many were asked for, and where those are that were written. */
  readonly top: number
  readonly tops: readonly string[]
  readonly report: boolean
  readonly workers: number
  /** Trials that an earlier session had finished. */
  readonly reused: number
  /** What other sweeps have left in this folder. */
  readonly kept: readonly KeptRows[]
}

const ROWS = 10

/** What a finished sweep tells on the terminal: the best in a table, whether it is luck, and where it all is. */
export function sweepTold(page: SweepPage, told: Told): string {
  const parts = [head(page, told), bestTable(page), judged(page), walk(page), holdout(page), places(told)]
  return parts.filter((part) => part !== '').join('\n\n')
}

function head(page: SweepPage, { reused }: Told): string {
  const { counts, errors } = page
  const failed = errors.map(
    ({ index, status, error }) =>
      `${plural(status === 'failed' ? counts.failed : counts.refused, 'trial')} ${status}; the first, number ${index}: ${error}`,
  )
  const earlier = reused === 0 ? '' : `, ${reused} of them from an earlier session`
  const objective = page.objectives.map(({ metric, direction }) => `${direction} ${metric}`).join(', ')
  const kept = page.constraints.map(({ metric, relation, bound }) => `${metric} ${relation} ${bound}`).join(', ')
  return [
    `${page.name}: ${plural(page.trials, 'trial')} on ${page.data.pair}${page.data.synthetic ? ', SYNTHETIC DATA' : ''}${earlier}`,
    `${page.method} search for ${objective}${kept === '' ? '' : `, keeping to ${kept}`}; data seen ${date(page.seen.from)} to ${date(page.seen.to)}`,
    ...failed,
  ].join('\n')
}

function bestTable(page: SweepPage): string {
  const metrics = shownMetrics(page)
  const table = new Table({
    head: [
      'trial',
      ...page.varied.map((path) => path.split('.').slice(-1)[0]),
      ...metrics.map((name) => headingLines(metricTitle(name).toLowerCase())),
    ],
    colAligns: Array.from({ length: 1 + page.varied.length + metrics.length }, () => 'right' as const),
    style: { head: [], border: [], compact: true },
  })
  for (const trial of page.best.slice(0, ROWS)) {
    const mark = trial.isFeasible ? (page.objectives.length > 1 && trial.isOnFront ? '*' : '') : ' ✗'
    table.push([
      `${trial.index}${mark}`,
      ...page.varied.map((path) => settingText(trial.params[path])),
      ...metrics.map((name) => metricText(name, trial.metrics[name])),
    ])
  }
  const notes = [
    ...(page.objectives.length > 1 ? ['*: no other trial beats it in all objectives'] : []),
    ...(page.best.slice(0, ROWS).some(({ isFeasible }) => !isFeasible) ? ['✗: breaks a constraint'] : []),
  ]
  return [table.toString(), ...notes].join('\n')
}

function judged(page: SweepPage): string {
  const probable = page.evidence?.probabilisticSharpe ?? null
  if (probable === null) return verdict(page)
  return `${verdict(page)}\n- That its true Sharpe ratio is above zero has a probability of ${percent(probable, 1)}, the other trials left out of account (probabilistic Sharpe ratio).`
}

function verdict(page: SweepPage): string {
  const { verdict: judged } = page
  if (judged === null) return noWinnerWords(page)
  const [opening, ...reasons] = judged.sentences
  return [opening, ...reasons.map((reason) => `- ${reason}`)].join('\n')
}

function walk({ walk: walked }: SweepPage): string {
  if (walked === null) return ''
  const { windows, counts, totalReturn, maxDrawdown, sharpe, efficiency, efficiencyError } = walked
  const figures =
    counts.complete === 0
      ? []
      : [
          `out of sample ${percent(totalReturn)}, max drawdown ${percent(maxDrawdown)}, Sharpe ${ratio(sharpe)}`,
          `efficiency ${ratio(efficiency)}: the return a year out of sample ÷ in sample${efficiencyError === null ? '' : `; none, because ${efficiencyError}`}`,
        ]
  return [
    `Walk-forward over ${plural(windows.length, 'window')}, tested on ${date(windows[0].test.from)} to ${date(windows[windows.length - 1].test.to)}:`,
    ...[...walkFate(walked), ...figures].map((line) => `- ${line}`),
  ].join('\n')
}

function holdout({ holdout: held, winner, objectives, constraints }: SweepPage): string {
  if (held === null || winner === null) return ''
  const lines = shownMetrics({ objectives, constraints }).map(
    (name) =>
      `- ${metricTitle(name).toLowerCase()}: ${metricText(name, held.metrics?.[name])}, after ${metricText(name, winner.metrics[name])} on what was searched`,
  )
  const failed = held.error === null ? [] : [`- ${held.error}`]
  return [
    `The winner on ${date(held.span.from)} to ${date(held.span.to)}, which the search did not see:`,
    ...failed,
    ...lines,
  ].join('\n')
}

function places({ folder, top, tops, report, kept }: Told): string {
  const short = `${tops.length === 0 ? 'none' : tops.length} of the ${top} that --top asks for: no ${tops.length === 0 ? '' : 'other '}trial keeps to the constraints with every objective defined`
  const lines = [
    ...(report ? [`Report    ${folder}/sweep.html`] : []),
    `Tables    ${folder}/sweep.csv, sweep.parquet, sweep.json`,
    ...tops.map((path, at) => `${at === 0 ? 'Runs' : '    '}      ${path}`),
    ...(tops.length < top ? [`${tops.length === 0 ? 'Runs' : '    '}      ${short}`] : []),
    ...kept.map(
      ({ file, rows, bytes }, at) =>
        `${at === 0 ? 'Kept' : '    '}      ${folder}/${file}: ${plural(rows, 'trial')} of other sweeps in this folder, ${fileSize(bytes)}; remove it when you need them no more`,
    ),
  ]
  return lines.join('\n')
}
