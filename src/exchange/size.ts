import { type AccountState, equityAt } from '#domain/account.js'
import type { Size } from '#domain/command.js'
import { type Decimal, decimal, sum, ZERO } from '#domain/decimal.js'

/** What a size is resolved against, at the fill (rule O11). */
export interface Sizing {
  readonly account: AccountState
  /** The order's expected price, before slippage. */
  readonly expected: Decimal
  readonly mark: Decimal
  readonly leverage: Decimal
  /** The stop that the entry will have, or null. */
  readonly stop: Decimal | null
}

/** Quantity of a size, in base units, before it is cut to the lot (rule O11). */
export function quantityOf(size: Size, at: Sizing): Decimal {
  if ('quantity' in size) return decimal(size.quantity)
  if ('notional' in size) return decimal(size.notional).div(at.expected)
  if ('margin' in size) return decimal(size.margin).times(at.leverage).div(at.expected)
  if ('fractionOfEquity' in size) return equity(at).times(size.fractionOfEquity).div(at.expected)
  if ('riskOfEquity' in size) {
    const distance = at.stop === null ? ZERO : at.expected.minus(at.stop).abs()
    return distance.isZero() ? ZERO : equity(at).times(size.riskOfEquity).div(distance)
  }
  const others = at.account.holdings.filter(({ leg }) => leg === size.ratioOf)
  return sum(others.map(({ quantity }) => quantity)).times(size.ratio)
}

/** Equity as it stands; nothing can be bought with less than nothing. */
function equity(at: Sizing): Decimal {
  const value = equityAt(at.account, at.mark)
  return value.lt(0) ? ZERO : value
}
