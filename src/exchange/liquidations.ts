import { clear, holdingsOfPosition, isCross, liquidate, purseOf } from '#domain/account.js'
import type { Decimal } from '#domain/decimal.js'
import { isEntryOrder } from '#domain/order.js'
import { exitSide, type Position, unrealizedPnl } from '#domain/position.js'
import { belongsTo, type Session, type Spot } from './session.js'

/**
 * Rule L5: the leg's orders are cancelled, then it closes at the trigger mark. Resting orders hold no money, so that the
 * test repeated after their cancellation has the same answer.
 */
export function liquidateLeg(session: Session, position: Position, mark: Decimal, spot: Spot): void {
  withdrawOrders(session, [position], spot)
  session.visit(mark.toNumber())
  forceClose(session, position, mark, session.venue.settlement, spot)
}

/**
 * Rule L6: the orders of the pool are cancelled, then whole legs close at the trigger mark, the largest unrealized loss
 * first, until the test of what is left holds.
 */
export function liquidatePool(session: Session, mark: Decimal, spot: Spot): void {
  const legs = session.account.positions.filter(isCross)
  withdrawOrders(session, legs, spot)
  session.cancel(
    (order) => isEntryOrder(order) && order.margin === 'cross',
    () => 'liquidation',
    spot,
  )
  session.visit(mark.toNumber())
  const byLoss = legs.toSorted((one, other) => unrealizedPnl(one, mark).comparedTo(unrealizedPnl(other, mark)))
  for (const position of byLoss) {
    forceClose(session, position, mark, 'clearance', spot)
    if (!session.prices.pool.isDue(session.account, mark)) return
  }
}

function withdrawOrders(session: Session, positions: readonly Position[], spot: Spot): void {
  const openings = positions.flatMap((position) => holdingsOfPosition(session.account, position).map(({ id }) => id))
  session.cancel(
    (order) => belongsTo(order, openings),
    () => 'liquidation',
    spot,
  )
}

function forceClose(
  session: Session,
  position: Position,
  mark: Decimal,
  settlement: 'bankruptcy' | 'clearance',
  spot: Spot,
): void {
  const { slippage, clearanceFeeRate } = session.venue
  const side = exitSide(position.side)
  const { quantity } = position
  const wallet = purseOf(session.account, position.id)
  const effect =
    settlement === 'bankruptcy'
      ? liquidate(position, mark)
      : clear(
          position,
          slippage({ side, expected: mark, quantity, candle: spot.candle }),
          mark,
          clearanceFeeRate,
          wallet,
        )
  session.emit({
    kind: 'LegLiquidated',
    at: spot.at,
    candle: spot.candle,
    leg: position.leg,
    position: position.id,
    openings: holdingsOfPosition(session.account, position).map(({ id }) => id),
    side,
    phase: spot.phase,
    ...effect,
  })
}
