import { type Decimal, money, toFloat, ZERO } from './decimal.js'
import { rememberingLast } from './remember.js'

/** Side of a leg. */
export type LegSide = 'long' | 'short'
/** Side of an order or a fill. */
export type OrderSide = 'buy' | 'sell'
export type MarginMode = 'isolated' | 'cross'

/** +1 for long, −1 for short. */
export function signOf(side: LegSide): 1 | -1 {
  return side === 'long' ? 1 : -1
}

/** The order side that enlarges a leg. */
export function entrySide(side: LegSide): OrderSide {
  return side === 'long' ? 'buy' : 'sell'
}

/** The order side that shrinks a leg. */
export function exitSide(side: LegSide): OrderSide {
  return side === 'long' ? 'sell' : 'buy'
}

/** How the venue holds what legs on one pair have opened (rules M1–M3). */
export type PositionMode = 'multi-trade' | 'hedged' | 'one-way'

/**
 * What one opening of a leg holds by its own orders (rule M4). A value: every change makes a new one.
 * Quantity and cost are stored, the average entry is derived (rule A5).
 */
export interface Holding {
  /** Number of this opening, 1 … n over the run. */
  readonly id: number
  /** The declared name of the leg. */
  readonly leg: string
  readonly side: LegSide
  readonly margin: MarginMode
  readonly leverage: Decimal
  /** Base units, positive. */
  readonly quantity: Decimal
  /** Sum of fill price × quantity of what is held, quote currency. */
  readonly cost: Decimal
  readonly openedAt: number
}

/**
 * What the venue holds: in `multi-trade` a leg of its own, else what it has merged, with name, leverage and margin of its
 * first opener. Ledger accounts and files name it by its `id`.
 */
export interface Position extends Holding {
  /** Money set aside for it, quote currency (ledger account `collateral:<id>`); zero for cross. */
  readonly collateral: Decimal
}

/** cost ÷ quantity. */
export function averageEntry(holding: Holding): Decimal {
  return holding.cost.div(holding.quantity)
}

/** side × (quantity × price − cost), before fees and funding. */
export function unrealizedPnl(position: Pick<Holding, 'side' | 'quantity' | 'cost'>, price: Decimal): Decimal {
  const difference = position.quantity.times(price).minus(position.cost)
  return position.side === 'long' ? difference : difference.neg()
}

/** The part of `total` that belongs to `part` of `whole`; the last part takes all that remains (rule A5). */
export function share(total: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (part.eq(whole)) return total
  return total.isZero() ? ZERO : money(total.times(part).div(whole))
}

/** A position in floats, for marks between fills (rule A4). */
export interface PositionFloats {
  readonly sign: 1 | -1
  readonly quantity: number
  readonly cost: number
  readonly collateral: number
}

/** The floats of a position. */
export const floatsOf: (position: Position) => PositionFloats = rememberingLast((position: Position) => ({
  sign: signOf(position.side),
  quantity: toFloat(position.quantity),
  cost: toFloat(position.cost),
  collateral: toFloat(position.collateral),
}))
