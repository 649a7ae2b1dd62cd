import type { BacktestResult } from '#domain/result.js'
import { HOUR_MS } from '#domain/time.js'
import { merged, type Stretch } from './merged.js'
import type { NakedStretch } from './naked-stretches.js'
import { closedAt, eachSpan } from './run.js'

export interface NakedTime {
  readonly hours: number
  /** Mean over the closes of it of (Σ long − Σ short notional) ÷ equity; null where there is none with positive equity. */
  readonly exposureMean: number | null
  /** What equity gained or lost over it, quote currency: negative where it lost. */
  readonly pnl: number
}

/** Naked time of an account: each candle once, however many hedges were missing in it. */
export function nakedTime(result: BacktestResult, stretches: readonly NakedStretch[]): NakedTime {
  const { equity } = result.curve
  const { openedAt } = result.candles
  const stays = merged(stretches)
  const before = (candle: number) => (candle === 0 ? Number(result.account.initial) : equity[candle - 1])
  return {
    hours:
      stays.reduce((sum, { from, to }) => sum + closedAt(result, to - 1) - openedAt[result.first + from], 0) / HOUR_MS,
    exposureMean: netExposureOver(result, stays),
    pnl: stays.reduce((sum, { from, to }) => sum + equity[to - 1] - before(from), 0),
  }
}

function netExposureOver(result: BacktestResult, stays: readonly Stretch[]): number | null {
  const { equity } = result.curve
  let total = 0
  let closes = 0
  let at = 0
  eachSpan(result, ({ netQuantity }, from, to) => {
    while (at < stays.length && stays[at].to <= from) at++
    for (let stay = at; stay < stays.length && stays[stay].from < to; stay++) {
      for (let candle = Math.max(from, stays[stay].from); candle < Math.min(to, stays[stay].to); candle++) {
        if (equity[candle] <= 0) continue
        total += (netQuantity * result.mark.close[result.first + candle]) / equity[candle]
        closes++
      }
    }
  })
  return closes === 0 ? null : total / closes
}
