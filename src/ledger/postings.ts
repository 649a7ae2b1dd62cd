import { type Decimal, sum } from '#domain/decimal.js'
import type { AccountEvent, FundingPaid, LegLiquidated, OrderFilled } from '#domain/event.js'
import type { AccountName, Entry, Posting } from '#domain/journal.js'

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
  const id = event.position
  return balanced([
    [`collateral:${id}`, event.collateral],
    [`price:${id}`, event.realized.plus(event.slippage).neg()],
    [`slippage:${id}`, event.slippage],
    [`fees:${id}`, event.fee],
    [`liquidation:${id}`, event.covered.neg()],
  ])
}

function ofFunding(event: FundingPaid): readonly Posting[] {
  const id = event.position
  return balanced([
    [`collateral:${id}`, event.toCollateral],
    [`funding:${id}`, event.payment.neg()],
    [`liquidation:${id}`, event.covered.neg()],
  ])
}

function ofLiquidation(event: LegLiquidated): readonly Posting[] {
  const id = event.position
  return balanced([
    [`collateral:${id}`, event.collateral.neg()],
    [`price:${id}`, event.realized.neg()],
    [`liquidation:${id}`, event.toInsurance],
  ])
}

/** Drops what is zero and lets `available` take minus the sum of the others (rule A5). */
function balanced(parts: readonly (readonly [AccountName, Decimal])[]): readonly Posting[] {
  const postings: Posting[] = []
  for (const [account, amount] of parts) if (!amount.isZero()) postings.push({ account, amount })
  const rest = sum(postings.map((posting) => posting.amount)).neg()
  if (!rest.isZero()) postings.push({ account: 'available', amount: rest })
  return postings
}
