import { type Decimal, ZERO } from '#domain/decimal.js'
import type { AccountEvent, FundingPaid, LegLiquidated, OrderFilled } from '#domain/event.js'
import type { Entry, LegAccount, Posting } from '#domain/journal.js'

/** The double entry of an event that moved money; null for one that did not. */
export function entryOf(event: AccountEvent): Entry | null {
  switch (event.kind) {
    case 'OrderFilled':
      return {
        at: event.at,
        what: isEntry(event) ? 'entry' : 'exit',
        leg: event.leg,
        postings: ofFill(event),
      }
    case 'FundingPaid':
      return { at: event.at, what: 'funding', leg: event.leg, postings: ofFunding(event) }
    case 'LegLiquidated':
      return { at: event.at, what: 'liquidation', leg: event.leg, postings: ofLiquidation(event) }
    default:
      return null
  }
}

function isEntry(event: OrderFilled): boolean {
  return event.reason === 'entry' || event.reason === 'scale'
}

/** Slippage is shown apart: what it cost is moved from `price` to `slippage`, so that `price` is at expected prices. */
function ofFill(event: OrderFilled): readonly Posting[] {
  const { position: id, collateral, realized, slippage, fee, covered } = event
  const entry = new Balanced()
  entry.post('collateral', id, collateral)
  entry.post('price', id, realized.plus(slippage).neg())
  entry.post('slippage', id, slippage)
  entry.post('fees', id, fee)
  entry.post('liquidation', id, covered.neg())
  return entry.closed()
}

function ofFunding({ position: id, toCollateral, payment, covered }: FundingPaid): readonly Posting[] {
  const entry = new Balanced()
  entry.post('collateral', id, toCollateral)
  entry.post('funding', id, payment.neg())
  entry.post('liquidation', id, covered.neg())
  return entry.closed()
}

function ofLiquidation({ position: id, collateral, realized, toInsurance }: LegLiquidated): readonly Posting[] {
  const entry = new Balanced()
  entry.post('collateral', id, collateral.neg())
  entry.post('price', id, realized.neg())
  entry.post('liquidation', id, toInsurance)
  return entry.closed()
}

/** Postings under way: drops what is zero, and lets `available` take minus the sum of the others (rule A5). */
class Balanced {
  readonly #postings: Posting[] = []
  #total = ZERO

  post(account: LegAccount, leg: number, amount: Decimal): void {
    if (amount.isZero()) return
    this.#postings.push({ account: namesOf(leg)[account], amount })
    this.#total = this.#total.plus(amount)
  }

  closed(): readonly Posting[] {
    if (!this.#total.isZero()) this.#postings.push({ account: 'available', amount: this.#total.neg() })
    return this.#postings
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
