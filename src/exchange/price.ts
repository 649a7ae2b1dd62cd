import type { ExitLevel } from '#domain/command.js'
import { ceilTo, type Decimal, decimal, floorTo, ONE } from '#domain/decimal.js'
import type { LegSide, OrderSide } from '#domain/position.js'

/** To the tick, against the trader: buys up, sells down (rule O8). */
export function againstTrader(price: Decimal, side: OrderSide, tick: Decimal): Decimal {
  return side === 'buy' ? ceilTo(price, tick) : floorTo(price, tick)
}

/** A stop goes to the tick towards the market: of a long up, of a short down (rule O8). */
export function towardsMarket(price: Decimal, legSide: LegSide, tick: Decimal): Decimal {
  return legSide === 'long' ? ceilTo(price, tick) : floorTo(price, tick)
}

/** The price of a stop: as given, or a fraction from the average entry (rule O6), to the tick. */
export function stopPrice(level: ExitLevel, legSide: LegSide, entry: () => Decimal, tick: Decimal): Decimal {
  return towardsMarket(away(level, entry, legSide === 'long' ? -1 : 1), legSide, tick)
}

/** The limit that a stop becomes: as given, or a fraction from the average entry, to the tick against the trader. */
export function stopLimitPrice(level: ExitLevel, legSide: LegSide, entry: () => Decimal, tick: Decimal): Decimal {
  const side = legSide === 'long' ? 'sell' : 'buy'
  return againstTrader(away(level, entry, legSide === 'long' ? -1 : 1), side, tick)
}

/** The price of a target: as given, or a fraction from the average entry, to the tick against the trader. */
export function targetPrice(level: ExitLevel, legSide: LegSide, entry: () => Decimal, tick: Decimal): Decimal {
  const side = legSide === 'long' ? 'sell' : 'buy'
  return againstTrader(away(level, entry, legSide === 'long' ? 1 : -1), side, tick)
}

function away(level: ExitLevel, entry: () => Decimal, direction: 1 | -1): Decimal {
  return typeof level === 'number' ? decimal(level) : entry().times(ONE.plus(decimal(level.fraction).times(direction)))
}
