import { InputError } from '#domain/failure.js'
import { checkMetric, type KnownMetrics, runMetrics } from './known-metric.js'

export interface Constraint {
  readonly metric: string
  readonly relation: '<' | '<=' | '=' | '>=' | '>'
  readonly bound: number
}

/** Metrics of a run by name; null where one is undefined. */
export type MetricValues = Readonly<Record<string, number | null>>

const WHERE = '--constraint'
const form = /^([A-Za-z]\w*)\s*(<=|>=|==|=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/i

/**
 * `liquidations = 0`, `maxDrawdown < 0.3`, or with a percentage: `maxDrawdown < 30%`. Throws `InputError` where it is of
 * another form, and for what no metric is.
 */
export function parseConstraint(text: string, known: KnownMetrics = runMetrics): Constraint {
  const match = form.exec(text.trim())
  if (match === null) {
    throw new InputError('constraint-form', `found '${text.trim()}'; expected a metric, a relation and a number`, {
      where: WHERE,
      hint: `Write ${WHERE} 'maxDrawdown < 0.3'; relations are < <= = >= >.`,
    })
  }
  const [, metric, relation, number, percent] = match
  checkMetric(metric, known, WHERE)
  return {
    metric,
    relation: (relation === '==' ? '=' : relation) as Constraint['relation'],
    bound: percent === '%' ? Number(`${number}e-2`) : Number(number),
  }
}

/** Whether a run keeps to it. A metric that is undefined keeps to nothing. */
export function isMet({ metric, relation, bound }: Constraint, metrics: MetricValues): boolean {
  const value = metrics[metric] ?? null
  if (value === null) return false
  if (relation === '=') return value === bound
  if (relation === '<' || relation === '<=') return relation === '<' ? value < bound : value <= bound
  return relation === '>' ? value > bound : value >= bound
}

/**
 * How far a run is from keeping to all of them: Σ |value − bound| ÷ |bound| of those it breaks (÷ 1 where the bound is 0),
 * so that constraints in different units count alike. 0 where all are met; null where one cannot be told.
 */
export function violation(constraints: readonly Constraint[], metrics: MetricValues): number | null {
  let total = 0
  for (const constraint of constraints) {
    const value = metrics[constraint.metric] ?? null
    if (value === null) return null
    if (isMet(constraint, metrics)) continue
    total += Math.abs(value - constraint.bound) / (constraint.bound === 0 ? 1 : Math.abs(constraint.bound))
  }
  return total
}
