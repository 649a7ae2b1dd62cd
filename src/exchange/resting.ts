import type { TriggerSource } from '#domain/command.js'
import { toFloat } from '#domain/decimal.js'
import type { Order } from '#domain/order.js'

/** An order at the exchange with what is needed to see whether a price sets it off. */
export interface Resting {
  readonly order: Order
  /** Limit or trigger as a float; NaN for market orders, which no price sets off. */
  readonly level: number
  /** True: fires at or above the level; false: at or below. */
  readonly rising: boolean
  readonly source: TriggerSource
  /** What fires first at one price (rule P5): liquidation 0, stop 1, target 2, entry 3. */
  readonly rank: 1 | 2 | 3
  /** Its limit was better than the market in the instant it came to life: it takes (rule O2). */
  readonly crossing: boolean
}

/** Buy limits and sell triggers fire as the price falls, the others as it rises. */
export function resting(order: Order, crossing = false): Resting {
  return {
    order,
    level: order.price === null ? Number.NaN : toFloat(order.price),
    rising: (order.side === 'buy') === (order.type === 'trigger'),
    source: 'source' in order ? order.source : 'last',
    rank: order.purpose === 'stop' ? 1 : order.purpose === 'target' ? 2 : 3,
    crossing,
  }
}

/** Whether a price is at or past a level. */
export function reached(level: number, rising: boolean, price: number): boolean {
  return rising ? price >= level : price <= level
}
