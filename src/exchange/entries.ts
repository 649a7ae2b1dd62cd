import { holdingById, isCross, positionOfHolding } from '#domain/account.js'
import type { Size } from '#domain/command.js'
import { type Decimal, floorTo, min, plain, sum, ZERO } from '#domain/decimal.js'
import type { Liquidity, RefusalCode } from '#domain/event.js'
import { maxLeverage, tiersAt } from '#domain/instrument.js'
import type { EntryOrder, LevelExitOrder } from '#domain/order.js'
import { averageEntry, exitSide, type Holding, type Position } from '#domain/position.js'
import { stopLimitPrice, stopPrice } from './price.js'
import { fillsNow, keepRest } from './remainder.js'
import type { Session, Spot } from './session.js'
import { quantityOf } from './size.js'
import { stopAt, termsOf } from './stops.js'
import { resizeTargets, targetTerms } from './targets.js'
import { enlarge, netAgainst, shrink, withMore } from './trade.js'
import { follow } from './trailing.js'

interface Refused {
  readonly code: RefusalCode
  readonly message: string
}

/** What an entry does: `reduced` of its quantity nets the position against it (rule M3), the rest goes to `before`. */
interface Planned {
  /** What is still to fill, and the part of it that fills now (rule O9). */
  readonly wanted: Decimal
  readonly quantity: Decimal
  readonly price: Decimal
  readonly feeRate: Decimal
  readonly before: Position
  readonly against: Position | null
  readonly reduced: Decimal
}

/**
 * Fills an entry or a scale at its expected price, or refuses it (rules O11–O13, L9). The first fill brings its exits to
 * life; what the candle's volume leaves of it goes on working (rule O9).
 */
export function fillEntry(
  session: Session,
  order: EntryOrder,
  expected: Decimal,
  liquidity: Liquidity,
  spot: Spot,
): void {
  session.remove(order.id)
  if (order.postOnly && liquidity === 'taker') {
    const message = `the limit ${plain(order.price!)} would take at ${plain(expected)}`
    return session.refuse(order.leg, 'post-only', message, spot)
  }
  const holding = order.position === null ? null : holdingById(session.account, order.position)
  const planned = plan(session, order, expected, liquidity, spot)
  if ('code' in planned) {
    session.refuse(order.leg, planned.code, planned.message, spot)
    return
  }
  const { wanted, quantity } = planned
  if (!fillsNow(session, order, wanted, quantity, spot)) return
  const opened = carryOut(session, order, planned, { expected, liquidity, holding }, spot)
  if (opened === null) return
  if (holding === null) bearExits(session, order, opened, spot)
  else resizeTargets(session, holding, opened)
  if (quantity.lt(wanted)) keepRest(session, { ...order, position: opened.id }, wanted, quantity, spot)
}

/** Trades with the venue's positions. Returns the leg as it then is; null where nothing was filled. */
function carryOut(
  session: Session,
  order: EntryOrder,
  { wanted, quantity, price, feeRate, before, against, reduced }: Planned,
  { expected, liquidity, holding }: { expected: Decimal; liquidity: Liquidity; holding: Holding | null },
  spot: Spot,
): Holding | null {
  const isPartial = quantity.lt(wanted)
  const { id, side, purpose: reason } = order
  const trade = { order: id, side, expected, price, feeRate, liquidity, isPartial, reason }
  const isMerged = session.account.mode !== 'multi-trade'
  const held = holding ?? { ...nothing(order, spot), id: isMerged ? session.nextOpening : before.id }
  const { leg, id: opening } = held
  const netted = reduced.isZero() ? held : withMore(held, reduced, price)
  const rest = quantity.minus(reduced)
  if (against !== null && !reduced.isZero()) {
    const part = { ...trade, isPartial: isPartial || !rest.isZero() }
    shrink(session, against, reduced, part, { leg, opening, holding: netted }, spot)
  }
  const after = rest.isZero() ? netted : withMore(netted, rest, price)
  const isFilled = rest.isZero() || enlarge(session, before, rest, trade, { leg, opening, holding: after }, spot)
  if (!isFilled && reduced.isZero()) return null
  if (holding === null && isMerged) session.nextOpening++
  return isFilled ? after : netted
}

function plan(
  session: Session,
  order: EntryOrder,
  expected: Decimal,
  liquidity: Liquidity,
  spot: Spot,
): Planned | Refused {
  const { instrument, slippage } = session.venue
  const isFirst = order.rest === null
  const stop =
    order.exits.stop === null || !isFirst
      ? null
      : stopPrice(order.exits.stop, order.legSide, () => expected, instrument.tick)
  if (stop !== null && (order.legSide === 'long' ? stop.gte(expected) : stop.lte(expected))) {
    const where = order.legSide === 'long' ? 'below' : 'above'
    return {
      code: 'stop-side',
      message: `the stop ${plain(stop)} of a ${order.legSide} must be ${where} ${plain(expected)}`,
    }
  }
  const found = positionFor(session, order)
  const before = found ?? { ...nothing(order, spot), id: session.nextPosition, collateral: ZERO }
  const sized = order.rest ?? wantedQuantity(session, order, before, expected, spot)
  const wanted = floorTo(sized, instrument.lot)
  if (wanted.isZero() || wanted.isNeg()) {
    const why = sized.isZero() ? whyNothing(order.size) : ''
    return { code: 'min-quantity', message: `${plain(sized)} is less than one lot of ${plain(instrument.lot)}${why}` }
  }
  const notional = wanted.times(expected)
  if (isFirst && notional.lt(instrument.minNotional)) {
    return { code: 'min-notional', message: `notional ${plain(notional)} is below ${plain(instrument.minNotional)}` }
  }
  const quantity = session.leftOf(wanted, spot.candle)
  const price =
    order.type === 'limit' ? expected : slippage({ side: order.side, expected, quantity, candle: spot.candle })
  const against = netAgainst(session, order.side)
  const reduced = against === null ? ZERO : min(quantity, against.quantity)
  const total = tierQuantity(session, before).plus(wanted.minus(reduced)).times(price)
  const highest = maxLeverage(tiersAt(instrument.tierStates, session.opensAt), total)
  if (wanted.gt(reduced) && before.leverage.gt(highest)) {
    return { code: 'max-leverage', message: leverageMessage(before.leverage, highest, total) }
  }
  return { wanted, quantity, price, before, against, reduced, feeRate: session.feeRate(liquidity, spot.at) }
}

/** The position that an entry enlarges; null where it opens one. */
function positionFor({ account }: Session, order: EntryOrder): Position | null {
  if (account.mode === 'multi-trade' && order.position === null) return null
  return positionOfHolding(account, { id: order.position ?? 0, side: order.legSide })
}

/** What a position's tier is told by: its own quantity, of cross that of its whole side (rule L2). */
export function tierQuantity({ account }: Session, position: Position): Decimal {
  if (!isCross(position)) return position.quantity
  const ofSide = account.positions.filter((other) => isCross(other) && other.side === position.side)
  return sum(ofSide.map(({ quantity }) => quantity))
}

/** What made a size nothing, where it depends on something else. */
function whyNothing(size: Size): string {
  if ('ratioOf' in size) return ` (ratioOf ${size.ratioOf}, which is flat)`
  return 'riskOfEquity' in size ? ' (riskOfEquity without a stop, or with one at the price)' : ''
}

/** Why a notional may not carry a leverage; zero is the highest beyond the last tier. */
export function leverageMessage(leverage: Decimal, highest: Decimal, notional: Decimal): string {
  const shown = plain(notional.toSignificantDigits(12))
  if (highest.isZero()) return `a notional of ${shown} is beyond the last margin tier`
  return `leverage ${plain(leverage)} exceeds ${plain(highest)}, the most for a notional of ${shown}`
}

/** The size at the order's own price, or at market at the open (rule O11), before it is cut to the lot. */
function wantedQuantity(session: Session, order: EntryOrder, before: Position, expected: Decimal, spot: Spot): Decimal {
  const own = order.price ?? expected
  return quantityOf(order.size, {
    account: session.account,
    expected: own,
    mark: spot.mark,
    leverage: before.leverage,
    stop: stopFor(session, order, own),
  })
}

/** The stop that a risk is measured to: the one that the entry brings, or the one that the leg has. */
function stopFor(session: Session, order: EntryOrder, own: Decimal): Decimal | null {
  const { stop } = order.exits
  if (stop !== null) return stopPrice(stop, order.legSide, () => own, session.venue.instrument.tick)
  const working = order.position === null ? null : workingStop(session, order.position)
  return working === null ? null : termsOf(working).trigger
}

/** The stop that the opening of a leg has. */
export function workingStop(session: Session, opening: number): LevelExitOrder | null {
  for (const { order } of session.orders) if (order.purpose === 'stop' && order.position === opening) return order
  return null
}

/** A leg that an entry is to open, before it holds anything. */
function nothing(order: EntryOrder, spot: Spot): Omit<Holding, 'id'> {
  return {
    leg: order.leg,
    side: order.legSide,
    margin: order.margin,
    leverage: order.leverage,
    quantity: ZERO,
    cost: ZERO,
    openedAt: spot.at,
  }
}

/** A trailing stop that has seen no price yet. */
export const unmoved = { extreme: null, price: null } as const

function bearExits(session: Session, order: EntryOrder, holding: Holding, spot: Spot): void {
  const { stop, stopLimit, stopOn, targets, trailing } = order.exits
  const { tick } = session.venue.instrument
  const entry = (): Decimal => averageEntry(holding)
  const { leg } = order
  const { id: position } = holding
  const side = exitSide(holding.side)
  const { candle: liveFrom } = spot
  if (stop !== null) {
    const trigger = stopPrice(stop, holding.side, entry, tick)
    const limit = stopLimit === null ? null : stopLimitPrice(stopLimit, holding.side, entry, tick)
    const terms = stopAt({ trigger, limit, triggerOn: stopOn })
    session.bear({ ...terms, id: session.nextOrder++, leg, side, position, liveFrom }, spot)
    warnOfDeadStop(session, holding, trigger, spot)
  }
  for (const terms of targetTerms(targets, holding, tick)) {
    session.bear({ ...terms, id: session.nextOrder++, leg, side, position, liveFrom }, spot)
  }
  if (trailing !== null) {
    const terms = { ...unmoved, purpose: 'trailing', type: 'trigger', source: stopOn, trailing } as const
    const fresh = { ...terms, id: session.nextOrder++, leg, side, position, liveFrom }
    session.bear(follow(fresh, spot[stopOn], tick, session.atr), spot)
  }
}

/** Rule L8: a stop beyond the liquidation price never fires. */
export function warnOfDeadStop(
  session: Session,
  holding: Holding,
  stop: Decimal,
  spot: Pick<Spot, 'at' | 'mark'>,
): void {
  const position = positionOfHolding(session.account, holding)
  if (position === null || session.prices.isWellBefore(position, stop)) return
  const price = liquidationOf(session, position, spot.mark)
  if (price === null || (position.side === 'long' ? stop.gt(price) : stop.lt(price))) return
  session.warnings.push({
    at: spot.at,
    leg: holding.leg,
    message: `the stop ${plain(stop)} lies beyond the liquidation price ${plain(price.toDecimalPlaces(4))}: liquidation comes first`,
  })
}

/** The liquidation price on the losing side of a position: its own, or its pool's; null where there is none. */
function liquidationOf({ prices, account }: Session, position: Position, mark: Decimal): Decimal | null {
  if (!isCross(position)) return Number.isNaN(prices.near(position)) ? null : prices.exact(position)
  const { below, above } = prices.pool.exact(account, mark)
  return position.side === 'long' ? below : above
}
