import { enter, freeMargin, positionOfLeg } from '#domain/account.js'
import type { Size } from '#domain/command.js'
import { type Decimal, floorTo, plain, ZERO } from '#domain/decimal.js'
import type { Liquidity, RefusalCode } from '#domain/event.js'
import { maxLeverage, tiersAt } from '#domain/instrument.js'
import type { EntryOrder, LevelExitOrder } from '#domain/order.js'
import { averageEntry, exitSide, type Position } from '#domain/position.js'
import { stopLimitPrice, stopPrice } from './price.js'
import { fillsNow, keepRest } from './remainder.js'
import type { Session, Spot } from './session.js'
import { quantityOf } from './size.js'
import { stopAt, termsOf } from './stops.js'
import { resizeTargets, targetTerms } from './targets.js'
import { follow } from './trailing.js'

interface Refused {
  readonly code: RefusalCode
  readonly message: string
}

interface Planned {
  /** What is still to fill, and the part of it that fills now (rule O9). */
  readonly wanted: Decimal
  readonly quantity: Decimal
  readonly price: Decimal
  readonly feeRate: Decimal
  readonly before: Position
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
  const planned = plan(session, order, expected, liquidity, spot)
  if ('code' in planned) {
    session.refuse(order.leg, planned.code, planned.message, spot)
    return
  }
  const { wanted, quantity, price, feeRate, before } = planned
  if (!fillsNow(session, order, wanted, quantity, spot)) return
  const effect = enter(before, quantity, price, expected, feeRate)
  const free = freeMargin(session.account)
  const needed = effect.collateral.plus(effect.fee)
  if (needed.gt(free)) {
    const message = `needs ${plain(effect.collateral)} margin + ${plain(effect.fee)} fee, free margin is ${plain(free)}`
    session.refuse(order.leg, 'margin', message, spot)
    return
  }
  if (before.quantity.isZero()) session.nextPosition++
  session.emit({
    kind: 'OrderFilled',
    at: spot.at,
    candle: spot.candle,
    order: order.id,
    leg: order.leg,
    position: before.id,
    side: order.side,
    price,
    expected,
    quantity,
    isPartial: quantity.lt(wanted),
    liquidity,
    reason: order.purpose,
    phase: spot.phase,
    ...effect,
  })
  session.visit(spot.markFloat)
  if (before.quantity.isZero()) bearExits(session, order, effect.after!, spot)
  else resizeTargets(session, before, effect.after!)
  if (quantity.lt(wanted)) keepRest(session, order, wanted, quantity, spot)
}

function plan(
  session: Session,
  order: EntryOrder,
  expected: Decimal,
  liquidity: Liquidity,
  spot: Spot,
): Planned | Refused {
  const { instrument, slippage } = session.venue
  const before = positionOfLeg(session.account, order.leg) ?? emptyPosition(session, order, spot)
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
  const sized = order.rest ?? wantedQuantity(session, order, before, expected, spot)
  const wanted = floorTo(sized, instrument.lot)
  if (wanted.lte(0)) {
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
  const total = before.quantity.plus(wanted).times(price)
  const highest = maxLeverage(tiersAt(instrument.tierStates, spot.at), total)
  if (before.leverage.gt(highest)) {
    return { code: 'max-leverage', message: leverageMessage(before.leverage, highest, total) }
  }
  return {
    wanted,
    quantity,
    price,
    before,
    feeRate: liquidity === 'maker' ? instrument.fees.maker : instrument.fees.taker,
  }
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
    stop: stopFor(session, order, before, own),
  })
}

/** The stop that a risk is measured to: the one that the entry brings, or the one that the leg has. */
function stopFor(session: Session, order: EntryOrder, before: Position, own: Decimal): Decimal | null {
  const { stop } = order.exits
  if (stop !== null) return stopPrice(stop, order.legSide, () => own, session.venue.instrument.tick)
  const working = workingStop(session, before)
  return working === null ? null : termsOf(working).trigger
}

/** The stop that a leg has. */
export function workingStop(session: Session, position: Position): LevelExitOrder | null {
  for (const { order } of session.orders) {
    if (order.purpose === 'stop' && order.position === position.id) return order
  }
  return null
}

function emptyPosition(session: Session, order: EntryOrder, spot: Spot): Position {
  return {
    id: session.nextPosition,
    leg: order.leg,
    side: order.legSide,
    margin: order.margin,
    leverage: order.leverage,
    quantity: ZERO,
    cost: ZERO,
    collateral: ZERO,
    openedAt: spot.at,
  }
}

/** A trailing stop that has seen no price yet. */
export const unmoved = { extreme: null, price: null } as const

function bearExits(session: Session, order: EntryOrder, position: Position, spot: Spot): void {
  const { stop, stopLimit, stopOn, targets, trailing } = order.exits
  const { tick } = session.venue.instrument
  const entry = (): Decimal => averageEntry(position)
  const base = { leg: order.leg, side: exitSide(position.side), position: position.id, liveFrom: spot.candle }
  if (stop !== null) {
    const trigger = stopPrice(stop, position.side, entry, tick)
    const limit = stopLimit === null ? null : stopLimitPrice(stopLimit, position.side, entry, tick)
    session.bear({ ...base, id: session.nextOrder++, ...stopAt({ trigger, limit, triggerOn: stopOn }) }, spot)
    warnOfDeadStop(session, position, trigger, spot)
  }
  for (const terms of targetTerms(targets, position, tick)) {
    session.bear({ ...base, id: session.nextOrder++, ...terms }, spot)
  }
  if (trailing !== null) {
    const fresh = { ...base, purpose: 'trailing', type: 'trigger', source: stopOn, trailing, ...unmoved } as const
    session.bear(follow({ ...fresh, id: session.nextOrder++ }, spot[stopOn], tick, session.atr), spot)
  }
}

/** Rule L8: a stop beyond the liquidation price never fires. */
export function warnOfDeadStop(session: Session, position: Position, stop: Decimal, spot: Pick<Spot, 'at'>): void {
  const near = session.prices.near(position)
  const level = stop.toNumber()
  if (Number.isNaN(near) || (position.side === 'long' ? level > near : level < near)) return
  const liquidation = plain(session.prices.exact(position)!.toDecimalPlaces(4))
  session.warnings.push({
    at: spot.at,
    leg: position.leg,
    message: `the stop ${plain(stop)} lies beyond the liquidation price ${liquidation}: liquidation comes first`,
  })
}
