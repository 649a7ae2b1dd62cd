import type { BacktestResult } from '#domain/result.js'
import { DAY_MS } from '#domain/time.js'
import { candlesOfRun, closedAt, endOfRun, startOfRun } from './run.js'

/** The deepest fall of equity from an earlier high. Instants in ms since 1970, all null where equity never fell. */
export interface Drawdown {
  /** Share of the peak that was lost, 0 … 1. */
  readonly depth: number
  /** When the high was reached; the start of the run where that is the initial balance. */
  readonly peakAt: number | null
  readonly troughAt: number | null
  /** The first close at or above the peak; null while it is not regained. */
  readonly recoveredAt: number | null
  /** From the peak to the recovery, or to the end of the run. */
  readonly days: number | null
}

/** From the equity of every close, starting at the initial balance. Of equally deep ones the first. */
export function maxDrawdown(result: BacktestResult): Drawdown {
  const { equity } = result.curve
  const initial = Number(result.account.initial)
  const { depth, peak, trough } = deepest(equity, initial)
  if (depth === 0) return { depth: 0, peakAt: null, troughAt: null, recoveredAt: null, days: null }

  const peakAt = peak < 0 ? startOfRun(result) : closedAt(result, peak)
  const recovery = firstAtOrAbove(equity, peak < 0 ? initial : equity[peak], trough + 1)
  const recoveredAt = recovery < candlesOfRun(result) ? closedAt(result, recovery) : null
  return {
    depth,
    peakAt,
    troughAt: closedAt(result, trough),
    recoveredAt,
    days: ((recoveredAt ?? endOfRun(result)) - peakAt) / DAY_MS,
  }
}

/** `peak` −1 is the initial balance. */
function deepest(equity: Float64Array, initial: number): { depth: number; peak: number; trough: number } {
  let highest = initial
  let highestAt = -1
  let depth = 0
  let peak = -1
  let trough = -1
  for (let candle = 0; candle < equity.length; candle++) {
    const value = equity[candle]
    if (value >= highest) {
      highest = value
      highestAt = candle
      continue
    }
    const fall = (highest - value) / highest
    if (fall > depth) {
      depth = fall
      peak = highestAt
      trough = candle
    }
  }
  return { depth, peak, trough }
}

function firstAtOrAbove(equity: Float64Array, level: number, from: number): number {
  let candle = from
  while (candle < equity.length && equity[candle] < level) candle++
  return candle
}
