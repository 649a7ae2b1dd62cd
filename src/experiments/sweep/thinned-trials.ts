import type { MetricValues } from '../search/constraints.js'
import type { Setting } from '../space/dimension.js'

/** One trial as a picture of all of them shows it. */
export interface DrawnTrial {
  readonly index: number
  readonly params: Readonly<Record<string, Setting>>
  readonly metrics: MetricValues
}

/** More could not be told apart in a picture. */
const KEPT_MAX = 3000

/** Trials evenly spread over all that were made, however many there were: each, then every second, every fourth. */
export class ThinnedTrials {
  #kept: DrawnTrial[] = []
  #every = 1
  #seen = 0

  add({ index, params, metrics }: DrawnTrial): void {
    if (this.#seen++ % this.#every !== 0) return
    this.#kept.push({ index, params, metrics })
    if (this.#kept.length <= KEPT_MAX) return
    this.#kept = this.#kept.filter((_, at) => at % 2 === 0)
    this.#every *= 2
  }

  get kept(): readonly DrawnTrial[] {
    return this.#kept
  }
}
