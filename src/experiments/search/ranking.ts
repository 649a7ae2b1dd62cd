import type { Point } from '../space/dimension.js'
import { type Constraint, isMet, type MetricValues, violation } from './constraints.js'
import { bestByFronts, type Costs, paretoFront } from './fronts.js'
import type { Objective } from './objectives.js'

/** A point and what came of it; null where it failed or was refused. */
export interface Trial {
  readonly point: Point
  readonly metrics: MetricValues | null
}

/** What is sought: at least one objective, and what a run must keep to. */
export interface Goal {
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
}

/**
 * Indices of the best `count` trials, best first: those that keep to the constraints, front by front; then those that do
 * not, by how far they are from it (Deb 2000); last those of which an objective or a constraint is undefined, and those
 * that failed. Ties by index.
 */
export function bestTrials(trials: readonly Trial[], goal: Goal, count = trials.length): readonly number[] {
  const { feasible, infeasible, rest } = sorted(trials, goal)
  const best = bestByFronts(
    feasible.map(({ costs }) => costs),
    count,
  ).map((at) => feasible[at].index)
  const byViolation = infeasible.toSorted((one, other) => one.violation - other.violation || one.index - other.index)
  return [...best, ...byViolation.map(({ index }) => index), ...rest].slice(0, count)
}

/** Indices of the trials that keep to the constraints and that no other of them beats in all objectives. */
export function bestFront(trials: readonly Trial[], goal: Goal): readonly number[] {
  const { feasible } = sorted(trials, goal)
  return paretoFront(feasible.map(({ costs }) => costs)).map((at) => feasible[at].index)
}

function sorted(trials: readonly Trial[], { objectives, constraints }: Goal) {
  const feasible: { readonly index: number; readonly costs: Costs }[] = []
  const infeasible: { readonly index: number; readonly violation: number }[] = []
  const rest: number[] = []
  for (const [index, { metrics }] of trials.entries()) {
    const costs = metrics && costsOf(metrics, objectives)
    const broken = metrics && violation(constraints, metrics)
    if (metrics === null || costs === null || broken === null) rest.push(index)
    else if (constraints.every((constraint) => isMet(constraint, metrics))) feasible.push({ index, costs })
    else infeasible.push({ index, violation: broken })
  }
  return { feasible, infeasible, rest }
}

/** Null where one is undefined. */
function costsOf(metrics: MetricValues, objectives: readonly Objective[]): Costs | null {
  const costs: number[] = []
  for (const { metric, direction } of objectives) {
    const value = metrics[metric] ?? null
    if (value === null) return null
    costs.push(direction === 'max' ? -value : value)
  }
  return costs
}
