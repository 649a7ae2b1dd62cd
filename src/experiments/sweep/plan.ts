import { InputError } from '#domain/failure.js'
import { randomOf } from '../random.js'
import type { Goal } from '../search/ranking.js'
import type { Dimension } from '../space/dimension.js'
import { combinationsOf, COMBINATIONS_MAX, gridPoints } from '../space/grid.js'
import type { Span } from '../walk-forward/span.js'

export const searchMethods = ['grid', 'random', 'tpe'] as const
export type SearchMethod = (typeof searchMethods)[number]

/** What is tried, and how. */
export interface SearchPlan {
  readonly space: readonly Dimension[]
  readonly goal: Goal
  readonly method: SearchMethod
  /** How many trials: all combinations of a grid, never more than there are points. */
  readonly trials: number
  readonly seed: number
  /** The part of the data that the search may see. Default: all of it. */
  readonly span?: Span
}

/** Trials of a search that names none. */
const TRIALS = 200

/**
 * How many trials a search makes. Throws `InputError` where a grid is endless or told a number, and above 10⁶ unless
 * `isManyAllowed`.
 */
export function trialsOf(
  space: readonly Dimension[],
  method: SearchMethod,
  asked: number | null,
  isManyAllowed: boolean,
): number {
  if (method === 'grid') {
    const { size } = gridPoints(space, isManyAllowed)
    if (asked === null) return size
    throw new InputError('trials-of-grid', `found ${asked} trials of a grid, which has ${size} combinations`, {
      where: '--trials',
      hint: 'Leave --trials out, or choose --search random or --search tpe.',
    })
  }
  const trials = Math.min(asked ?? TRIALS, combinationsOf(space) ?? Infinity)
  if (trials <= COMBINATIONS_MAX || isManyAllowed) return trials
  throw new InputError('too-many-trials', `found ${trials.toLocaleString('en-US')}; expected at most 1,000,000`, {
    where: '--trials',
    hint: 'Ask for fewer, or add --yes.',
  })
}

/** Trials whose daily returns are kept for the statistics. */
const SAMPLE = 1000

/** Indices of the sample, spread evenly over all trials and drawn in each stretch, whoever plays them. */
export function sampleOf(trials: number, seed: number): ReadonlySet<number> {
  const count = Math.min(trials, SAMPLE)
  const startOf = (stretch: number): number => Math.ceil((stretch * trials) / count)
  return new Set(
    Array.from({ length: count }, (_, at) => startOf(at) + randomOf(seed, at).below(startOf(at + 1) - startOf(at))),
  )
}
