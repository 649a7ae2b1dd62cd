import { type Decimal, decimal, ZERO } from '#domain/decimal.js'
import type { AccountName, Entry } from '#domain/journal.js'

/** Balances after a list of entries, summed here anew from the postings of a result. */
export class Balances {
  readonly #accounts = new Map<AccountName, Decimal>()

  constructor(entries: readonly Entry[] = []) {
    for (const entry of entries) this.post(entry)
  }

  post({ postings }: Entry): void {
    for (const { account, amount } of postings) this.#accounts.set(account, this.of(account).plus(amount))
  }

  of(account: AccountName): Decimal {
    return this.#accounts.get(account) ?? ZERO
  }

  /** Σ of the accounts whose name begins so. */
  sumOf(prefix: string): Decimal {
    let total = ZERO
    for (const [account, amount] of this.#accounts) if (account.startsWith(prefix)) total = total.plus(amount)
    return total
  }

  /** The purses that are below zero: what an account of money may never be. */
  overdrawn(): readonly AccountName[] {
    return [...this.#accounts].flatMap(([account, amount]) => (isPurse(account) && amount.lt(0) ? [account] : []))
  }
}

function isPurse(account: AccountName): boolean {
  return account === 'available' || account.startsWith('collateral:')
}

/** Σ of an entry's postings. */
export function sumOf({ postings }: Entry): Decimal {
  return postings.reduce((total, { amount }) => total.plus(decimal(amount)), ZERO)
}
