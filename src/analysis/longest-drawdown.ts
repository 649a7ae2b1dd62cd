import { DAY_MS } from '#domain/time.js'
import type { EquitySeries } from './equity-series.js'

/**
 * Days of the drawdown that lasted longest, from its high to the first value at or above it or to the end. It need not
 * be the deepest. Null where equity never fell.
 */
export function longestDrawdownDays({ initial, values, instantOf }: EquitySeries): number | null {
  let highest = initial
  let highestAt = -1
  let longest = 0
  for (let at = 0; at <= values.length; at++) {
    const isEnd = at === values.length
    if (!isEnd && values[at] < highest) continue
    const fell = at - 1 > highestAt
    if (fell) longest = Math.max(longest, instantOf(isEnd ? at - 1 : at) - instantOf(highestAt))
    highest = values[at]
    highestAt = at
  }
  return longest === 0 ? null : longest / DAY_MS
}
