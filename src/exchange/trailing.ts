import type { Trailing } from '#domain/command.js'
import { type Decimal, decimal, max, min } from '#domain/decimal.js'
import type { TrailingOrder } from '#domain/order.js'
import { towardsMarket } from './price.js'

/** Average true range of a period at the last close; null while it has no value. */
export type AverageTrueRange = (period: number) => Decimal | null

/**
 * A trailing stop after the market has been at `price` (rule O5): its extreme follows, its trigger stays behind by its
 * distance and never loosens. The same object where nothing moves.
 */
export function follow(order: TrailingOrder, price: Decimal, tick: Decimal, atr: AverageTrueRange): TrailingOrder {
  const isLong = order.side === 'sell'
  const { activation } = order.trailing
  if (order.extreme === null && activation !== undefined) {
    if (isLong ? price.lt(activation) : price.gt(activation)) return order
  }
  const better = isLong ? max : min
  const extreme = order.extreme === null ? price : better(order.extreme, price)
  const distance = distanceFrom(extreme, order.trailing, atr)
  if (distance === null) return order.extreme !== null && extreme.eq(order.extreme) ? order : { ...order, extreme }
  const level = towardsMarket(
    isLong ? extreme.minus(distance) : extreme.plus(distance),
    isLong ? 'long' : 'short',
    tick,
  )
  const trigger = order.price === null ? level : better(order.price, level)
  if (order.extreme !== null && extreme.eq(order.extreme) && order.price !== null && trigger.eq(order.price))
    return order
  return { ...order, extreme, price: trigger }
}

/** Whether the trigger may move though the price does not: its distance is read anew at each close. */
export function movesAtEachClose({ trailing }: TrailingOrder): boolean {
  return typeof trailing.distance === 'object' && 'atr' in trailing.distance
}

/** Beyond this price the order moves: its extreme, or its activation; null where any price moves it. */
export function moveBeyond({ extreme, trailing }: TrailingOrder): Decimal | null {
  if (extreme !== null) return extreme
  return trailing.activation === undefined ? null : decimal(trailing.activation)
}

function distanceFrom(extreme: Decimal, { distance }: Trailing, atr: AverageTrueRange): Decimal | null {
  if (typeof distance === 'number') return decimal(distance)
  if ('fraction' in distance) return extreme.times(distance.fraction)
  const range = atr(distance.atr)
  return range === null ? null : range.times(distance.multiple)
}
