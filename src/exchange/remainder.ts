import { type Decimal, plain } from '#domain/decimal.js'
import { type EntryOrder, isEntryOrder, type MarketExitOrder, type Order } from '#domain/order.js'
import { iso } from '#domain/time.js'
import type { Session, Spot } from './session.js'
import { movesAtEachClose } from './trailing.js'

/** Whether an order must fill in the first instant in which it can, or go. */
export function isImmediate(order: Order): order is EntryOrder | MarketExitOrder {
  return 'timeInForce' in order && (order.timeInForce === 'ioc' || order.timeInForce === 'fok')
}

/**
 * Acts in the next candle whatever its prices: a market order, a trailing stop whose distance is read at each close, a limit
 * that fills at its open or goes.
 */
export function isRestless(order: Order): boolean {
  if (order.type === 'limit') return isImmediateLimit(order)
  return order.type === 'market' || (order.purpose === 'trailing' && movesAtEachClose(order))
}

function isImmediateLimit(order: Order): order is EntryOrder {
  return order.type === 'limit' && isImmediate(order)
}

/**
 * Whether an order, taken off the book, fills at all where the candle's volume leaves `quantity` of the `wanted` (rule
 * O9). Where it does not, it waits for the next candle, or goes.
 */
export function fillsNow(session: Session, order: Order, wanted: Decimal, quantity: Decimal, spot: Spot): boolean {
  if (quantity.eq(wanted)) return true
  if ('timeInForce' in order && order.timeInForce === 'fok') {
    drop(session, order, `fill-or-kill: ${plain(quantity)} of ${plain(wanted)} could fill`, spot)
    return false
  }
  if (!quantity.isZero()) return true
  keepRest(session, order, wanted, quantity, spot)
  return false
}

/** What an order has not filled waits for the next candle, at market once it has triggered; or it goes. */
export function keepRest(session: Session, order: Order, wanted: Decimal, filled: Decimal, spot: Spot): void {
  if (isImmediate(order)) {
    return drop(session, order, `immediate-or-cancel: ${plain(filled)} of ${plain(wanted)} filled`, spot)
  }
  session.keep(filled.isZero() ? atMarket(order) : withRest(atMarket(order), wanted, filled), spot.candle)
}

/** Limits that were to fill at once, and were not met where the market stood. */
export function dropAllUnmet(session: Session, spot: Spot): void {
  for (const { order } of session.orders) if (isImmediateLimit(order)) dropUnmet(session, order, spot)
}

/** A limit that is not met in its first instant goes, if it is of those. */
export function dropUnmet(session: Session, order: EntryOrder | MarketExitOrder, spot: Spot): void {
  session.remove(order.id)
  const name = order.timeInForce === 'fok' ? 'fill-or-kill' : 'immediate-or-cancel'
  drop(session, order, `${name}: the limit ${plain(order.price!)} was not met at ${plain(spot.last)}`, spot)
}

/** A leg that is to close, by command or because its stop has triggered, takes no more of what it was filling. */
export function withdrawRest(
  session: Session,
  opening: number,
  cause: 'command' | 'leg-closed',
  spot: Pick<Spot, 'at' | 'candle'>,
): void {
  session.cancel(
    (order) => order.position === opening && isEntryOrder(order) && order.rest !== null,
    () => cause,
    spot,
  )
}

/** Rule O9: orders whose time has come expire. */
export function expire(session: Session, at: number, candle: number): void {
  const due = session.orders.filter(({ until }) => until <= at)
  if (due.length === 0) return
  session.orders = session.orders.filter(({ until }) => until > at)
  for (const { order } of due) session.emit({ kind: 'OrderExpired', at, candle, order: order.id, leg: order.leg })
}

/** Why an order that works until an instant is refused. */
export function expiredMessage(until: number): string {
  return `good till ${iso(until)}: that has passed`
}

function drop(session: Session, order: Order, message: string, spot: Spot): void {
  const { at, candle } = spot
  session.emit({ kind: 'OrderCancelled', at, candle, order: order.id, leg: order.leg, cause: 'time-in-force' })
  session.refuse(order.leg, 'unfilled', message, spot)
}

function atMarket(order: Order): Order {
  if (order.type !== 'trigger') return order
  return isEntryOrder(order) ? { ...order, type: 'market', price: null } : { ...order, type: 'market' }
}

/** Stops, and what closes a leg, always want all that is left of it: nothing of them need be kept. */
function withRest(order: Order, wanted: Decimal, filled: Decimal): Order {
  if (isEntryOrder(order) || order.purpose === 'reduce') return { ...order, rest: wanted.minus(filled) }
  if (order.purpose !== 'target' || order.part === null) return order
  return { ...order, part: { ...order.part, quantity: order.part.quantity.minus(filled) } }
}
