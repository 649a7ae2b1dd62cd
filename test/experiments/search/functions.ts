import type { Goal, Trial } from '#experiments/search/ranking.js'
import { BATCH, proposeBatch } from '#experiments/search/tpe.js'
import type { Dimension, Point } from '#experiments/space/dimension.js'
import { randomPoints } from '#experiments/space/random-points.js'
import { spaceOf } from '#experiments/space/vary.js'

/** A function to be made as small as possible, over its usual space. */
export interface KnownFunction {
  readonly space: readonly Dimension[]
  readonly cost: (point: Point) => number
}

const numbers = (point: Point) => point as readonly number[]

/** Functions with known minima. */
export const functions: Readonly<Record<string, KnownFunction>> = {
  /** Least 0 at 1.3 in each of five dimensions. */
  sphere: {
    space: spaceOf(['a=-5..5', 'b=-5..5', 'c=-5..5', 'd=-5..5', 'e=-5..5']),
    cost: (point) => numbers(point).reduce((sum, x) => sum + (x - 1.3) ** 2, 0),
  },
  /** Least 0.397887 at (−π, 12.275), (π, 2.275) and (9.42478, 2.475). */
  branin: {
    space: spaceOf(['x=-5..10', 'y=0..15']),
    cost: (point) => {
      const [x, y] = numbers(point)
      const curve = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6
      return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
    },
  },
  /** Least 0 at (1, 1), in a bent valley; on a grid of 161 × 161 values. */
  rosenbrock: {
    space: spaceOf(['x=-2..2/0.025', 'y=-1..3/0.025']),
    cost: (point) => {
      const [x, y] = numbers(point)
      return (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
    },
  },
  /** Least 0 at the third choice, false, 0.01 on a log scale and 8 of 0 … 20. */
  mixed: {
    space: spaceOf(['kind=sma,ema,wma,adx,rsi,atr', 'flag=true,false', 'rate=log(0.0001..1)', 'period=0..20/1']),
    cost: ([kind, flag, rate, period]) =>
      (kind === 'wma' ? 0 : 1.3) +
      (flag === false ? 0 : 0.7) +
      Math.log10(Number(rate) / 0.01) ** 2 +
      (Number(period) / 4 - 2) ** 2,
  },
}

export const least: Goal = { objectives: [{ metric: 'cost', direction: 'min' }], constraints: [] }

/** The trials of a model-based search in batches. */
export function searched(
  space: readonly Dimension[],
  metricsOf: (point: Point) => Trial['metrics'],
  goal: Goal,
  budget: number,
  seed: number,
): readonly Trial[] {
  const trials: Trial[] = []
  while (trials.length < budget) {
    const points = proposeBatch(space, trials, goal, { seed, size: Math.min(BATCH, budget - trials.length) })
    if (points.length === 0) break
    trials.push(...points.map((point) => ({ point, metrics: metricsOf(point) })))
  }
  return trials
}

/** The least cost that the search, and that random points, find within a budget. */
export function duel({ space, cost }: KnownFunction, budget: number, seed: number) {
  const trials = searched(space, (point) => ({ cost: cost(point) }), least, budget, seed)
  return {
    model: Math.min(...trials.map(({ metrics }) => metrics!.cost!)),
    random: Math.min(...randomPoints(space, budget, seed).map(cost)),
  }
}
