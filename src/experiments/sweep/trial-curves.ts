import type { RunPool, Task } from '../run-pool.js'
import type { Span } from '../walk-forward/span.js'
import type { BestTrial } from './trial-book.js'

/** Equity at some closes of one trial. */
export interface TrialCurve {
  /** Number of the trial. */
  readonly index: number
  /** Ms since 1970. */
  readonly instants: Float64Array
  readonly values: Float64Array
}

/** The best over one another, and the winner on data that the search did not see. */
export interface SweepCurves {
  /** The best first. */
  readonly trials: readonly TrialCurve[]
  readonly holdout: TrialCurve | null
}

interface CurveMeans {
  readonly pool: RunPool
  /** Told which part of them is played. */
  readonly onDone?: (fraction: number) => void
  readonly signal?: AbortSignal
}

/** More lines could not be told apart. */
const CURVES_MAX = 10
const POINTS = 500

/**
 * Plays the best once more for their equity: rows of trials hold none, so that a sweep of any size stays small. Those that
 * keep to the constraints alone, where any does. `cut`: what the search saw and what it did not; null where it saw all.
 */
export async function trialCurves(
  { best, winner }: { readonly best: readonly BestTrial[]; readonly winner: BestTrial | null },
  cut: { readonly seen: Span; readonly heldOut: Span } | null,
  { pool, onDone, signal }: CurveMeans,
): Promise<SweepCurves> {
  let done = 0
  const feasible = best.filter(({ isFeasible }) => isFeasible)
  const played = (feasible.length > 0 ? feasible : best)
    .slice(0, CURVES_MAX)
    .map((trial) => ({ trial, span: cut?.seen }))
  const tests = cut === null || winner === null ? [] : [{ trial: winner, span: cut.heldOut }]
  const tasks = [...played, ...tests].map(
    ({ trial, span }, index): Task => ({
      index,
      settings: trial.params,
      curvePoints: POINTS,
      details: true,
      ...(span === undefined ? {} : { span }),
    }),
  )
  const curves = new Map<number, Pick<TrialCurve, 'instants' | 'values'>>()
  await pool.play(
    tasks,
    ({ index, curve, details }) => {
      onDone?.(++done / tasks.length)
      // The fills that come with the instants are let go at once.
      if (curve !== null && details !== null) curves.set(index, { instants: details.instants, values: curve })
    },
    signal,
  )
  const known = [...played, ...tests].map(({ trial }, at): TrialCurve | null => {
    const curve = curves.get(at)
    return curve === undefined ? null : { index: trial.index, ...curve }
  })
  return {
    trials: known.slice(0, played.length).filter((curve) => curve !== null),
    holdout: known[played.length] ?? null,
  }
}
