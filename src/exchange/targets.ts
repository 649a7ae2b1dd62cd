import type { AdjustCommand, OpenCommand, TargetShare } from '#domain/command.js'
import { type Decimal, decimal, floorTo, ONE, sum } from '#domain/decimal.js'
import type { LevelExitOrder } from '#domain/order.js'
import { averageEntry, type Holding } from '#domain/position.js'
import { targetPrice } from './price.js'
import type { Session } from './session.js'

/** The targets that a command names, one for all of the leg or several; undefined where it names none. */
export function targetsOf({ target, targets }: OpenCommand | AdjustCommand): readonly TargetShare[] | undefined {
  if (targets !== undefined) return targets ?? []
  if (target === undefined) return undefined
  return target === null ? [] : [{ at: target, share: 1 }]
}

type TargetTerms = Pick<LevelExitOrder, 'purpose' | 'type' | 'price' | 'source' | 'stopLimit' | 'part'>

/** The terms of a leg's targets, each for its share of the leg as it stands (rule O6). */
export function targetTerms(targets: readonly TargetShare[], holding: Holding, tick: Decimal): readonly TargetTerms[] {
  const closes = sum(targets.map(({ share }) => decimal(share))).eq(ONE)
  return targets.map(({ at, share }) => ({
    purpose: 'target',
    type: 'limit',
    price: targetPrice(at, holding.side, () => averageEntry(holding), tick),
    source: 'last',
    stopLimit: null,
    part: targets.length === 1 && closes ? null : { quantity: holding.quantity.times(share), closes },
  }))
}

/** What a target closes, cut to the lot; the last of those that close the leg takes all that is left. */
export function targetQuantity(session: Session, { id, part }: LevelExitOrder, holding: Holding): Decimal {
  if (part === null) return holding.quantity
  const isLast = !session.orders.some(
    ({ order }) => order.purpose === 'target' && order.position === holding.id && order.id !== id,
  )
  return part.closes && isLast ? holding.quantity : floorTo(part.quantity, session.venue.instrument.lot)
}

/** Digits that a share keeps as its leg changes: enough for any lot, and none of the noise of a division. */
const KEPT = 20

/** The leg grew or shrank by other means than its targets: their parts change with it, in proportion (rule O6). */
export function resizeTargets(session: Session, before: Holding, after: Holding): void {
  session.orders = session.orders.map((waiting) => {
    const { order } = waiting
    if (order.purpose !== 'target' || order.position !== before.id || order.part === null) return waiting
    const quantity = order.part.quantity.times(after.quantity).div(before.quantity).toSignificantDigits(KEPT)
    return { ...waiting, order: { ...order, part: { ...order.part, quantity } } }
  })
}
