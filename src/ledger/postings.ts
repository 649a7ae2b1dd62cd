import { type Decimal, ZERO } from '#domain/decimal.js'
import type { AccountEvent, FundingPaid, LegLiquidated, OrderFilled } from '#domain/event.js'
import type { AccountName, Entry, LegAccount } from '#domain/journal.js'

/** One account's part in an entry that is not booked yet. */
export interface Movement {
  readonly account: AccountName
  readonly amount: Decimal
}

/** An entry on its way into the books: what it is, and movements that sum to zero. */
export interface Draft {
  readonly at: number
  readonly what: Entry['what']
  readonly leg: string | null
  readonly movements: readonly Movement[]
}

/** The double entry of an event that moved money; null for one that did not. */
export function draftOf(event: AccountEvent): Draft | null {
  const { at } = event
  switch (event.kind) {
    case 'OrderFilled':
      return { at, what: isEntry(event) ? 'entry' : 'exit', leg: event.leg, movements: ofFill(event) }
    case 'FundingPaid':
      return { at, what: 'funding', leg: event.leg, movements: ofFunding(event) }
    case 'LegLiquidated':
      return { at, what: 'liquidation', leg: event.leg, movements: ofLiquidation(event) }
    default:
      return null
  }
}

function isEntry(event: OrderFilled): boolean {
  return event.reason === 'entry' || event.reason === 'scale'
}

/** Slippage is shown apart: what it cost is moved from `price` to `slippage`, so that `price` is at expected prices. */
function ofFill(event: OrderFilled): readonly Movement[] {
  const { position: id, collateral, realized, slippage, fee, covered } = event
  const entry = new Balanced()
  entry.post('collateral', id, collateral)
  entry.post('price', id, realized.plus(slippage).neg())
  entry.post('slippage', id, slippage)
  entry.post('fees', id, fee)
  entry.post('liquidation', id, covered.neg())
  return entry.closed()
}

function ofFunding({ position: id, toCollateral, payment, covered }: FundingPaid): readonly Movement[] {
  const entry = new Balanced()
  entry.post('collateral', id, toCollateral)
  entry.post('funding', id, payment.neg())
  entry.post('liquidation', id, covered.neg())
  return entry.closed()
}

function ofLiquidation({ position: id, collateral, realized, toInsurance }: LegLiquidated): readonly Movement[] {
  const entry = new Balanced()
  entry.post('collateral', id, collateral.neg())
  entry.post('price', id, realized.neg())
  entry.post('liquidation', id, toInsurance)
  return entry.closed()
}

/** Movements of one entry: drops what is zero, and lets `available` take minus the sum of the others (rule A5). */
class Balanced {
  readonly #movements: Movement[] = []
  #total = ZERO

  post(account: LegAccount, leg: number, amount: Decimal): void {
    if (amount.isZero()) return
    this.#movements.push({ account: namesOf(leg)[account], amount })
    this.#total = this.#total.plus(amount)
  }

  closed(): readonly Movement[] {
    if (!this.#total.isZero()) this.#movements.push({ account: 'available', amount: this.#total.neg() })
    return this.#movements
  }
}

type LegNames = { readonly [K in LegAccount]: `${K}:${number}` }

/** Account names by leg, made once: equal text that is also the same text is found faster in a map. */
const namesByLeg = new Map<number, LegNames>()

function namesOf(leg: number): LegNames {
  let names = namesByLeg.get(leg)
  if (names === undefined) {
    names = {
      collateral: `collateral:${leg}`,
      price: `price:${leg}`,
      slippage: `slippage:${leg}`,
      fees: `fees:${leg}`,
      funding: `funding:${leg}`,
      liquidation: `liquidation:${leg}`,
    }
    namesByLeg.set(leg, names)
  }
  return names
}
