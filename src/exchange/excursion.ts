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
