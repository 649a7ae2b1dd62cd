import { DAY_MS } from '#domain/time.js'
import type { EquitySeries } from './equity-series.js'

/** The deepest fall of equity from an earlier high. Instants in ms since 1970, all null where equity never fell. */
export interface Drawdown {
  /** Share of the peak that was lost, 0 … 1. */
  readonly depth: number
  /** When the high was reached; the start where that is the initial equity. */
  readonly peakAt: number | null
  readonly troughAt: number | null
  /** The first value at or above the peak; null while it is not regained. */
  readonly recoveredAt: number | null
  /** From the peak to the recovery, or to the end. */
  readonly days: number | null
}

/** Over every value, starting at the initial equity. Of equally deep ones the first. */
export function maxDrawdown({ initial, values, instantOf }: EquitySeries): Drawdown {
  const { depth, peak, trough } = deepest(values, initial)
  if (depth === 0) return { depth: 0, peakAt: null, troughAt: null, recoveredAt: null, days: null }

  const peakAt = instantOf(peak)
  const recovery = firstAtOrAbove(values, peak < 0 ? initial : values[peak], trough + 1)
  const recoveredAt = recovery < values.length ? instantOf(recovery) : null
  return {
    depth,
    peakAt,
    troughAt: instantOf(trough),
    recoveredAt,
    days: ((recoveredAt ?? instantOf(values.length - 1)) - peakAt) / DAY_MS,
  }
}

/** `peak` −1 is the initial equity. */
function deepest(equity: Float64Array, initial: number): { depth: number; peak: number; trough: number } {
  let highest = initial
  let highestAt = -1
  let depth = 0
  let peak = -1
  let trough = -1
  for (let at = 0; at < equity.length; at++) {
    const value = equity[at]
    if (value >= highest) {
      highest = value
      highestAt = at
      continue
    }
    const fall = (highest - value) / highest
    if (fall > depth) {
      depth = fall
      peak = highestAt
      trough = at
    }
  }
  return { depth, peak, trough }
}

function firstAtOrAbove(equity: Float64Array, level: number, from: number): number {
  let at = from
  while (at < equity.length && equity[at] < level) at++
  return at
}
