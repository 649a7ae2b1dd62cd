import { randomOf, type Random } from '../random.js'
import { type Dimension, keyOf, type Point } from '../space/dimension.js'
import { combinationsOf, COMBINATIONS_MAX, gridPoint } from '../space/grid.js'
import { drawn } from '../space/random-points.js'
import { type Coordinate, coordinateOf } from './coordinates.js'
import { type Axis, type Parzen, parzen } from './parzen.js'
import { bestTrials, type Goal, type Trial } from './ranking.js'

/** Points that are proposed together, whatever the number of workers, so that the result does not depend on it. */
export const BATCH = 16

/** Of so many draws from where it was good, the one is taken where good is likeliest against bad. */
const CANDIDATES = 24

/** The good ones: a tenth, at most this many (Optuna's default). */
const GOOD_MAX = 25

/** Tries for a point that was not tried before, before one is drawn at random. */
const TRIES = 8

/**
 * The next batch of a model-based search: tree-structured Parzen estimators (Bergstra et al. 2011, "Algorithms for
 * Hyper-Parameter Optimization") with the defaults of Optuna's univariate sampler. The trials so far are split into a good
 * tenth and the rest; for each dimension a density of either is made, and of draws from the good one that with the highest
 * ratio is taken. Several objectives: the good tenth is filled front by front, as in MOTPE (Ozaki et al. 2020), whose
 * hypervolume the crowding distance replaces in the last front.
 *
 * Points of the batch count as bad until they are known (Optuna's "constant liar"), so that a batch spreads out. No point
 * comes twice, nor one that was tried; fewer than `size` come back where the space is used up. The first batch is random.
 * A pure function of what was tried, in its order, and the seed: a search that was interrupted goes on as it would have.
 */
export function proposeBatch(
  space: readonly Dimension[],
  trials: readonly Trial[],
  goal: Goal,
  { seed, size = BATCH }: { readonly seed: number; readonly size?: number },
): readonly Point[] {
  const random = randomOf(seed, trials.length)
  const taken = new Set(trials.map(({ point }) => keyOf(point)))
  const points: Point[] = []
  const model = trials.length < BATCH ? null : new Model(space, trials, goal)
  while (points.length < size) {
    const point = untried(() => model?.propose(random) ?? space.map((dimension) => drawn(dimension, random)), taken)
    const next =
      point ??
      untried(() => space.map((dimension) => drawn(dimension, random)), taken) ??
      firstLeft(space, taken, random)
    if (next === null) break
    taken.add(keyOf(next))
    points.push(next)
    model?.pending(next)
  }
  return points
}

/** The trials as coordinates, the good and the bad ones. */
class Model {
  readonly #coordinates: readonly Coordinate[]
  readonly #axes: readonly Axis[]
  readonly #good: Parzen
  readonly #bad: (readonly number[])[] = []

  constructor(space: readonly Dimension[], trials: readonly Trial[], goal: Goal) {
    this.#coordinates = space.map(coordinateOf)
    this.#axes = this.#coordinates.map(({ axis }) => axis)
    const best = new Set(bestTrials(trials, goal, Math.min(Math.ceil(trials.length / 10), GOOD_MAX)))
    const good: (readonly number[])[] = []
    for (const [index, { point }] of trials.entries()) (best.has(index) ? good : this.#bad).push(this.#of(point))
    this.#good = parzen(this.#axes, good)
  }

  propose(random: Random): Point {
    const bad = parzen(this.#axes, this.#bad)
    let best: readonly number[] = []
    let bestGain = -Infinity
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      const point = this.#good.sample(random)
      const gain = this.#good.logDensity(point) - bad.logDensity(point)
      if (gain > bestGain) [best, bestGain] = [point, gain]
    }
    return this.#coordinates.map(({ at }, dimension) => at(best[dimension]))
  }

  pending(point: Point): void {
    this.#bad.push(this.#of(point))
  }

  #of(point: Point): readonly number[] {
    return this.#coordinates.map(({ of }, dimension) => of(point[dimension]))
  }
}

function untried(propose: () => Point, taken: ReadonlySet<string>): Point | null {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const point = propose()
    if (!taken.has(keyOf(point))) return point
  }
  return null
}

/** From a random place of a grid on, the first point that was not tried; null where there is none, or too many to look. */
function firstLeft(space: readonly Dimension[], taken: ReadonlySet<string>, random: Random): Point | null {
  const size = combinationsOf(space)
  if (size === null || size > COMBINATIONS_MAX) return null
  const start = random.below(size)
  for (let step = 0; step < size; step++) {
    const point = gridPoint(space, (start + step) % size)
    if (!taken.has(keyOf(point))) return point
  }
  return null
}
