import type { Outcome, Task } from '../run-pool.js'
import { type Constraint, isMet, type MetricValues } from '../search/constraints.js'
import { bestFront, bestTrials, type Goal } from '../search/ranking.js'
import type { Point, Setting } from '../space/dimension.js'
import type { ScoredPoint } from '../overfitting/neighbourhood.js'
import { HeatMap } from './heat-map.js'
import { ThinnedTrials } from './thinned-trials.js'
import type { SearchPlan } from './plan.js'

/** One of the best trials, with all its figures. */
export interface BestTrial {
  readonly index: number
  readonly hash: string
  readonly point: Point
  readonly params: Readonly<Record<string, Setting>>
  readonly metrics: MetricValues
  /** Whether it keeps to the constraints. */
  readonly isFeasible: boolean
  /** Whether no other trial beats it in all objectives. */
  readonly isOnFront: boolean
}

/** So many of the best are known at any time. */
const BEST = 200
/** So many trials wait until they are compared with the best. */
const WAITING = 2000
/** So many points are held for their neighbours. */
const POINTS_MAX = 200_000

/**
 * What is known of the trials of a search: the best of them, the score of each, the returns of a sample. Its memory does
 * not grow with figures that nobody asks for.
 */
export class TrialBook {
  readonly counts = { complete: 0, failed: 0, refused: 0 }
  /** The first of the failed, and of the refused, with what went wrong. */
  readonly errors: { readonly index: number; readonly status: Outcome['status']; readonly error: string }[] = []
  /** Daily returns of a sample of trials by their index, and whether they keep to the constraints. */
  readonly returns = new Map<number, { readonly returns: Float64Array | null; readonly isFeasible: boolean }>()
  /** Of each two that are varied. */
  readonly heats: readonly HeatMap[]
  /** Of all that were played to their end, for a picture. */
  readonly drawn = new ThinnedTrials()
  /** By the first objective, more being better. */
  readonly scored: ScoredPoint[] = []
  readonly #goal: Goal
  readonly #scoreSign: number
  #trials = 0
  #best: BestTrial[] = []
  #waiting: BestTrial[] = []

  constructor({ space, goal }: Pick<SearchPlan, 'space' | 'goal'>) {
    this.#goal = goal
    this.#scoreSign = goal.objectives[0].direction === 'max' ? 1 : -1
    this.heats = HeatMap.allOf(space)
  }

  get trials(): number {
    return this.#trials
  }

  add(task: Task, point: Point, outcome: Outcome): void {
    this.#trials++
    this.counts[outcome.status]++
    const { metrics } = outcome
    const isFeasible = metrics !== null && keepsTo(this.#goal.constraints, metrics)
    const score = metrics && this.#scoreOf(metrics)
    if (task.returns === true) this.returns.set(task.index, { returns: outcome.dailyReturns, isFeasible })
    if (this.scored.length < POINTS_MAX) this.scored.push({ point, score, isFeasible })
    for (const heat of this.heats) heat.add(point, isFeasible ? score : null)
    if (metrics === null) return this.#fail(outcome)
    this.drawn.add({ index: task.index, params: task.settings, metrics })
    this.#waiting.push({
      index: task.index,
      hash: outcome.hash,
      point,
      params: task.settings,
      metrics,
      isFeasible,
      isOnFront: false,
    })
    if (this.#waiting.length >= WAITING) this.#compare()
  }

  /**
   * The best, best first: those that no other beats, in the order of the first objective; then the rest, those that break a
   * constraint last.
   */
  best(): readonly BestTrial[] {
    this.#compare()
    const front = new Set(bestFront(this.#best, this.#goal))
    const marked = this.#best.map((trial, at) => ({ ...trial, isOnFront: front.has(at) }))
    const valueOf = ({ metrics }: BestTrial): number => this.#scoreOf(metrics) ?? -Infinity
    const first = marked.filter(({ isOnFront }) => isOnFront)
    return [
      ...first.toSorted((one, other) => valueOf(other) - valueOf(one) || one.index - other.index),
      ...marked.filter(({ isOnFront }) => !isOnFront),
    ]
  }

  /** The best that keeps to the constraints and of which every objective is defined. */
  winner(): BestTrial | null {
    const [first] = this.best()
    if (first === undefined || !first.isFeasible) return null
    return this.#goal.objectives.every(({ metric }) => (first.metrics[metric] ?? null) !== null) ? first : null
  }

  #scoreOf(metrics: MetricValues): number | null {
    const value = metrics[this.#goal.objectives[0].metric] ?? null
    return value === null ? null : value * this.#scoreSign
  }

  #fail({ index, status, error }: Outcome): void {
    if (this.errors.every((known) => known.status !== status)) this.errors.push({ index, status, error: error ?? '' })
  }

  #compare(): void {
    if (this.#waiting.length === 0) return
    const all = [...this.#best, ...this.#waiting].toSorted((one, other) => one.index - other.index)
    this.#best = bestTrials(all, this.#goal, BEST).map((at) => all[at])
    this.#waiting = []
  }
}

function keepsTo(constraints: readonly Constraint[], metrics: MetricValues): boolean {
  return constraints.every((constraint) => isMet(constraint, metrics))
}

/** Where the winner stands among the points that are held. */
export function scoredIndex(scored: readonly ScoredPoint[], winner: BestTrial): number {
  return winner.index < scored.length && scored[winner.index].point === winner.point
    ? winner.index
    : scored.findIndex(({ point }) => point === winner.point)
}
