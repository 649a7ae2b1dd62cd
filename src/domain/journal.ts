import type { DecimalText } from './decimal.js'

/** A named balance. Wallet accounts are `available` and `collateral:<leg>`; the others say where money came from or went. */
export type AccountName = 'available' | 'deposits' | 'insurance' | `${LegAccount}:${number}`
export type LegAccount = 'collateral' | 'price' | 'slippage' | 'fees' | 'funding' | 'liquidation'

/** One account's part in an entry: what it received (positive) or gave (negative), quote currency. */
export interface Posting {
  readonly account: AccountName
  readonly amount: DecimalText
}

/** One fact's effect on money. Its postings sum to zero (rule A1). */
export interface Entry {
  readonly at: number
  readonly what: 'deposit' | 'entry' | 'exit' | 'funding' | 'margin' | 'liquidation'
  readonly leg: string | null
  readonly postings: readonly Posting[]
}
