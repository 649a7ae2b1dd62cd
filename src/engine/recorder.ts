import { type AccountState, boundMargin, isCross } from '#domain/account.js'
import { type Decimal, plain, plainFloat, toFloat, ZERO } from '#domain/decimal.js'
import type { AccountEvent, LegLiquidated, OrderFilled } from '#domain/event.js'
import type { LevelExitOrder, Order, TrailingOrder } from '#domain/order.js'
import { floatsOf, type Position } from '#domain/position.js'
import type { AccountSpan, ExitResult, FillResult, LevelChange, MergeResult, RefusalResult } from '#domain/result.js'
import type { NearLiquidation } from '#exchange/exchange.js'
import { LegRecords, type LegSources } from './leg-records.js'

type Exit = LevelExitOrder | TrailingOrder
type Gone = NonNullable<ExitResult['gone']>

/** Significant digits of a liquidation price that is shown; those of a pool are floats on the safe side. */
const DIGITS = 10
const POOL_DIGITS = 8

/** Turns the stream of account events into the lists of a result. */
export class Recorder {
  readonly fills: FillResult[] = []
  readonly refusals: RefusalResult[] = []
  readonly levels: LevelChange[] = []
  readonly spans: AccountSpan[] = []
  readonly exits: ExitResult[] = []
  readonly legs: LegRecords
  /** What the insurance fund received from the legs, less what it paid. */
  toInsurance = ZERO
  /** What it paid, without what it received. */
  shortfall = ZERO
  /** What `hedged` and `one-way` made of the legs' entries (rule M4). */
  readonly merges: MergeResult[] = []
  readonly #near: (account: AccountState, candle: number) => NearLiquidation
  readonly #nearOf: (position: Position) => number
  /** Of each opening, the venue's position that it last traded with. */
  readonly #positions = new Map<number, number>()
  /** Of each position, the opening whose entry opened it; null where an exit of another leg did (rule M3). */
  readonly #openers = new Map<number, number | null>()
  /** Orders that are stops and targets, for the levels they leave when they go. */
  readonly #exits = new Map<number, Exit>()
  /** Where each of them stands in `exits`. */
  readonly #places = new Map<number, number>()
  /** The target that is shown of a position. */
  readonly #targetShown = new Map<number, string>()
  readonly #liquidationShown = new Map<number, number>()

  /** `nearOf`: the liquidation price of a leg as a float, NaN where there is none; `near`, those of the account. */
  constructor(
    sources: LegSources,
    nearOf: (position: Position) => number,
    near: (account: AccountState, candle: number) => NearLiquidation,
  ) {
    this.legs = new LegRecords(sources)
    this.#nearOf = nearOf
    this.#near = near
  }

  record(event: AccountEvent): void {
    switch (event.kind) {
      case 'OrderAccepted':
        return this.#accepted(event.order, event.at)
      case 'OrderMoved':
      case 'OrderTriggered':
        return this.#moved(event.order, plain(event.price), event.at)
      case 'OrderCancelled':
        return this.#gone(event.order, event.at, event.cause)
      case 'OrderExpired':
        return this.#gone(event.order, event.at, 'expired')
      case 'CommandRefused':
        this.refusals.push({ at: event.at, leg: event.leg, code: event.code, message: event.message })
        return
      case 'OrderFilled':
        this.#insured(event.covered.neg())
        this.fills.push(fillOf(event, event))
        this.legs.filled(event)
        this.#positions.set(event.opening, event.position)
        this.#merged(event)
        if (!event.isPartial) this.#gone(event.order, event.at, 'filled', event.holding !== null)
        return event.after === null
          ? this.#hideLiquidation(event.position, event.at)
          : this.#showLiquidation(event.after, event.at)
      case 'LegLiquidated':
        this.#insured(event.toInsurance)
        this.fills.push(fillOf(event, null))
        this.legs.liquidated(event)
        return this.#hideLiquidation(event.position, event.at)
      case 'FundingPaid':
        this.#insured(event.covered.neg())
        this.legs.held(event.after)
        return this.#showLiquidation(event.after, event.at)
      case 'CollateralMoved':
      case 'LeverageChanged':
        this.legs.held(event.after)
        this.#showLiquidation(event.after, event.at)
    }
  }

  /** The account as it stands from the close of `candle` on. */
  span(account: AccountState, candle: number): AccountSpan {
    const span = spanOf(account, candle, this.#near(account, candle))
    if (this.spans.at(-1)?.fromCandle === candle) this.spans[this.spans.length - 1] = span
    else this.spans.push(span)
    return span
  }

  /** The liquidation price of an open leg may have changed, though nothing happened to it. */
  repriced(position: Position, at: number): void {
    this.#showLiquidation(position, at)
  }

  /** The cross legs may be liquidated elsewhere: of a long that is the mark below, of a short the one above (rule L4). */
  pooled({ positions }: AccountState, pool: NearLiquidation, at: number): void {
    for (const position of positions) {
      if (!isCross(position)) continue
      this.#showLevel(position.id, position.side === 'long' ? pool.below : pool.above, POOL_DIGITS, at)
    }
  }

  #merged({ at, leg, position, quantity, adds, reason, after, opening }: OrderFilled): void {
    const isEntry = reason === 'entry' || reason === 'scale'
    const opener = this.#openers.get(position)
    if (opener === undefined) this.#openers.set(position, isEntry ? opening : null)
    const isOwn = isEntry
      ? adds && (opener === undefined || opener === opening || (opener === null && after!.leg === leg))
      : !adds
    if (isOwn) return
    const what = isEntry ? (adds ? 'merged' : 'netted') : 'turned'
    this.merges.push({ at, leg, position, what, quantity: plain(quantity) })
  }

  #insured(toFund: Decimal): void {
    if (toFund.isZero()) return
    this.toInsurance = this.toInsurance.plus(toFund)
    if (toFund.isNeg()) this.shortfall = this.shortfall.minus(toFund)
  }

  #accepted(order: Order, at: number): void {
    if (!('source' in order)) return
    this.#exits.set(order.id, order)
    this.#places.set(order.id, this.exits.length)
    this.exits.push(exitOf(order, this.fills.length))
    if (order.purpose === 'target') this.#showTarget(order.position, this.#nearestTarget(order.position), at)
    else if (order.price !== null) this.#show(order, plain(order.price), at)
  }

  /** A trailing stop moved, or a stop-limit shows its limit; entries are not shown. */
  #moved(id: number, price: string, at: number): void {
    const order = this.#exits.get(id)
    if (order !== undefined) this.#show(order, price, at)
  }

  /** A target that is filled leaves the others, where the leg is still open; one that is withdrawn goes with them. */
  #gone(id: number, at: number, why: Gone['why'], isLegOpen = false): void {
    const order = this.#exits.get(id)
    if (order === undefined) return
    this.#exits.delete(id)
    const place = this.#places.get(id)!
    this.#places.delete(id)
    this.exits[place] = { ...this.exits[place], gone: { at, after: this.fills.length, why } }
    if (order.purpose !== 'target') this.#show(order, null, at)
    else this.#showTarget(order.position, isLegOpen ? this.#nearestTarget(order.position) : null, at)
  }

  #nearestTarget(position: number): string | null {
    let nearest: LevelExitOrder | null = null
    for (const order of this.#exits.values()) {
      if (order.purpose !== 'target' || order.position !== position) continue
      const isNearer = (than: LevelExitOrder) =>
        order.side === 'sell' ? order.price.lt(than.price) : order.price.gt(than.price)
      if (nearest === null || isNearer(nearest)) nearest = order
    }
    return nearest === null ? null : plain(nearest.price)
  }

  /** Of several targets of a leg the nearest is shown, where that has changed. */
  #showTarget(position: number, price: string | null, at: number): void {
    if (price === (this.#targetShown.get(position) ?? null)) return
    if (price === null) this.#targetShown.delete(position)
    else this.#targetShown.set(position, price)
    this.levels.push({ at, leg: position, what: 'target', price })
  }

  /** A trailing stop is shown as the stop that it is. */
  #show(order: Exit, price: string | null, at: number): void {
    const leg = this.#positions.get(order.position) ?? order.position
    this.levels.push({ at, leg, order: order.id, what: 'stop', price })
  }

  #showLiquidation(position: Position, at: number): void {
    if (!isCross(position)) this.#showLevel(position.id, this.#nearOf(position), DIGITS, at)
  }

  /** Marks a new liquidation price once it has moved by more than a ten-thousandth. */
  #showLevel(leg: number, price: number, digits: number, at: number): void {
    if (Number.isNaN(price)) return this.#hideLiquidation(leg, at)
    const shown = this.#liquidationShown.get(leg)
    if (shown !== undefined && Math.abs(price / shown - 1) < 1e-4) return
    this.#liquidationShown.set(leg, price)
    this.levels.push({ at, leg, what: 'liquidation', price: plainFloat(Number(price.toPrecision(digits))) })
  }

  #hideLiquidation(id: number, at: number): void {
    if (this.#liquidationShown.delete(id)) this.levels.push({ at, leg: id, what: 'liquidation', price: null })
  }
}

function exitOf({ id, leg, position, side, purpose, price }: Exit, setAfter: number): ExitResult {
  const level = price === null ? null : plain(price)
  return { order: id, leg, opening: position, side, what: purpose, price: level, setAfter, gone: null }
}

function fillOf(event: OrderFilled | LegLiquidated, filled: OrderFilled | null): FillResult {
  return {
    at: event.at,
    leg: event.position,
    name: event.leg,
    order: filled?.order ?? null,
    side: event.side,
    price: plain(event.price),
    expected: plain(event.expected),
    quantity: plain(event.quantity),
    fee: plain(event.fee),
    slippage: plain(event.slippage),
    liquidity: filled?.liquidity ?? 'taker',
    reason: filled?.reason ?? 'liquidation',
    phase: event.phase,
  }
}

function spanOf(account: AccountState, fromCandle: number, near: NearLiquidation): AccountSpan {
  let collateral = 0
  let bound = 0
  let cost = 0
  let netQuantity = 0
  let grossQuantity = 0
  for (const position of account.positions) {
    const floats = floatsOf(position)
    collateral += floats.collateral
    if (isCross(position)) bound += toFloat(boundMargin(position))
    cost += floats.sign * floats.cost
    netQuantity += floats.sign * floats.quantity
    grossQuantity += floats.quantity
  }
  const wallet = toFloat(account.available) + collateral
  return {
    fromCandle,
    wallet,
    collateral: collateral + bound,
    offset: wallet - cost,
    netQuantity,
    grossQuantity,
    liquidationBelow: near.below,
    liquidationAbove: near.above,
  }
}
