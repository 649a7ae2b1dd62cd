/** What is to be as small as possible, one number per objective. */
export type Costs = readonly number[]

/**
 * Indices of the costs that none of the others beats in one objective without losing in another: the Pareto front,
 * ascending by the first objective. Equal costs are on it together.
 */
export function paretoFront(costs: readonly Costs[]): readonly number[] {
  return frontOf(
    costs,
    costs.map((_, index) => index),
  )
}

/**
 * The indices of the best `count` costs, best first: front by front (Deb et al. 2002, non-dominated sorting). Of a front
 * the ones farthest from their neighbours come first (crowding distance there), so that what is left out of the last one
 * was crowded. With one objective: by its value. Ties by index.
 */
export function bestByFronts(costs: readonly Costs[], count = costs.length): readonly number[] {
  let left = costs.map((_, index) => index)
  if ((costs[0]?.length ?? 1) === 1) {
    return left.toSorted((one, other) => costs[one][0] - costs[other][0] || one - other).slice(0, count)
  }
  const best: number[] = []
  while (best.length < count && left.length > 0) {
    const front = frontOf(costs, left)
    best.push(...byCrowding(costs, front))
    const taken = new Set(front)
    left = left.filter((index) => !taken.has(index))
  }
  return best.slice(0, count)
}

/** Of the indices given: in lexicographic order only an earlier cost can dominate a later one. */
function frontOf(costs: readonly Costs[], indices: readonly number[]): readonly number[] {
  const front: number[] = []
  for (const index of indices.toSorted((one, other) => lexicographic(costs[one], costs[other]) || one - other)) {
    if (!front.some((member) => dominates(costs[member], costs[index]))) front.push(index)
  }
  return front
}

function lexicographic(one: Costs, other: Costs): number {
  const differs = one.findIndex((cost, at) => cost !== other[at])
  return differs < 0 ? 0 : one[differs] - other[differs]
}

/** No worse in any objective, and better in one. */
function dominates(one: Costs, other: Costs): boolean {
  return one.every((cost, at) => cost <= other[at]) && one.some((cost, at) => cost < other[at])
}

function byCrowding(costs: readonly Costs[], front: readonly number[]): readonly number[] {
  const room = new Map(front.map((index) => [index, 0]))
  for (let objective = 0; objective < costs[front[0]].length; objective++) {
    const sorted = front.toSorted((one, other) => costs[one][objective] - costs[other][objective] || one - other)
    const width = costs[sorted.at(-1)!][objective] - costs[sorted[0]][objective]
    for (const [at, index] of sorted.entries()) {
      const isEnd = at === 0 || at === sorted.length - 1
      const gap = isEnd ? Infinity : costs[sorted[at + 1]][objective] - costs[sorted[at - 1]][objective]
      room.set(index, room.get(index)! + (width === 0 ? 0 : gap / width))
    }
  }
  // Two infinite rooms have no difference.
  return front.toSorted((one, other) =>
    room.get(one) === room.get(other) ? one - other : room.get(other)! - room.get(one)!,
  )
}
