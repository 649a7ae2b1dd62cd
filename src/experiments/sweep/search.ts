import type { RunPool, Task } from '../run-pool.js'
import type { MetricValues } from '../search/constraints.js'
import type { Trial } from '../search/ranking.js'
import { BATCH, proposeBatch } from '../search/tpe.js'
import type { Point } from '../space/dimension.js'
import { gridPoint } from '../space/grid.js'
import { randomPoints } from '../space/random-points.js'
import { settingsOf } from '../space/settings.js'
import { playInOrder, type TrialStore } from './ordered-play.js'
import { sampleOf, type SearchPlan } from './plan.js'
import { TrialBook } from './trial-book.js'

/** What a search plays with. */
export interface SearchMeans {
  readonly pool: RunPool
  readonly store: TrialStore
  /** Told after each trial how many are done. */
  readonly onTrial?: (done: number) => void
  readonly signal?: AbortSignal
}

/** Makes all trials of a plan. What is found does not depend on how many play at once. */
export async function search(plan: SearchPlan, means: SearchMeans): Promise<TrialBook> {
  const book = new TrialBook(plan)
  const sample = sampleOf(plan.trials, plan.seed)
  const taskOf = (point: Point, index: number): Task => ({
    index,
    settings: settingsOf(plan.space, point),
    ...(plan.span === undefined ? {} : { span: plan.span }),
    ...(sample.has(index) ? { returns: true } : {}),
  })
  if (plan.method === 'tpe') await modelled(plan, means, book, taskOf)
  else await known(plan, means, book, taskOf)
  return book
}

type TaskOf = (point: Point, index: number) => Task

/** Points that are known beforehand. */
async function known(plan: SearchPlan, means: SearchMeans, book: TrialBook, taskOf: TaskOf): Promise<void> {
  const { space, method, trials, seed } = plan
  const drawn = method === 'random' ? randomPoints(space, trials, seed) : null
  const pointAt = (index: number): Point => (drawn === null ? gridPoint(space, index) : drawn[index])
  const count = drawn?.length ?? trials
  const tasks = function* (): Generator<Task> {
    for (let index = 0; index < count; index++) yield taskOf(pointAt(index), index)
  }
  await playInOrder(tasks(), means, (task, outcome) => {
    book.add(task, pointAt(task.index), outcome)
    means.onTrial?.(book.trials)
  })
}

/** Points that follow from the trials before them, batch by batch. */
async function modelled(plan: SearchPlan, means: SearchMeans, book: TrialBook, taskOf: TaskOf): Promise<void> {
  const { space, goal, trials, seed } = plan
  const asked = [...goal.objectives, ...goal.constraints].map(({ metric }) => metric)
  const tried: Trial[] = []
  while (tried.length < trials) {
    const size = Math.min(BATCH, trials - tried.length)
    const points = proposeBatch(space, tried, goal, { seed, size })
    if (points.length === 0) return
    const start = tried.length
    const tasks = points.map((point, at) => taskOf(point, start + at))
    // Each batch follows from those before it.
    // oxlint-disable-next-line no-await-in-loop
    await playInOrder(tasks, means, (task, outcome) => {
      const point = points[task.index - start]
      tried.push({ point, metrics: outcome.metrics && only(outcome.metrics, asked) })
      book.add(task, point, outcome)
      means.onTrial?.(book.trials)
    })
  }
}

function only(metrics: MetricValues, names: readonly string[]): MetricValues {
  return Object.fromEntries(names.map((name) => [name, metrics[name] ?? null]))
}
