import { type Decimal, money, ZERO } from './decimal.js'
import type { AccountEvent, FundingPaid, LegLiquidated, OrderFilled } from './event.js'
import { initialMargin } from './margin.js'
import { type Position, share, signOf, unrealizedPnl } from './position.js'

/** Money and legs of an account at one instant. A value: every event makes a new one. */
export interface AccountState {
  /** What is not set aside for a leg, quote currency. */
  readonly available: Decimal
  /** Open legs, in the order in which they were opened. */
  readonly positions: readonly Position[]
}

/** available + collateral of all legs. */
export function walletOf(account: AccountState): Decimal {
  return account.positions.reduce((total, position) => total.plus(position.collateral), account.available)
}

/** wallet + unrealized PnL of all legs at one mark. */
export function equityAt(account: AccountState, mark: Decimal): Decimal {
  return account.positions.reduce((total, position) => total.plus(unrealizedPnl(position, mark)), walletOf(account))
}

/** The open position of a declared leg. */
export function positionOfLeg(account: AccountState, leg: string): Position | null {
  return account.positions.find((position) => position.leg === leg) ?? null
}

export function positionById(account: AccountState, id: number): Position | null {
  return account.positions.find((position) => position.id === id) ?? null
}

/**
 * Free margin (rule L9) = wallet − Σ isolated collateral − Σ cross initial margin + Σ cross unrealized losses.
 * With isolated legs alone that is what is available.
 */
export function freeMargin(account: AccountState): Decimal {
  return account.available
}

/** The account after an event. Events that move no money leave it as it is. */
export function applyEvent(account: AccountState, event: AccountEvent): AccountState {
  switch (event.kind) {
    case 'OrderFilled':
      return {
        available: account.available.plus(event.available),
        positions: withPosition(account.positions, event.position, event.after),
      }
    case 'FundingPaid':
      return {
        available: event.fromAvailable.isZero() ? account.available : account.available.plus(event.fromAvailable),
        positions: withPosition(account.positions, event.position, event.after),
      }
    case 'CollateralMoved':
    case 'LeverageChanged':
      return {
        available: account.available.minus(event.amount),
        positions: withPosition(account.positions, event.position, event.after),
      }
    case 'LegLiquidated':
      return {
        available: account.available.plus(event.returned),
        positions: withPosition(account.positions, event.position, null),
      }
    default:
      return account
  }
}

/** Positions with one replaced, added at the end, or (null) taken out. */
export function withPosition(positions: readonly Position[], id: number, after: Position | null): readonly Position[] {
  if (after === null) return positions.filter((position) => position.id !== id)
  if (positions.some((position) => position.id === id)) {
    return positions.map((position) => (position.id === id ? after : position))
  }
  return [...positions, after]
}

type FillMoney = Pick<OrderFilled, 'fee' | 'slippage' | 'realized' | 'collateral' | 'available' | 'covered' | 'after'>

/** What an entry or a scale of `quantity` at `price` does to a leg's money. `before.quantity` is zero for a new leg. */
export function enter(
  before: Position,
  quantity: Decimal,
  price: Decimal,
  expected: Decimal,
  feeRate: Decimal,
): FillMoney {
  const notional = quantity.times(price)
  const collateral = initialMargin(notional, before.leverage)
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
 * fee comes from the wallet and from what the exit releases (L9); what neither holds, the fund covers too.
 */
export function exit(
  before: Position,
  quantity: Decimal,
  price: Decimal,
  expected: Decimal,
  feeRate: Decimal,
  available: Decimal,
): FillMoney {
  const notional = quantity.times(price)
  const cost = share(before.cost, quantity, before.quantity)
  const released = share(before.collateral, quantity, before.quantity)
  const realized = money(notional.minus(cost).times(signOf(before.side)))
  const fee = money(notional.times(feeRate))
  const left = before.quantity.minus(quantity)
  const gap = shortfall(released.plus(realized))
  const change = released.plus(realized).plus(gap).minus(fee)
  const covered = change.isNeg() ? gap.plus(shortfall(available.plus(change))) : gap
  return {
    fee,
    slippage: money(price.minus(expected).abs().times(quantity)),
    realized,
    collateral: released.neg(),
    available: covered.eq(gap) ? change : change.plus(covered).minus(gap),
    covered,
    after: left.isZero()
      ? null
      : { ...before, quantity: left, cost: before.cost.minus(cost), collateral: before.collateral.minus(released) },
  }
}

type FundingMoney = Pick<FundingPaid, 'payment' | 'toCollateral' | 'fromAvailable' | 'covered' | 'after'>

/**
 * Funding of one leg (rule F1): −side × quantity × mark × rate. What the first purse (F3) cannot pay, the second does;
 * what neither can, the insurance fund covers.
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
  const purses = from === 'collateral' ? [before.collateral, available] : [available, before.collateral]
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
  if (payment.gte(0) || payment.neg().lte(first)) return [payment, ZERO]
  const rest = payment.plus(first)
  return [first.neg(), rest.neg().lte(second) ? rest : second.neg()]
}

type LiquidationMoney = Omit<LegLiquidated, 'kind' | 'at' | 'candle' | 'leg' | 'position' | 'side' | 'phase'>

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
 * Rule L5, settlement `clearance`: the leg closes at `price`, a fee of `feeRate` is charged on it, and what is left of
 * the collateral returns to the trader; what is missing, the fund pays.
 */
export function clear(position: Position, price: Decimal, expected: Decimal, feeRate: Decimal): LiquidationMoney {
  const realized = money(unrealizedPnl(position, price))
  const fee = money(position.quantity.times(price).times(feeRate))
  const left = position.collateral.plus(realized).minus(fee)
  const covered = shortfall(left)
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
  return balance.lt(0) ? balance.neg() : ZERO
}
