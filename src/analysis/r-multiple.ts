import { type Decimal, decimal } from '#domain/decimal.js'
import type { LegResult, LevelChange } from '#domain/result.js'

/** The stop with which each opening began, by its id. An opening without one, or that got one later, is missing. */
export function initialStops(
  legs: readonly Pick<LegResult, 'id' | 'openedAt'>[],
  levels: readonly LevelChange[],
): ReadonlyMap<number, Decimal> {
  const openedAt = new Map(legs.map((leg) => [leg.id, leg.openedAt]))
  const stops = new Map<number, Decimal>()
  for (const { at, leg, what, price } of levels) {
    if (what !== 'stop' || price === null || stops.has(leg) || openedAt.get(leg) !== at) continue
    stops.set(leg, decimal(price))
  }
  return stops
}

/** R = net ÷ (|entry − initial stop| × quantity); null without a stop, and where it is the entry itself. */
export function rMultiple(
  { entry, quantity, pnl }: Pick<LegResult, 'entry' | 'quantity' | 'pnl'>,
  initialStop: Decimal | undefined,
): number | null {
  if (initialStop === undefined) return null
  const risked = decimal(entry).minus(initialStop).abs().times(quantity)
  return risked.isZero() ? null : decimal(pnl.net).div(risked).toNumber()
}
