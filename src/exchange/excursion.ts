import type { Candles } from '#domain/candles.js'
import { floatsOf, type Position } from '#domain/position.js'

/** Worst and best PnL of a leg so far, at marks, before costs; and what its reductions have realized. */
export interface Excursion {
  realized: number
  worst: number
  best: number
}

export function newExcursion(): Excursion {
  return { realized: 0, worst: 0, best: 0 }
}

/** The leg's PnL at one mark counts. */
export function visit(excursion: Excursion, position: Position, mark: number): void {
  const { sign, quantity, cost } = floatsOf(position)
  const pnl = excursion.realized + sign * (quantity * mark - cost)
  if (pnl < excursion.worst) excursion.worst = pnl
  if (pnl > excursion.best) excursion.best = pnl
}

/** The lowest and highest mark of candles `from` … `to − 1`; null where there are none. */
export function extremesOf(
  mark: Candles,
  from: number,
  to: number,
): { readonly lowest: number; readonly highest: number } | null {
  if (from >= to) return null
  const { low, high } = mark
  let lowest = low[from]
  let highest = high[from]
  for (let at = from + 1; at < to; at++) {
    if (low[at] < lowest) lowest = low[at]
    if (high[at] > highest) highest = high[at]
  }
  return { lowest, highest }
}
