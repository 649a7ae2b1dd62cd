import type { Candles } from '#domain/candles.js'
import { type Decimal, decimal, plain, sum, ZERO } from '#domain/decimal.js'
import type { FillReason } from '#domain/event.js'
import type { LegAccount } from '#domain/journal.js'
import { type LegSide, unrealizedPnl } from '#domain/position.js'
import type { Attribution, ExitReason, FillResult, LegResult } from '#domain/result.js'
import type { Ledger } from '#ledger/ledger.js'

/** What a fixture remembers of one opening of a leg. */
export interface Opening {
  readonly id: number
  readonly name: string
  readonly side: LegSide
  readonly leverage: string
  readonly openedCandle: number
  closedCandle: number | null
  exitReason: ExitReason | null
  margin: Decimal
  quantity: Decimal
  bought: Decimal
  cost: Decimal
  sold: Decimal
  proceeds: Decimal
  mae: Decimal
  mfe: Decimal
  liquidationPrice: Decimal | null
}

export function newOpening(id: number, name: string, side: LegSide, leverage: number, candle: number): Opening {
  return {
    id,
    name,
    side,
    leverage: String(leverage),
    openedCandle: candle,
    closedCandle: null,
    exitReason: null,
    margin: ZERO,
    quantity: ZERO,
    bought: ZERO,
    cost: ZERO,
    sold: ZERO,
    proceeds: ZERO,
    mae: ZERO,
    mfe: ZERO,
    liquidationPrice: null,
  }
}

export function legResultOf(opening: Opening, pair: string, candles: Candles, ledger: Ledger): LegResult {
  const pnl = attributionOf(opening, decimal(candles.close.at(-1)!), ledger)
  const last = opening.closedCandle ?? candles.length - 1
  return {
    id: opening.id,
    name: opening.name,
    pair,
    side: opening.side,
    margin: 'isolated',
    leverage: opening.leverage,
    openedAt: candles.openedAt[opening.openedCandle],
    closedAt: opening.closedCandle === null ? null : candles.openedAt[opening.closedCandle],
    entry: plain(opening.cost.div(opening.bought)),
    exit: opening.sold.isZero() ? null : plain(opening.proceeds.div(opening.sold)),
    quantity: plain(opening.quantity),
    initialMargin: plain(opening.margin),
    liquidationPrice: opening.liquidationPrice && plain(opening.liquidationPrice),
    exitReason: opening.exitReason,
    pnl,
    returnOnMargin: plain(decimal(pnl.net).div(opening.margin)),
    mae: plain(opening.mae),
    mfe: plain(opening.mfe),
    candles: last - opening.openedCandle + 1,
  }
}

function attributionOf({ id, closedCandle }: Opening, mark: Decimal, ledger: Ledger): Attribution {
  const booked = (account: LegAccount) => ledger.balance(`${account}:${id}`).neg()
  const position = closedCandle === null ? ledger.account.positions.find((held) => held.id === id) : undefined
  const parts = {
    price: booked('price'),
    slippage: booked('slippage'),
    fees: booked('fees'),
    funding: booked('funding'),
    liquidation: booked('liquidation'),
    unrealized: position ? unrealizedPnl(position, mark) : ZERO,
  }
  const all = { ...parts, net: sum(Object.values(parts)) }
  return Object.fromEntries(
    Object.entries(all).map(([cause, amount]) => [cause, plain(amount)]),
  ) as unknown as Attribution
}

export interface FillBase extends Pick<FillResult, 'at' | 'order' | 'side'> {
  readonly leg: string
  readonly position: number
  readonly price: Decimal
  readonly expected: Decimal
  readonly quantity: Decimal
}

/** A fill as the result has it. */
export function fillOf(
  base: FillBase,
  fee: Decimal,
  slippage: Decimal,
  liquidity: 'maker' | 'taker',
  reason: FillReason,
): FillResult {
  return {
    at: base.at,
    leg: base.position,
    name: base.leg,
    order: base.order,
    side: base.side,
    price: plain(base.price),
    expected: plain(base.expected),
    quantity: plain(base.quantity),
    fee: plain(fee),
    slippage: plain(slippage),
    liquidity,
    reason,
    phase: reason === 'entry' || reason === 'scale' ? 'open' : 'path',
  }
}
