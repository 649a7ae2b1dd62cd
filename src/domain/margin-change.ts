import { type Decimal, max, min, ZERO } from './decimal.js'
import { initialMargin } from './margin.js'
import { type Position, unrealizedPnl } from './position.js'

/** Rule L7: an isolated leg with `amount` put to its collateral, or taken from it where negative. */
export function withMargin(position: Position, amount: Decimal): Position {
  return { ...position, collateral: position.collateral.plus(amount) }
}

/**
 * What may be taken from an isolated leg's collateral at a mark (rule L7): what it has above its initial margin and its
 * unrealized loss; profit does not count. Source: the rule of LeveX and Bybit, added margin − loss, never below zero.
 */
export function removableMargin(position: Position, mark: Decimal): Decimal {
  const loss = min(unrealizedPnl(position, mark), ZERO)
  return max(position.collateral.plus(loss).minus(initialMargin(position.cost, position.leverage)), ZERO)
}

/** What another leverage moves into an isolated leg's collateral (rule L7): the change of its initial margin; out where negative. */
export function marginOfLeverage(position: Position, leverage: Decimal): Decimal {
  return initialMargin(position.cost, leverage).minus(initialMargin(position.cost, position.leverage))
}

/** Rule L7: an isolated leg with another leverage, and the collateral that goes with it. */
export function withLeverage(position: Position, leverage: Decimal): Position {
  return { ...withMargin(position, marginOfLeverage(position, leverage)), leverage }
}
