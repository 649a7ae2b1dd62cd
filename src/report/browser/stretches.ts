import type { Numbers } from './payload.js'
import { lastAtMost } from './pyramid.js'

/** Stretches of rows in the order in which they begin, of which those in view are found without looking at all. */
export class Stretches {
  readonly #from: Numbers
  readonly #to: Numbers
  /** The furthest end of each stretch and those before it. */
  readonly #reach: Float64Array

  constructor({ from, to }: { readonly from: Numbers; readonly to: Numbers }) {
    this.#from = from
    this.#to = to
    this.#reach = new Float64Array(to.length)
    let reach = -Infinity
    for (let at = 0; at < to.length; at++) {
      reach = Math.max(reach, to[at])
      this.#reach[at] = reach
    }
  }

  /** Calls `visit` for each stretch of at least `shortest` rows that touches [from, to]. */
  each(from: number, to: number, shortest: number, visit: (at: number) => void): void {
    const end = lastAtMost(this.#from, to) + 1
    for (let at = lastAtMost(this.#reach, from - 0.5) + 1; at < end; at++) {
      if (this.#to[at] >= from && this.#to[at] - this.#from[at] + 1 >= shortest) visit(at)
    }
  }
}
