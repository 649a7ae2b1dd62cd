import { type AccountState, applyEvent, hasCross, newAccount } from '#domain/account.js'
import { type Decimal, plain, ZERO } from '#domain/decimal.js'
import type { AccountEvent } from '#domain/event.js'
import { InvariantError } from '#domain/failure.js'
import type { AccountName, Entry, Posting } from '#domain/journal.js'
import type { PositionMode } from '#domain/position.js'
import { iso } from '#domain/time.js'
import { type Draft, draftOf } from './postings.js'

/** Owner of balances and positions. Both change only by booking events, each as one balanced entry (rule A1). */
export class Ledger {
  readonly #journal: Entry[] = []
  readonly #balances = new Map<AccountName, Decimal>()
  #account: AccountState

  /** Opens the account with a deposit of `initial`, booked at `at`. */
  constructor(initial: Decimal, at: number, mode: PositionMode = 'multi-trade') {
    this.#account = newAccount(mode, initial)
    this.#append({
      at,
      what: 'deposit',
      leg: null,
      movements: [
        { account: 'available', amount: initial },
        { account: 'deposits', amount: initial.neg() },
      ],
    })
  }

  get account(): AccountState {
    return this.#account
  }

  get journal(): readonly Entry[] {
    return this.#journal
  }

  /** Balance of a named account; zero where nothing was posted. */
  balance(account: AccountName): Decimal {
    return this.#balances.get(account) ?? ZERO
  }

  /** Σ of all balances: zero, or the books are wrong. */
  total(): Decimal {
    let total = ZERO
    for (const balance of this.#balances.values()) total = total.plus(balance)
    return total
  }

  book(event: AccountEvent): void {
    const draft = draftOf(event)
    if (draft === null) return
    if (draft.movements.length > 0) this.#append(draft)
    this.#account = applyEvent(this.#account, event)
    if ('position' in event) this.#check(event.kind, event.at, event.position)
  }

  #append({ at, what, leg, movements }: Draft): void {
    let total = ZERO
    const postings: Posting[] = []
    for (const { account, amount } of movements) {
      total = total.plus(amount)
      this.#balances.set(account, this.balance(account).plus(amount))
      postings.push({ account, amount: plain(amount) })
    }
    if (!total.isZero()) {
      throw new InvariantError(`The postings of a ${what} at ${iso(at)} sum to ${plain(total)}, not to zero.`)
    }
    this.#journal.push({ at, what, leg, postings })
  }

  /** What the account says must be what is booked, and no purse may be below zero but the one that a cross pool backs. */
  #check(kind: string, at: number, id: number): void {
    const account = this.#account
    const { available } = account
    const booked = this.balance('available')
    if (!available.eq(booked) || (available.isNeg() && !available.isZero() && !hasCross(account))) {
      throw new InvariantError(
        `After ${kind} at ${iso(at)} available is ${plain(available)}, in the books ${plain(booked)}.`,
      )
    }
    const collateral = this.balance(`collateral:${id}`)
    const held = account.positions.find((position) => position.id === id)?.collateral ?? ZERO
    if (!collateral.eq(held) || (collateral.isNeg() && !collateral.isZero())) {
      throw new InvariantError(
        `After ${kind} at ${iso(at)} the collateral of leg ${id} is ${plain(collateral)} in the books.`,
      )
    }
  }
}
