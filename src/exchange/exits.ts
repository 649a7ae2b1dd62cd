import { clear, exit, liquidate, positionById } from '#domain/account.js'
import type { Reduction } from '#domain/command.js'
import { type Decimal, decimal, floorTo, max, min, plain, toFloat } from '#domain/decimal.js'
import type { Liquidity, OrderFilled } from '#domain/event.js'
import { bankruptcyPrice } from '#domain/margin.js'
import type { LevelExitOrder, MarketExitOrder, TrailingOrder } from '#domain/order.js'
import { exitSide, floatsOf, type Position } from '#domain/position.js'
import { belongsTo, type Session, type Spot } from './session.js'

/** Fills an exit at its expected price. It is cut to its leg and never flips it (rule O7). */
export function fillExit(
  session: Session,
  order: MarketExitOrder | LevelExitOrder | TrailingOrder,
  expected: Decimal,
  liquidity: Liquidity,
  spot: Spot,
): void {
  session.remove(order.id)
  const position = positionById(session.account, order.position)
  if (position === null) return
  const quantity = order.purpose === 'reduce' ? reduction(session, order.by!, position) : position.quantity
  if (quantity.isZero()) {
    const lot = plain(session.venue.instrument.lot)
    session.refuse(order.leg, 'min-quantity', `the reduction is less than one lot of ${lot}`, spot)
    return
  }
  closeQuantity(
    session,
    position,
    { order: order.id, reason: order.purpose, type: order.type, quantity, expected, liquidity },
    spot,
  )
}

interface Closing {
  readonly order: number
  readonly reason: OrderFilled['reason']
  readonly type: 'market' | 'trigger' | 'limit'
  readonly quantity: Decimal
  readonly expected: Decimal
  readonly liquidity: Liquidity
}

/** Closes part or all of a leg. */
export function closeQuantity(session: Session, position: Position, closing: Closing, spot: Spot): void {
  const { slippage } = session.venue
  const side = exitSide(position.side)
  const { expected } = closing
  const price =
    closing.type === 'limit'
      ? expected
      : cutAtBankruptcy(
          position,
          slippage({ side, expected, quantity: closing.quantity, candle: spot.candle }),
          expected,
        )
  const feeRate = session.feeRate(closing.liquidity, spot.at)
  const effect = exit(position, closing.quantity, price, expected, feeRate, session.account.available)
  session.visit(spot.markFloat)
  session.excursionOf(position.id).realized += toFloat(effect.realized)
  session.emit({
    kind: 'OrderFilled',
    at: spot.at,
    candle: spot.candle,
    order: closing.order,
    leg: position.leg,
    position: position.id,
    side,
    price,
    expected,
    quantity: closing.quantity,
    liquidity: closing.liquidity,
    reason: closing.reason,
    phase: spot.phase,
    ...effect,
  })
  if (effect.after !== null) return
  session.cancel(
    (order) => belongsTo(order, position.id, position.leg),
    (order) => ('source' in order ? 'sibling' : 'leg-closed'),
    spot,
  )
}

/** Rule L5: the leg's orders are cancelled, the test is repeated, then it closes at the trigger mark. */
export function liquidateLeg(session: Session, position: Position, mark: Decimal, spot: Spot): void {
  session.cancel(
    (order) => belongsTo(order, position.id, position.leg),
    () => 'liquidation',
    spot,
  )
  session.visit(mark.toNumber())
  const side = exitSide(position.side)
  const { settlement, slippage } = session.venue
  const effect =
    settlement.kind === 'bankruptcy'
      ? liquidate(position, mark)
      : clear(
          position,
          slippage({ side, expected: mark, quantity: position.quantity, candle: spot.candle }),
          mark,
          settlement.feeRate,
        )
  session.emit({
    kind: 'LegLiquidated',
    at: spot.at,
    candle: spot.candle,
    leg: position.leg,
    position: position.id,
    side,
    phase: spot.phase,
    ...effect,
  })
}

/** Quantity to close, down to the lot; what would leave less than one lot closes all (rule O8). */
function reduction(session: Session, by: Reduction, position: Position): Decimal {
  const { lot } = session.venue.instrument
  const wanted = 'quantity' in by ? decimal(by.quantity) : position.quantity.times(by.fraction)
  return position.quantity.minus(wanted).lt(lot) ? position.quantity : floorTo(wanted, lot)
}

/**
 * Slippage that passes the bankruptcy price is cut there (rule L9). Where the market itself is past it, as it may be
 * when the mark is not, the fill is the market's and the insurance fund pays what the collateral lacks.
 */
function cutAtBankruptcy(position: Position, price: Decimal, expected: Decimal): Decimal {
  if (isFarFromBankruptcy(position, toFloat(price))) return price
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
