import { enter, exit, type FillMoney, freeMargin, isCross, positionOfHolding, purseOf } from '#domain/account.js'
import { type Decimal, max, min, plain, toFloat, ZERO } from '#domain/decimal.js'
import type { FillReason, Liquidity, OrderFilled } from '#domain/event.js'
import { bankruptcyPrice, initialMargin } from '#domain/margin.js'
import { floatsOf, type Holding, type OrderSide, type Position, share } from '#domain/position.js'
import type { Session, Spot } from './session.js'

/** What an order does at the venue once its quantity and prices are settled. */
export interface Trade {
  readonly order: number
  readonly side: OrderSide
  readonly expected: Decimal
  /** With slippage. */
  readonly price: Decimal
  readonly feeRate: Decimal
  readonly liquidity: Liquidity
  /** The order has more to fill. */
  readonly isPartial: boolean
  readonly reason: Exclude<FillReason, 'liquidation'>
}

/** The leg that trades, and what it holds afterwards where that is not the position itself. */
type Trader = Pick<OrderFilled, 'leg' | 'opening' | 'holding'>

/** The net position against which an order of this side trades in `one-way` (rule M3); null elsewhere. */
export function netAgainst(session: Session, side: OrderSide): Position | null {
  if (session.account.mode !== 'one-way') return null
  const net = session.account.positions.at(0)
  return net !== undefined && (net.side === 'long') === (side === 'sell') ? net : null
}

/** Takes `quantity` off a position: an exit, or in `one-way` an order of another leg that nets it. */
export function shrink(
  session: Session,
  position: Position,
  quantity: Decimal,
  trade: Trade,
  leg: Trader,
  spot: Spot,
): void {
  const isAll = quantity.eq(position.quantity)
  const wallet = purseOf(session.account, isAll ? position.id : null)
  const effect = exit(position, quantity, trade.price, trade.expected, trade.feeRate, wallet)
  session.visit(spot.markFloat)
  session.excursionOf(position.id).realized += toFloat(effect.realized)
  session.emit(filled(session, trade, { position: position.id, quantity, effect, adds: false }, leg, spot))
}

/**
 * Opens or enlarges a position, `before.quantity` zero for a new one. Rule L9: refused where initial margin + fee are more
 * than what is free; false then.
 */
export function enlarge(
  session: Session,
  before: Position,
  quantity: Decimal,
  trade: Trade,
  leg: Trader,
  spot: Spot,
): boolean {
  const effect = enter(before, quantity, trade.price, trade.expected, trade.feeRate)
  const margin = isCross(before) ? initialMargin(quantity.times(trade.price), before.leverage) : effect.collateral
  const free = freeMargin(session.account, spot.mark)
  if (margin.plus(effect.fee).gt(free)) {
    const message = `needs ${plain(margin)} margin + ${plain(effect.fee)} fee, free margin is ${plain(free)}`
    session.refuse(leg.leg, 'margin', message, spot)
    return false
  }
  if (before.quantity.isZero()) session.nextPosition++
  session.emit(filled(session, trade, { position: before.id, quantity, effect, adds: true }, leg, spot))
  session.visit(spot.markFloat)
  return true
}

/** Written out: an object of so many spread parts costs microseconds to make. */
function filled(
  { account }: Session,
  trade: Trade,
  {
    position,
    quantity,
    effect,
    adds,
  }: Pick<OrderFilled, 'position' | 'quantity' | 'adds'> & { readonly effect: FillMoney },
  { leg, opening, holding }: Trader,
  spot: Spot,
): OrderFilled {
  return {
    kind: 'OrderFilled',
    at: spot.at,
    candle: spot.candle,
    order: trade.order,
    leg,
    opening,
    position,
    side: trade.side,
    price: trade.price,
    expected: trade.expected,
    quantity,
    isPartial: trade.isPartial,
    fee: effect.fee,
    slippage: effect.slippage,
    liquidity: trade.liquidity,
    reason: trade.reason,
    phase: spot.phase,
    realized: effect.realized,
    collateral: effect.collateral,
    available: effect.available,
    covered: effect.covered,
    adds,
    after: effect.after,
    holding: account.mode === 'multi-trade' ? effect.after : holding,
  }
}

/** A holding after `quantity` more of it at `price`. */
export function withMore(holding: Holding, quantity: Decimal, price: Decimal): Holding {
  return {
    ...holding,
    quantity: holding.quantity.plus(quantity),
    cost: holding.cost.plus(quantity.times(price)),
  }
}

/** A holding after `quantity` less of it; null when nothing is left. */
function withLess(holding: Holding, quantity: Decimal): Holding | null {
  const left = holding.quantity.minus(quantity)
  if (left.isZero()) return null
  return { ...holding, quantity: left, cost: holding.cost.minus(share(holding.cost, quantity, holding.quantity)) }
}

/**
 * Closes `quantity` of a holding. In `one-way` what the net position no longer holds of it is traded anew on the other
 * side, with the leverage of the leg that remains there (rules M3, M4).
 */
export function closeHolding(session: Session, holding: Holding, quantity: Decimal, trade: Trade, spot: Spot): void {
  const position = positionOfHolding(session.account, holding)
  const taken = position === null ? ZERO : min(quantity, position.quantity)
  const { id: opening, leg } = holding
  const rest = quantity.minus(taken)
  if (position !== null) {
    const price = trade.price.eq(trade.expected) ? trade.price : cutAtBankruptcy(position, trade)
    const part = { ...trade, price, isPartial: trade.isPartial || !rest.isZero() }
    shrink(session, position, taken, part, { leg, opening, holding: withLess(holding, taken) }, spot)
  }
  if (rest.isZero()) return
  const left = session.account.holdings.find((one) => one.id === opening)!
  const other = session.account.positions.at(0) ?? emptyAgainst(session, holding, spot)
  if (other !== null) enlarge(session, other, rest, trade, { leg, opening, holding: withLess(left, rest) }, spot)
}

/** A position of the other side, opened by what a leg no longer nets. */
function emptyAgainst(session: Session, holding: Holding, spot: Spot): Position | null {
  const other = session.account.holdings.find(({ side }) => side !== holding.side)
  if (other === undefined) return null
  return { ...other, id: session.nextPosition, quantity: ZERO, cost: ZERO, collateral: ZERO, openedAt: spot.at }
}

/**
 * Slippage that passes the bankruptcy price of an isolated leg is cut there (rule L9). Where the market itself is past it,
 * as it may be when the mark is not, the fill is the market's and the insurance fund pays what the collateral lacks.
 */
function cutAtBankruptcy(position: Position, { price, expected }: Trade): Decimal {
  if (isCross(position) || isFarFromBankruptcy(position, toFloat(price))) return price
  const bankruptcy = bankruptcyPrice(position)
  if (bankruptcy === null) return price
  if (position.side === 'long') return expected.lte(bankruptcy) ? price : max(price, bankruptcy)
  return expected.gte(bankruptcy) ? price : min(price, bankruptcy)
}

/** By floats, which saves a division of decimals for nearly every exit. */
function isFarFromBankruptcy(position: Position, price: number): boolean {
  const { sign, quantity, cost, collateral } = floatsOf(position)
  return sign * (quantity * price - cost) + collateral > collateral * 1e-6
}
