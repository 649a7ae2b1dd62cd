import type { TriggerSource } from '#domain/command.js'
import { type Decimal, toFloat } from '#domain/decimal.js'
import type { Order, TrailingOrder } from '#domain/order.js'
import { moveBeyond } from './trailing.js'

/** An order at the exchange with what is needed to see whether a price sets it off. */
export interface Resting {
  readonly order: Order
  /** The price that sets it off; null for market orders, which none does. */
  readonly reach: Decimal | null
  /** The same as a float; NaN for null. */
  readonly level: number
  /** True: fires at or above the level; false: at or below. */
  readonly rising: boolean
  readonly source: TriggerSource
  /** What fires first at one price (rule P5): liquidation 0, stop 1, target 2, entry 3. */
  readonly rank: 1 | 2 | 3
  /** Its limit was better than the market in the instant it came to life: it takes (rule O2). */
  readonly crossing: boolean
  /** A trailing stop moves once the market is beyond this price, against the way in which it fires; NaN for others. */
  readonly movesBeyond: number
  /** Ms since 1970: from then on it no longer works (rule O9); Infinity for most. */
  readonly until: number
  /** The candle whose volume it has used up: it waits for the next one. −1 for most. */
  readonly sleepsIn: number
}

/** How far past its price a limit must be traded to fill (rule O2): zero for a touch, a tick for `through`. */
export function resting(order: Order, limitDepth: Decimal): Resting {
  const rising = (order.side === 'buy') === (order.type === 'trigger')
  const reach = reachOf(order, rising, limitDepth)
  return {
    order,
    reach,
    level: reach === null ? Number.NaN : toFloat(reach),
    rising,
    source: 'source' in order ? order.source : 'last',
    rank: order.purpose === 'stop' || order.purpose === 'trailing' ? 1 : order.purpose === 'target' ? 2 : 3,
    crossing: false,
    movesBeyond: order.purpose === 'trailing' && order.type === 'trigger' ? moveFloat(order) : Number.NaN,
    until: ('until' in order ? order.until : null) ?? Number.POSITIVE_INFINITY,
    sleepsIn: -1,
  }
}

/** A trailing stop for which any price counts moves beyond the one that there always is. */
function moveFloat(order: TrailingOrder): number {
  const beyond = moveBeyond(order)
  if (beyond !== null) return toFloat(beyond)
  return order.side === 'sell' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function reachOf(order: Order, rising: boolean, limitDepth: Decimal): Decimal | null {
  if (order.type === 'market') return null
  if (order.type !== 'limit' || order.price === null || limitDepth.isZero()) return order.price
  return rising ? order.price.plus(limitDepth) : order.price.minus(limitDepth)
}

/** Whether a price is at or past a level. */
export function reached(level: number, rising: boolean, price: number): boolean {
  return rising ? price >= level : price <= level
}
