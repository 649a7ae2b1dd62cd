import type { EquitySeries } from './equity-series.js'

/** Mean depth of all drawdowns, each from a high until it is regained, the last one perhaps not. Null where equity never fell. */
export function averageDrawdown({ initial, values }: EquitySeries): number | null {
  let highest = initial
  let lowest = initial
  let depths = 0
  let count = 0
  for (let at = 0; at <= values.length; at++) {
    const isEnd = at === values.length
    if (!isEnd && values[at] < highest) {
      lowest = Math.min(lowest, values[at])
      continue
    }
    if (lowest < highest) {
      depths += (highest - lowest) / highest
      count++
    }
    highest = values[at]
    lowest = highest
  }
  return count === 0 ? null : depths / count
}
