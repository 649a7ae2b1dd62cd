import type { Decimal } from '#domain/decimal.js'
import type {
  AccountEvent,
  CollateralMoved,
  FundingPaid,
  LegLiquidated,
  LeverageChanged,
  OrderFilled,
} from '#domain/event.js'
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
      return { at, what: event.adds ? 'entry' : 'exit', leg: event.leg, movements: ofFill(event) }
    case 'FundingPaid':
      return { at, what: 'funding', leg: event.leg, movements: ofFunding(event) }
    case 'CollateralMoved':
    case 'LeverageChanged':
      return { at, what: 'margin', leg: event.leg, movements: ofMargin(event) }
    case 'LegLiquidated':
      return { at, what: 'liquidation', leg: event.leg, movements: ofLiquidation(event) }
    default:
      return null
  }
}

/**
 * Slippage is shown apart: what it cost is moved from `price` to `slippage`, so that `price` is at expected prices.
 * `available` takes minus the sum of the others (rule A5).
 */
function ofFill({
  position,
  collateral,
  realized,
  slippage,
  fee,
  covered,
  available,
}: OrderFilled): readonly Movement[] {
  const names = namesOf(position)
  return moved([
    [names.collateral, collateral],
    [names.price, slippage.isZero() ? realized.neg() : realized.plus(slippage).neg()],
    [names.slippage, slippage],
    [names.fees, fee],
    [names.liquidation, covered.neg()],
    ['available', available],
  ])
}

function ofFunding({ position, payment, toCollateral, fromAvailable, covered }: FundingPaid): readonly Movement[] {
  const names = namesOf(position)
  return moved([
    [names.collateral, toCollateral],
    [names.funding, payment.neg()],
    [names.liquidation, covered.neg()],
    ['available', fromAvailable],
  ])
}

function ofMargin({ position, amount }: CollateralMoved | LeverageChanged): readonly Movement[] {
  return moved([
    [namesOf(position).collateral, amount],
    ['available', amount.neg()],
  ])
}

function ofLiquidation(event: LegLiquidated): readonly Movement[] {
  const names = namesOf(event.position)
  return moved([
    [names.collateral, event.collateral.neg()],
    [names.price, event.realized.plus(event.slippage).neg()],
    [names.slippage, event.slippage],
    [names.liquidation, event.fee.plus(event.toInsurance)],
    ['available', event.returned],
  ])
}

/** What is zero is no movement. */
function moved(parts: readonly (readonly [AccountName, Decimal])[]): readonly Movement[] {
  const movements: Movement[] = []
  for (const [account, amount] of parts) if (!amount.isZero()) movements.push({ account, amount })
  return movements
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
