import type { MetricName } from '#analysis/figures.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { Setting } from '#experiments/space/dimension.js'
import { metricPhrase } from './metric-titles.js'
import { amount, NONE, percent, signed } from './html-format.js'

/** Figures of the table beside the objectives and constraints. */
const usual: readonly MetricName[] = ['totalReturn', 'maxDrawdown', 'sharpe', 'liquidations', 'trades', 'hedgeCost']
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
