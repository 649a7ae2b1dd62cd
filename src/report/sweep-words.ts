import type { MetricName } from '#analysis/figures.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { Setting } from '#experiments/space/dimension.js'
import { amount, NONE, percent, signed } from './html-format.js'

/** Figures of the table beside the objectives and constraints. */
const usual: readonly MetricName[] = ['totalReturn', 'maxDrawdown', 'sharpe', 'liquidations', 'trades', 'hedgeCost']
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
  if (name === 'hedgeCost') return signed(value)
  if (percentages.has(name)) return percent(value)
  return amount(value, Number.isInteger(value) ? 0 : 2)
}

/** A varied value as it was written. */
export function settingText(setting: Setting | undefined): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting)
}
