import { type AccountState, enter, exit, fund, liquidate, purseOf } from '#domain/account.js'
import { type Decimal, decimal, ZERO } from '#domain/decimal.js'
import type { FillReason, FundingPaid, LegLiquidated, OrderFilled } from '#domain/event.js'
import { entrySide, exitSide, type LegSide, type Position } from '#domain/position.js'

export const at = Date.UTC(2025, 0, 1)

const when = { at, candle: 0 } as const

interface Fill {
  readonly quantity: string
  readonly price: string
  /** Default: the price. */
  readonly expected?: string
  /** Fraction of notional; 0. */
  readonly fee?: string
}

/** A leg `core` that opens at its fill. */
export function opened(side: LegSide, leverage: number, fill: Fill): OrderFilled {
  const before: Position = {
    id: 1,
    leg: 'core',
    side,
    margin: 'isolated',
    leverage: decimal(leverage),
    quantity: ZERO,
    cost: ZERO,
    collateral: ZERO,
    openedAt: at,
  }
  const { quantity, price, expected, fee } = read(fill)
  const effect = enter(before, quantity, price, expected, fee)
  return { ...base(before, fill, 'entry'), side: entrySide(side), adds: true, holding: effect.after, ...effect }
}

/** Part or all of a leg that is closed. */
export function closed(position: Position, account: AccountState, fill: Fill): OrderFilled {
  const { quantity, price, expected, fee } = read(fill)
  const effect = exit(position, quantity, price, expected, fee, purseOf(account, position.id))
  return {
    ...base(position, fill, 'signal'),
    side: exitSide(position.side),
    adds: false,
    holding: effect.after,
    ...effect,
  }
}

export function funded(
  position: Position,
  account: AccountState,
  mark: string,
  rate: string,
  from: 'collateral' | 'wallet',
): FundingPaid {
  const effect = fund(position, decimal(mark), decimal(rate), from, account.available)
  return {
    ...when,
    kind: 'FundingPaid',
    leg: position.leg,
    position: position.id,
    mark: decimal(mark),
    rate: decimal(rate),
    ...effect,
  }
}

export function liquidated(position: Position, price: string): LegLiquidated {
  const effect = liquidate(position, decimal(price))
  const { leg, id, side } = position
  return {
    ...when,
    kind: 'LegLiquidated',
    leg,
    position: id,
    openings: [id],
    side: exitSide(side),
    phase: 'path',
    ...effect,
  }
}

function read({
  quantity,
  price,
  expected = price,
  fee = '0',
}: Fill): Readonly<Record<'quantity' | 'price' | 'expected' | 'fee', Decimal>> {
  return { quantity: decimal(quantity), price: decimal(price), expected: decimal(expected), fee: decimal(fee) }
}

function base(position: Position, fill: Fill, reason: Exclude<FillReason, 'liquidation'>) {
  const { quantity, price, expected } = read(fill)
  const order = { order: 1, liquidity: 'taker', phase: 'open' } as const
  return {
    ...when,
    kind: 'OrderFilled',
    leg: position.leg,
    position: position.id,
    opening: position.id,
    ...order,
    price,
    expected,
    quantity,
    isPartial: false,
    reason,
  } as const
}
