import type { EquitySeries } from '#analysis/equity-series.js'
import { InvariantError } from '#domain/failure.js'

/**
 * The equity that a trader would have had who began each test with what the one before had left: the tests one after the
 * other, each as ratios to its own start. Begins at `initial`. A test that leaves nothing ends it: its last value is the
 * one at which equity is not positive. At least one test, in order of time.
 */
export function stitchedEquity(tests: readonly EquitySeries[], initial: number): EquitySeries {
  if (tests.length === 0) throw new InvariantError('There is no test to stitch.')
  const values: number[] = []
  const instants: number[] = []
  let level = initial
  for (const { initial: start, values: equity, instantOf } of tests) {
    const scale = level / start
    for (let at = 0; at < equity.length && level > 0; at++) {
      level = equity[at] * scale
      values.push(level)
      instants.push(instantOf(at))
    }
  }
  const startsAt = tests[0].instantOf(-1)
  return {
    initial,
    values: Float64Array.from(values),
    instantOf: (index) => (index < 0 ? startsAt : instants[index]),
    isDated: tests.every(({ isDated }) => isDated),
  }
}
