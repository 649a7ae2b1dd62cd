import { decimal, ZERO } from '#domain/decimal.js'
import { initialMargin } from '#domain/margin.js'
import type { LegSide, Position } from '#domain/position.js'

/** A leg of `quantity` at `entry`. `added` is put to its initial margin: what was paid or received. */
export function position(side: LegSide, quantity: string, entry: string, leverage: number, added = '0'): Position {
  const cost = decimal(quantity).times(entry)
  return {
    id: 1,
    leg: 'core',
    side,
    margin: 'isolated',
    leverage: decimal(leverage),
    quantity: decimal(quantity),
    cost,
    collateral: initialMargin(cost, decimal(leverage)).plus(added),
    openedAt: 0,
  }
}

/** A leg that is about to be opened. */
export function flat(side: LegSide, leverage: number): Position {
  return { ...position(side, '0', '1', leverage), quantity: ZERO, cost: ZERO, collateral: ZERO }
}
