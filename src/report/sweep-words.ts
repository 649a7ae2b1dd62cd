import type { MetricName } from '#analysis/figures.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { Setting } from '#experiments/space/dimension.js'
import type { Walk } from '#experiments/walk-forward/walk.js'
import { amount, date, NONE, percent, plural } from './html-format.js'

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
const percentages = new Set(['totalReturn', 'maxDrawdown', 'cagr', 'volatility', 'winRate', 'averageDrawdown'])

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
  if (percentages.has(name)) return percent(value)
  return amount(value, Number.isInteger(value) ? 0 : 2)
}

/** A varied value as it was written. */
export function settingText(setting: Setting | undefined): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting)
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
