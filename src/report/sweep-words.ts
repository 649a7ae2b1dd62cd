import type { MetricName } from '#analysis/figures.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { Setting } from '#experiments/space/dimension.js'
import type { Walk } from '#experiments/walk-forward/walk.js'
import { metricPhrase } from './metric-titles.js'
import { amount, date, NONE, percent, plural, signed } from './html-format.js'

/** Figures of the table beside the objectives and constraints. */
const usual: readonly MetricName[] = [
  'totalReturn',
  'maxDrawdown',
  'sharpe',
  'liquidations',
  'refusals',
  'trades',
  'hedgeCost',
]
const percentages = new Set<string>([
  'totalReturn',
  'maxDrawdown',
  'cagr',
  'volatility',
  'averageDrawdown',
  'valueAtRisk95',
  'conditionalValueAtRisk95',
  'bestDay',
  'worstDay',
  'bestMonth',
  'worstMonth',
  'timeInMarket',
  'marginUseMean',
  'marginUseMax',
  'liquidationDistanceMin',
  'winRate',
  'campaignWinRate',
] satisfies readonly MetricName[])

/** Whether a metric is read in percent. */
export function isPercentage(name: string): boolean {
  return percentages.has(name)
}

/** The columns that a table of trials has, in their order. */
export function shownMetrics({
  objectives,
  constraints,
}: {
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
}) {
  return [...new Set([...[...objectives, ...constraints].map(({ metric }) => metric), ...usual])]
}

/** A metric as a person reads it. */
export function metricText(name: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  if (name === 'hedgeCost') return signed(value)
  if (percentages.has(name)) return percent(value)
  return amount(value, Number.isInteger(value) ? 0 : 2)
}

/** A varied value as it was written. */
export function settingText(setting: Setting | undefined): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting)
}

/** Why a sweep has no winner. */
export function noWinnerWords({ counts, best, objectives, constraints }: WinnerFacts): string {
  if (counts.complete === 0) return 'No trial was played to its end: there is no winner.'
  if (!best.some(({ isFeasible }) => isFeasible)) {
    const kept = constraints.map(({ metric, relation, bound }) => `${metric} ${relation} ${bound}`).join(' and ')
    return `No trial keeps to ${kept}: there is no winner.`
  }
  const names = objectives.map(({ metric }) => metric).join(' and ')
  return `No trial has a value of ${names}: there is no winner. Ratios take 30 days of data; most figures, a trade at least.`
}

interface WinnerFacts {
  readonly counts: { readonly complete: number }
  readonly best: readonly { readonly isFeasible: boolean }[]
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
}

/** `hedgeRatio 0.4, stop 2`: what was varied, by the last keys of the paths. */
export function settingsText(varied: readonly string[], params: Readonly<Record<string, Setting>>): string {
  return varied.map((path) => `${path.split('.').at(-1)!} ${settingText(params[path])}`).join(', ')
}

/** `Sharpe and max drawdown`: by what is judged. */
export function objectivesText(objectives: readonly Objective[]): string {
  return objectives.map(({ metric }) => metricPhrase(metric)).join(' and ')
}

/** `highest Sharpe, lowest max drawdown`. */
export function wantedText(objectives: readonly Objective[]): string {
  return objectives
    .map(({ metric, direction }) => `${direction === 'max' ? 'highest' : 'lowest'} ${metricPhrase(metric)}`)
    .join(', ')
}

/** What became of the windows of a walk, and over which of them its figures are; null where all are complete. */
export function walkFate({ windows, counts }: Pick<Walk, 'windows' | 'counts'>): readonly string[] {
  if (counts.complete === windows.length) return []
  const fates = (['untraded', 'failed', 'refused'] as const).flatMap((status) => {
    const first = windows.find((window) => window.status === status)
    if (first === undefined) return []
    const became = { untraded: 'not traded', failed: 'failed', refused: 'refused' }[status]
    const when = `${counts[status] === 1 ? 'the' : 'the first,'} test from ${date(first.test.from)}`
    return [`${plural(counts[status], 'window')} ${became}; ${when}: ${first.error}`]
  })
  const { complete, untraded } = counts
  if (complete === 0) return [...fates, 'nothing was traded out of sample: there is nothing to judge']
  const lost = windows.length - complete - untraded
  const flat = untraded === 0 ? '' : ', equity unchanged where nothing was traded'
  const missing = lost === 0 ? '' : `: what ${lost === 1 ? 'the other' : 'the others'} would have made is not known`
  return [...fates, `figures over ${complete + untraded} of ${plural(windows.length, 'window')}${flat}${missing}`]
}
