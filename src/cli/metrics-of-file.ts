import { basename } from 'node:path'
import Table from 'cli-table3'
import { fileFigures, type FileFigures, type FileMetrics, periodsPerYearOf } from '#analysis/file-figures.js'
import { iso } from '#domain/time.js'
import { readEquity } from '#io/read-equity.js'
import type { ReadEquity } from '#market/equity-rows.js'
import { amount, NONE, percent, plural } from '#report/html-format.js'
import type { MetricsFlags } from './flags.js'

/** Days make a year where neither a flag nor the rows say anything else. */
const PERIODS_PER_YEAR = 365
const UNDATED = 'no column of times: each row is taken for a day, 365 a year; --periods says otherwise'

/** What is told about a file, in the order of the JSON. */
interface Told extends FileFigures {
  readonly file: string
  readonly read: ReadEquity
  readonly notes: readonly string[]
  readonly periodsPerYear: number
  readonly riskFree: number
}

/** Carries out `hedgerow metrics`. Throws `InputError` for a file that cannot be read. */
export async function tellMetrics(path: string, { periods, riskFree, json }: MetricsFlags): Promise<void> {
  const read = await readEquity(path)
  const notes = read.times === null && periods === undefined ? [...read.notes, UNDATED] : read.notes
  const periodsPerYear = periods ?? (read.times && periodsPerYearOf(read.times)) ?? PERIODS_PER_YEAR
  const figures = fileFigures(read, { periodsPerYear, riskFree })
  const told: Told = { file: basename(path), read, notes, periodsPerYear, riskFree, ...figures }
  process.stdout.write(json === true ? asJson(told) : asText(told))
}

function asJson({ file, read, notes, from, to, periodsPerYear, riskFree, metrics, drawdown }: Told): string {
  const time = (instant: number | null) => (instant === null ? null : iso(instant))
  const { peakAt, troughAt, recoveredAt } = drawdown
  const document = {
    schema: 'hedgerow/metrics@1',
    file,
    column: read.column,
    rows: read.values.length,
    from: time(from),
    to: time(to),
    periodsPerYear,
    riskFree,
    notes,
    metrics,
    drawdown: { peakAt: time(peakAt), troughAt: time(troughAt), recoveredAt: time(recoveredAt) },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

type Shown = (value: number | null) => string
const ratio: Shown = (value) => amount(value, 2)
const days: Shown = (value) => (value === null ? NONE : `${amount(value, 1)} days`)

const lines = [
  ['totalReturn', 'Total return', percent],
  ['cagr', 'Return a year (CAGR)', percent],
  ['volatility', 'Volatility a year', percent],
  ['sharpe', 'Sharpe', ratio],
  ['sortino', 'Sortino', ratio],
  ['calmar', 'Calmar', ratio],
  ['omega', 'Omega', ratio],
  ['skewness', 'Skewness', ratio],
  ['excessKurtosis', 'Excess kurtosis', ratio],
  ['valueAtRisk95', 'Value at risk 95%, a row', percent],
  ['conditionalValueAtRisk95', 'Mean beyond it', percent],
  ['tailRatio', 'Tail ratio', ratio],
  ['bestDay', 'Best day', percent],
  ['worstDay', 'Worst day', percent],
  ['bestMonth', 'Best month', percent],
  ['worstMonth', 'Worst month', percent],
  ['maxDrawdown', 'Max drawdown', percent],
  ['maxDrawdownDays', '  from peak to recovery or end', days],
  ['recoveryDays', '  from trough to recovery', days],
  ['longestDrawdownDays', 'Longest drawdown', days],
  ['averageDrawdown', 'Average drawdown', percent],
  ['ulcerIndex', 'Ulcer index', percent],
] as const satisfies readonly (readonly [keyof FileMetrics, string, Shown])[]

function asText(told: Told): string {
  const { notes, metrics } = told
  const table = new Table({ colAligns: ['left', 'right'], style: { head: [], border: [], compact: true } })
  table.push(...lines.map(([name, title, shown]) => [title, shown(metrics[name])]))
  return [
    head(told),
    '\n\n',
    table.toString(),
    '\n',
    ...drawdownDates(told),
    ...notes.map((note) => `Note: ${note}.\n`),
  ].join('')
}

function head({ file, read, from, to, periodsPerYear, riskFree }: Told): string {
  const span = from === null || to === null ? 'no times' : `${iso(from)} to ${iso(to)}`
  const year = `${amount(periodsPerYear, Number.isInteger(periodsPerYear) ? 0 : 2)} rows a year`
  return `${file}: ${plural(read.values.length, 'row')} of ${read.column}, ${span}\n${year}, risk-free rate ${percent(riskFree)}`
}

function drawdownDates({ drawdown }: Told): readonly string[] {
  const { peakAt, troughAt, recoveredAt } = drawdown
  if (peakAt === null || troughAt === null) return []
  const end = recoveredAt === null ? 'not recovered' : `recovered ${iso(recoveredAt)}`
  return [`Max drawdown: peak ${iso(peakAt)}, trough ${iso(troughAt)}, ${end}\n`]
}
