import type { Command } from '#domain/command.js'
import { isEntryOrder } from '#domain/order.js'
import { accept } from './accept.js'
import { fillEntry } from './entries.js'
import { fillExit } from './exits.js'
import { dropAllUnmet } from './remainder.js'
import type { Session, Spot } from './session.js'
import { marketPrice, spotAt, type Stretch, walkStretch } from './walk.js'

/** Commands that arrive inside a candle. */
export interface Arrival {
  readonly commands: readonly Command[]
  /** Since the candle opened. */
  readonly afterMs: number
}

/**
 * Carries out what arrives inside a candle, where the market then stands (rule P8): what is past its level fires at once,
 * as a taker, then market orders fill.
 */
export function arrive(session: Session, { commands }: Arrival, still: Stretch): void {
  const spot = spotAt(still)
  const { at, candle, last, mark } = spot
  const next = session.nextOrder
  for (const command of commands) accept(session, command, { at, candle, last, mark })
  session.cross(next, spot)
  walkStretch(session, still)
  fillMarketOrders(session, spot)
  dropAllUnmet(session, spot)
}

/** Market orders in the order in which they were given; one that an earlier fill has withdrawn is gone. */
export function fillMarketOrders(session: Session, spot: Spot): void {
  for (const { order } of session.orders.filter((waiting) => waiting.order.type === 'market')) {
    if (!session.orders.some((waiting) => waiting.order.id === order.id)) continue
    const expected = marketPrice(session, order.side, spot)
    if (isEntryOrder(order)) fillEntry(session, order, expected, 'taker', spot)
    else fillExit(session, order, expected, 'taker', spot)
  }
}
