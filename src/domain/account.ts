import { type Decimal, min, money, ZERO } from './decimal.js'
import type { AccountEvent, FundingPaid, LegLiquidated, OrderFilled } from './event.js'
import { initialMargin } from './margin.js'
import type { Pool } from './pool.js'
import { type Holding, type Position, type PositionMode, share, signOf, unrealizedPnl } from './position.js'

/** Money and legs of an account at one instant. A value: every event makes a new one. */
export interface AccountState {
  readonly mode: PositionMode
  /** What is not set aside for a leg, quote currency. Below zero only where unrealized profit of cross legs covers it. */
  readonly available: Decimal
  /** What the venue holds, in the order in which it was opened. */
  readonly positions: readonly Position[]
  /** Open legs by their own orders (rule M4), in the order in which they were opened; in `multi-trade` the positions. */
  readonly holdings: readonly Holding[]
}

/** An account that has traded nothing yet. */
export function newAccount(mode: PositionMode, balance: Decimal): AccountState {
  return { mode, available: balance, positions: [], holdings: [] }
}

/** available + collateral of all legs. */
export function walletOf(account: AccountState): Decimal {
  return account.positions.reduce((total, position) => total.plus(position.collateral), account.available)
}

/** wallet + unrealized PnL of all legs at one mark. */
export function equityAt(account: AccountState, mark: Decimal): Decimal {
  return account.positions.reduce((total, position) => total.plus(unrealizedPnl(position, mark)), walletOf(account))
}

/** The open holding of a declared leg; of a leg that may be many, its first. */
export function holdingOfLeg(account: AccountState, leg: string): Holding | null {
  return account.holdings.find((holding) => holding.leg === leg) ?? null
}

export function holdingById(account: AccountState, id: number): Holding | null {
  return account.holdings.find((holding) => holding.id === id) ?? null
}

/** The venue's position that a holding is part of; null in `one-way` where others have netted it away or turned it. */
export function positionOfHolding(account: AccountState, holding: Pick<Holding, 'id' | 'side'>): Position | null {
  const isIt =
    account.mode === 'multi-trade'
      ? (position: Position) => position.id === holding.id
      : (position: Position) => position.side === holding.side
  return account.positions.find(isIt) ?? null
}

/** The holdings that end when a position is liquidated: its own in `multi-trade`, those of its side, or all of one net. */
export function holdingsOfPosition(account: AccountState, position: Pick<Position, 'id' | 'side'>): readonly Holding[] {
  if (account.mode === 'one-way') return account.holdings
  return account.holdings.filter((holding) =>
    account.mode === 'hedged' ? holding.side === position.side : holding.id === position.id,
  )
}

/** Whether any leg answers with the wallet. */
export function hasCross(account: AccountState): boolean {
  return account.positions.some(isCross)
}

export function isCross(position: Position): boolean {
  return position.margin === 'cross'
}

/** The cross legs and the money that they share: the wallet outside of isolated collateral (rule L4). */
export function poolOf(account: AccountState): Pool {
  return { wallet: account.available, legs: account.positions.filter(isCross) }
}

/** What a cross leg keeps from being free: its cost ÷ leverage (rule L9). Isolated legs have set theirs aside. */
export function boundMargin(position: Position): Decimal {
  return isCross(position) ? initialMargin(position.cost, position.leverage) : ZERO
}

/**
 * Free margin (rule L9) = wallet − Σ isolated collateral − Σ cross initial margin + Σ cross unrealized losses at `mark`.
 * With isolated legs alone that is what is available.
 */
export function freeMargin(account: AccountState, mark: Decimal): Decimal {
  return account.positions.filter(isCross).reduce((free, position) => {
    return free.minus(boundMargin(position)).plus(min(unrealizedPnl(position, mark), ZERO))
  }, account.available)
}

/** The account after an event. Events that move no money leave it as it is. */
export function applyEvent(account: AccountState, event: AccountEvent): AccountState {
  switch (event.kind) {
    case 'OrderFilled': {
      const positions = withChanged(account.positions, event.position, event.after)
      const holdings = account.mode === 'multi-trade' ? positions : heldAfter(account, event)
      return { mode: account.mode, available: account.available.plus(event.available), positions, holdings }
    }
    case 'FundingPaid':
      return withPosition(account, event.after, event.fromAvailable)
    case 'CollateralMoved':
    case 'LeverageChanged':
      return withPosition(account, event.after, event.amount.neg())
    case 'LegLiquidated': {
      const positions = withChanged(account.positions, event.position, null)
      const gone = new Set(event.openings)
      const holdings =
        account.mode === 'multi-trade' ? positions : account.holdings.filter((holding) => !gone.has(holding.id))
      return { mode: account.mode, available: account.available.plus(event.returned), positions, holdings }
    }
    default:
      return account
  }
}

/** The end of the data closes one net position, and with it whatever legs it was made of. */
function heldAfter({ mode, holdings }: AccountState, { reason, opening, holding }: OrderFilled): readonly Holding[] {
  return mode === 'one-way' && reason === 'end-of-data' ? [] : withChanged(holdings, opening, holding)
}

/** The account with an open position replaced and `available` moved. */
function withPosition(account: AccountState, after: Position, toAvailable: Decimal): AccountState {
  const positions = withChanged(account.positions, after.id, after)
  return {
    mode: account.mode,
    available: toAvailable.isZero() ? account.available : account.available.plus(toAvailable),
    positions,
    holdings: account.mode === 'multi-trade' ? positions : account.holdings,
  }
}

/** A list with one replaced, added at the end, or (null) taken out. */
function withChanged<One extends Holding>(all: readonly One[], id: number, after: One | null): readonly One[] {
  if (after === null) return all.filter((one) => one.id !== id)
  if (all.some((one) => one.id === id)) return all.map((one) => (one.id === id ? after : one))
  return [...all, after]
}

/** What a fill does to a leg's money. */
export type FillMoney = Pick<
  OrderFilled,
  'fee' | 'slippage' | 'realized' | 'collateral' | 'available' | 'covered' | 'after'
>

/**
 * What an entry or a scale of `quantity` at `price` does to a leg's money. `before.quantity` is zero for a new leg. Cross
 * sets nothing aside.
 */
export function enter(
  before: Position,
  quantity: Decimal,
  price: Decimal,
  expected: Decimal,
  feeRate: Decimal,
): FillMoney {
  const notional = quantity.times(price)
  const collateral = isCross(before) ? ZERO : initialMargin(notional, before.leverage)
  const fee = money(notional.times(feeRate))
  return {
    fee,
    slippage: money(price.minus(expected).abs().times(quantity)),
    realized: ZERO,
    collateral,
    available: collateral.plus(fee).neg(),
    covered: ZERO,
    after: {
      ...before,
      quantity: before.quantity.plus(quantity),
      cost: before.cost.plus(notional),
      collateral: before.collateral.plus(collateral),
    },
  }
}

/**
 * What closing `quantity` of a leg at `price` does to its money: collateral and cost go in proportion, the last close
 * takes the rest (A5). An isolated leg loses no more than its collateral: a loss beyond it is the insurance fund's. The
 * fee comes from the wallet and from what the exit releases (L9); what neither holds, the fund covers too. While cross
 * legs remain the wallet may owe (L6), and the fund covers nothing but an isolated leg's gap.
 */
export function exit(
  before: Position,
  quantity: Decimal,
  price: Decimal,
  expected: Decimal,
  feeRate: Decimal,
  wallet: Purse,
): FillMoney {
  const notional = quantity.times(price)
  const cost = share(before.cost, quantity, before.quantity)
  const released = share(before.collateral, quantity, before.quantity)
  const realized = money(notional.minus(cost).times(signOf(before.side)))
  const fee = money(notional.times(feeRate))
  const left = before.quantity.minus(quantity)
  const gap = isCross(before) ? ZERO : shortfall(released.plus(realized))
  const change = released.plus(realized).plus(gap).minus(fee)
  const lacking = wallet.mayOwe ? ZERO : shortfall(wallet.available.plus(change))
  const isShort = !lacking.isZero()
  return {
    fee,
    slippage: money(price.minus(expected).abs().times(quantity)),
    realized,
    collateral: released.neg(),
    available: isShort ? change.plus(lacking) : change,
    covered: isShort ? gap.plus(lacking) : gap,
    after: left.isZero()
      ? null
      : { ...before, quantity: left, cost: before.cost.minus(cost), collateral: before.collateral.minus(released) },
  }
}

/** What is available, and whether cross legs that remain let it go below zero (rule L6). */
export interface Purse {
  readonly available: Decimal
  readonly mayOwe: boolean
}

/** The purse that a leg's exit draws on: its part of the pool does not count once it is gone. */
export function purseOf(account: AccountState, leaving: number | null): Purse {
  const mayOwe = account.positions.some((position) => isCross(position) && position.id !== leaving)
  return { available: account.available, mayOwe }
}

type FundingMoney = Pick<FundingPaid, 'payment' | 'toCollateral' | 'fromAvailable' | 'covered' | 'after'>

/**
 * Funding of one leg (rule F1): −side × quantity × mark × rate. What the first purse (F3) cannot pay, the second does;
 * what neither can, the insurance fund covers. Of a cross leg the wallet pays, which its pool's test then looks at.
 */
export function fund(
  before: Position,
  mark: Decimal,
  rate: Decimal,
  from: 'collateral' | 'wallet',
  available: Decimal,
): FundingMoney {
  const amount = money(before.quantity.times(mark).times(rate))
  const payment = before.side === 'long' ? amount.neg() : amount
  if (isCross(before)) {
    return { payment, toCollateral: ZERO, fromAvailable: payment, covered: ZERO, after: before }
  }
  const free = available.isNeg() ? ZERO : available
  const purses = from === 'collateral' ? [before.collateral, free] : [free, before.collateral]
  const [one, other] = inTurn(payment, purses[0], purses[1])
  const [toCollateral, fromAvailable] = from === 'collateral' ? [one, other] : [other, one]
  return {
    payment,
    toCollateral,
    fromAvailable,
    covered: toCollateral === payment ? ZERO : toCollateral.plus(fromAvailable).minus(payment),
    after: { ...before, collateral: before.collateral.plus(toCollateral) },
  }
}

/** Splits a payment over two purses: the first takes what it can, the second the rest as far as it goes. */
function inTurn(payment: Decimal, first: Decimal, second: Decimal): readonly [Decimal, Decimal] {
  if (!payment.isNeg() || payment.neg().lte(first)) return [payment, ZERO]
  const rest = payment.plus(first)
  return [first.neg(), rest.neg().lte(second) ? rest : second.neg()]
}

type LiquidationMoney = Omit<
  LegLiquidated,
  'kind' | 'at' | 'candle' | 'leg' | 'position' | 'openings' | 'side' | 'phase'
>

/** Rule L5, settlement `bankruptcy`: the leg closes at `price`; what is left of its collateral, or missing, is the fund's. */
export function liquidate(position: Position, price: Decimal): LiquidationMoney {
  const realized = money(unrealizedPnl(position, price))
  return {
    price,
    expected: price,
    quantity: position.quantity,
    slippage: ZERO,
    fee: ZERO,
    realized,
    collateral: position.collateral,
    toInsurance: position.collateral.plus(realized),
    returned: ZERO,
  }
}

/**
 * Rules L5 (settlement `clearance`) and L6: the leg closes at `price`, a fee of `feeRate` is charged on it, and what is
 * left of the collateral returns to the trader; what is missing, the fund pays. A cross leg has no collateral: what it
 * made or lost is the wallet's, which may owe as long as other cross legs remain.
 */
export function clear(
  position: Position,
  price: Decimal,
  expected: Decimal,
  feeRate: Decimal,
  wallet: Purse,
): LiquidationMoney {
  const realized = money(unrealizedPnl(position, price))
  const fee = money(position.quantity.times(price).times(feeRate))
  const left = position.collateral.plus(realized).minus(fee)
  const covered = isCross(position) ? (wallet.mayOwe ? ZERO : shortfall(wallet.available.plus(left))) : shortfall(left)
  return {
    price,
    expected,
    quantity: position.quantity,
    slippage: money(price.minus(expected).abs().times(position.quantity)),
    fee,
    realized,
    collateral: position.collateral,
    toInsurance: covered.neg(),
    returned: left.plus(covered),
  }
}

function shortfall(balance: Decimal): Decimal {
  return balance.isNeg() && !balance.isZero() ? balance.neg() : ZERO
}
