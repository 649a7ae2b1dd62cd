import { decimal } from '#domain/decimal.js'
import type { LegSide, Position } from '#domain/position.js'

/** An isolated leg of `quantity` at `entry` with collateral; everything as decimal text. */
export function positionOf(side: LegSide, quantity: string, entry: string, collateral: string): Position {
  return {
    id: 1,
    leg: 'core',
    side,
    margin: 'isolated',
    leverage: decimal(1),
    quantity: decimal(quantity),
    cost: decimal(quantity).times(entry),
    collateral: decimal(collateral),
    openedAt: 0,
  }
}
