import { decimal, type DecimalText, plain, sum } from '#domain/decimal.js'
import type { Attribution, BacktestResult } from '#domain/result.js'

/** Two figures that must be the same to the last digit. */
export interface Equality {
  readonly expected: DecimalText
  readonly actual: DecimalText
  readonly holds: boolean
}

export interface AccountCheck {
  /** Rule A1: the books sum to zero. */
  readonly ledger: Equality
  /** Rule A2: initial + Σ price + Σ slippage + Σ fees + Σ funding + Σ liquidation = wallet. */
  readonly wallet: Equality
  /** Rule A3: initial + Σ net of the legs = equity at the last close. */
  readonly equity: Equality
}

/** The sums of an account, made from the totals of its legs. */
export function checkAccount(account: BacktestResult['account'], total: Attribution): AccountCheck {
  const booked = [total.price, total.slippage, total.fees, total.funding, total.liquidation]
  return {
    ledger: equality(['0'], account.ledgerSum),
    wallet: equality([account.initial, ...booked], account.wallet),
    equity: equality([account.initial, total.net], account.final),
  }
}

function equality(parts: readonly DecimalText[], actual: DecimalText): Equality {
  const expected = sum(parts.map((part) => decimal(part)))
  return { expected: plain(expected), actual, holds: expected.eq(decimal(actual)) }
}
