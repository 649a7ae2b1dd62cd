import type { Evidence } from '#experiments/overfitting/evidence.js'
import type { DataSeen } from '#experiments/data-seen.js'
import type { Verdict } from '#experiments/overfitting/verdict.js'
import type { Constraint } from '#experiments/search/constraints.js'
import type { Objective } from '#experiments/search/objectives.js'
import type { HeatMap } from '#experiments/sweep/heat-map.js'
import type { DrawnTrial } from '#experiments/sweep/thinned-trials.js'
import type { SweepCurves } from '#experiments/sweep/trial-curves.js'
import type { BestTrial } from '#experiments/sweep/trial-book.js'
import type { Span } from '#experiments/walk-forward/span.js'
import type { Walk } from '#experiments/walk-forward/walk.js'

/** All that the page of a sweep shows. */
export interface SweepPage {
  readonly name: string
  readonly data: DataSeen
  readonly method: string
  readonly seed: number
  readonly varied: readonly string[]
  readonly objectives: readonly Objective[]
  readonly constraints: readonly Constraint[]
  readonly seen: Span
  readonly trials: number
  readonly counts: Readonly<Record<'complete' | 'failed' | 'refused', number>>
  readonly errors: readonly { readonly index: number; readonly status: string; readonly error: string }[]
  readonly best: readonly BestTrial[]
  readonly winner: BestTrial | null
  readonly evidence: Evidence | null
  readonly verdict: Verdict | null
  readonly heats: readonly HeatMap[]
  /** Trials spread over all of them, for pictures. */
  readonly drawn: readonly DrawnTrial[]
  /** So many of the best have a report of their own. */
  readonly tops: number
  /** Equity of the best; null where it was not asked for. */
  readonly curves: SweepCurves | null
  readonly walk: Walk | null
  readonly holdout: {
    readonly span: Span
    readonly error: string | null
    readonly metrics: Readonly<Record<string, number | null>> | null
  } | null
}
