import type { Reduction } from '#domain/command.js'
import { clear, exit, liquidate, positionById } from '#domain/account.js'
import { type Decimal, decimal, floorTo, max, min, plain, toFloat } from '#domain/decimal.js'
import type { Liquidity, OrderFilled } from '#domain/event.js'
import { bankruptcyPrice } from '#domain/margin.js'
import type { LevelExitOrder, MarketExitOrder, TrailingOrder } from '#domain/order.js'
import { exitSide, floatsOf, type Position } from '#domain/position.js'
import { fillsNow, keepRest } from './remainder.js'
import { belongsTo, type Session, type Spot } from './session.js'
import { resizeTargets, targetQuantity } from './targets.js'

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
  const wanted = wantedQuantity(session, order, position)
  if (wanted.isZero()) {
    const what = order.purpose === 'target' ? "the target's share" : 'the reduction'
    const lot = plain(session.venue.instrument.lot)
    session.refuse(order.leg, 'min-quantity', `${what} is less than one lot of ${lot}`, spot)
    return
  }
  const quantity = session.leftOf(wanted, spot.candle)
  if (!fillsNow(session, order, wanted, quantity, spot)) return
  const isPartial = quantity.lt(wanted)
  const { id, purpose, type } = order
  closeQuantity(session, position, { order: id, reason: purpose, type, quantity, isPartial, expected, liquidity }, spot)
  if (isPartial) keepRest(session, order, wanted, quantity, spot)
}

function wantedQuantity(
  session: Session,
  order: MarketExitOrder | LevelExitOrder | TrailingOrder,
  position: Position,
): Decimal {
  if (order.purpose === 'reduce') return reduction(session, order, position)
  return order.purpose === 'target' ? targetQuantity(session, order, position) : position.quantity
}

interface Closing {
  readonly order: number
  readonly reason: OrderFilled['reason']
  readonly type: 'market' | 'trigger' | 'limit'
  readonly quantity: Decimal
  readonly isPartial: boolean
  readonly expected: Decimal
  readonly liquidity: Liquidity
}

/** Closes part or all of a leg. */
export function closeQuantity(session: Session, position: Position, closing: Closing, spot: Spot): void {
  const { instrument, slippage } = session.venue
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
  const feeRate = closing.liquidity === 'maker' ? instrument.fees.maker : instrument.fees.taker
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
    isPartial: closing.isPartial,
    liquidity: closing.liquidity,
    reason: closing.reason,
    phase: spot.phase,
    ...effect,
  })
  if (effect.after !== null) {
    if (closing.reason !== 'target') resizeTargets(session, position, effect.after)
    return
  }
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

function sizeOf(by: Reduction, position: Position): Decimal {
  return 'quantity' in by ? decimal(by.quantity) : position.quantity.times(by.fraction)
}

/** Quantity to close, down to the lot; what would leave less than one lot closes all (rule O8). */
function reduction(session: Session, { by, rest }: MarketExitOrder, position: Position): Decimal {
  const { lot } = session.venue.instrument
  const wanted = rest ?? sizeOf(by!, position)
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
