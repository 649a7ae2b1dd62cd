import { holdingById } from '#domain/account.js'
import type { Reduction } from '#domain/command.js'
import { type Decimal, decimal, floorTo, plain } from '#domain/decimal.js'
import type { Liquidity, OrderFilled } from '#domain/event.js'
import type { LevelExitOrder, MarketExitOrder, TrailingOrder } from '#domain/order.js'
import { exitSide, type Holding } from '#domain/position.js'
import { fillsNow, keepRest } from './remainder.js'
import { belongsTo, type Session, type Spot } from './session.js'
import { resizeTargets, targetQuantity } from './targets.js'
import { closeHolding } from './trade.js'

/** Fills an exit at its expected price. It is cut to its leg and never flips it (rule O7). */
export function fillExit(
  session: Session,
  order: MarketExitOrder | LevelExitOrder | TrailingOrder,
  expected: Decimal,
  liquidity: Liquidity,
  spot: Spot,
): void {
  session.remove(order.id)
  const holding = holdingById(session.account, order.position)
  if (holding === null) return
  const wanted = wantedQuantity(session, order, holding)
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
  closeQuantity(session, holding, { order: id, reason: purpose, type, quantity, isPartial, expected, liquidity }, spot)
  if (isPartial) keepRest(session, order, wanted, quantity, spot)
}

function wantedQuantity(
  session: Session,
  order: MarketExitOrder | LevelExitOrder | TrailingOrder,
  holding: Holding,
): Decimal {
  if (order.purpose === 'reduce') return reduction(session, order, holding)
  return order.purpose === 'target' ? targetQuantity(session, order, holding) : holding.quantity
}

interface Closing {
  readonly order: number
  readonly reason: Exclude<OrderFilled['reason'], 'entry' | 'scale'>
  readonly type: 'market' | 'trigger' | 'limit'
  readonly quantity: Decimal
  readonly isPartial: boolean
  readonly expected: Decimal
  readonly liquidity: Liquidity
}

/** Closes part or all of a leg. */
export function closeQuantity(session: Session, holding: Holding, closing: Closing, spot: Spot): void {
  const { slippage } = session.venue
  const side = exitSide(holding.side)
  const { order, reason, quantity, isPartial, expected, liquidity } = closing
  const price = closing.type === 'limit' ? expected : slippage({ side, expected, quantity, candle: spot.candle })
  const feeRate = session.feeRate(liquidity, spot.at)
  closeHolding(
    session,
    holding,
    quantity,
    { order, reason, side, expected, price, feeRate, liquidity, isPartial },
    spot,
  )
  const after = holdingById(session.account, holding.id)
  if (after !== null) {
    if (reason !== 'target') resizeTargets(session, holding, after)
    return
  }
  session.cancel(
    (waiting) => belongsTo(waiting, [holding.id]),
    (waiting) => ('source' in waiting ? 'sibling' : 'leg-closed'),
    spot,
  )
}

function sizeOf(by: Reduction, holding: Holding): Decimal {
  return 'quantity' in by ? decimal(by.quantity) : holding.quantity.times(by.fraction)
}

/** Quantity to close, down to the lot; what would leave less than one lot closes all (rule O8). */
function reduction(session: Session, { by, rest }: MarketExitOrder, holding: Holding): Decimal {
  const { lot } = session.venue.instrument
  const wanted = rest ?? sizeOf(by!, holding)
  return holding.quantity.minus(wanted).lt(lot) ? holding.quantity : floorTo(wanted, lot)
}
