import { boundMargin, isCross } from '#domain/account.js'
import { type Decimal, derived, max, plain, plainFloat, ZERO } from '#domain/decimal.js'
import type { LegLiquidated, OrderFilled } from '#domain/event.js'
import type { LegAccount } from '#domain/journal.js'
import { initialMargin } from '#domain/margin.js'
import { type Position, unrealizedPnl } from '#domain/position.js'
import type { Attribution, ExitReason, LegResult } from '#domain/result.js'

/** What is gathered about one opening of a leg while it lives. */
interface LegRecord {
  readonly opened: OrderFilled
  readonly openedIn: number
  last: Position
  entryValue: Decimal
  entryQuantity: Decimal
  exitValue: Decimal
  exitQuantity: Decimal
  initialMargin: Decimal
  peakQuantity: Decimal
  /** Of a cross leg, its initial margin: it sets nothing aside. */
  peakCollateral: Decimal
  /** Liquidation price under the last state that was open. */
  liquidationPrice: Decimal | null
  closed: { readonly at: number; readonly candle: number; readonly reason: ExitReason } | null
  excursion: { readonly worst: number; readonly best: number }
}

/** What the records ask of ledger and exchange. */
export interface LegSources {
  readonly balance: (account: `${LegAccount}:${number}`) => Decimal
  readonly liquidationPrice: (position: Position) => Decimal | null
  readonly excursion: (position: number) => { readonly worst: number; readonly best: number }
}

/** Gathers the openings of legs from fills, liquidations and collateral, and tells their results at the end. */
export class LegRecords {
  readonly #records = new Map<number, LegRecord>()
  readonly #sources: LegSources

  constructor(sources: LegSources) {
    this.#sources = sources
  }

  filled(event: OrderFilled): void {
    const value = event.price.times(event.quantity)
    let record = this.#records.get(event.position)
    if (record === undefined) this.#records.set(event.position, (record = newRecord(event)))
    if (event.adds) {
      record.entryValue = record.entryValue.plus(value)
      record.entryQuantity = record.entryQuantity.plus(event.quantity)
      record.initialMargin = record.initialMargin.plus(initialMargin(value, event.after!.leverage))
    } else {
      record.exitValue = record.exitValue.plus(value)
      record.exitQuantity = record.exitQuantity.plus(event.quantity)
    }
    if (event.after !== null) this.held(event.after)
    else this.#close(record, event, exitReasonOf(event))
  }

  liquidated(event: LegLiquidated): void {
    const record = this.#records.get(event.position)!
    record.exitValue = record.exitValue.plus(event.price.times(event.quantity))
    record.exitQuantity = record.exitQuantity.plus(event.quantity)
    this.#close(record, event, 'liquidation')
  }

  /** The leg as it stands after an event that left it open. */
  held(position: Position): void {
    const record = this.#records.get(position.id)!
    record.last = position
    record.peakQuantity = max(record.peakQuantity, position.quantity)
    record.peakCollateral = max(record.peakCollateral, isCross(position) ? boundMargin(position) : position.collateral)
  }

  /** Results in order of opening. Legs still open are marked at `mark` (rule T6). */
  results(pair: string, mark: Decimal, lastCandle: number): readonly LegResult[] {
    return [...this.#records.values()].map((record) => {
      if (record.closed === null) this.#freeze(record)
      return this.#result(record, pair, mark, lastCandle)
    })
  }

  #close(record: LegRecord, event: OrderFilled | LegLiquidated, reason: ExitReason): void {
    record.closed = { at: event.at, candle: event.candle, reason }
    this.#freeze(record)
  }

  #freeze(record: LegRecord): void {
    record.liquidationPrice = this.#sources.liquidationPrice(record.last)
    record.excursion = this.#sources.excursion(record.last.id)
  }

  #result(record: LegRecord, pair: string, mark: Decimal, lastCandle: number): LegResult {
    const { id, leg, side, margin, leverage } = record.last
    const pnl = this.#attribution(record, mark)
    return {
      id,
      name: leg,
      pair,
      side,
      margin,
      leverage: plain(leverage),
      openedAt: record.opened.at,
      closedAt: record.closed?.at ?? null,
      entry: plain(derived(record.entryValue.div(record.entryQuantity))),
      exit: record.exitQuantity.isZero() ? null : plain(derived(record.exitValue.div(record.exitQuantity))),
      quantity: plain(record.peakQuantity),
      initialMargin: plain(record.initialMargin),
      liquidationPrice: record.liquidationPrice === null ? null : plain(record.liquidationPrice),
      exitReason: record.closed?.reason ?? null,
      pnl: texts(pnl),
      returnOnMargin: record.peakCollateral.isZero() ? null : plain(derived(pnl.net.div(record.peakCollateral))),
      mae: floatText(record.excursion.worst),
      mfe: floatText(record.excursion.best),
      candles: (record.closed?.candle ?? lastCandle) - record.openedIn + 1,
    }
  }

  #attribution(record: LegRecord, mark: Decimal): Record<keyof Attribution, Decimal> {
    const { id } = record.last
    const of = (account: LegAccount): Decimal => this.#sources.balance(`${account}:${id}`).neg()
    const price = of('price')
    const slippage = of('slippage')
    const fees = of('fees')
    const funding = of('funding')
    const liquidation = of('liquidation')
    const unrealized = record.closed === null ? unrealizedPnl(record.last, mark) : ZERO
    const net = price.plus(slippage).plus(fees).plus(funding).plus(liquidation).plus(unrealized)
    return { price, slippage, fees, funding, liquidation, unrealized, net }
  }
}

/** A position that orders of other legs have netted away was closed by their signal. */
function exitReasonOf({ reason }: OrderFilled): ExitReason {
  return reason === 'reduce' || reason === 'entry' || reason === 'scale' ? 'signal' : reason
}

function newRecord(event: OrderFilled): LegRecord {
  return {
    opened: event,
    openedIn: event.candle,
    last: event.after!,
    entryValue: ZERO,
    entryQuantity: ZERO,
    exitValue: ZERO,
    exitQuantity: ZERO,
    initialMargin: ZERO,
    peakQuantity: ZERO,
    peakCollateral: ZERO,
    liquidationPrice: null,
    closed: null,
    excursion: { worst: 0, best: 0 },
  }
}

function texts(pnl: Record<keyof Attribution, Decimal>): Attribution {
  return {
    price: plain(pnl.price),
    slippage: plain(pnl.slippage),
    fees: plain(pnl.fees),
    funding: plain(pnl.funding),
    liquidation: plain(pnl.liquidation),
    unrealized: plain(pnl.unrealized),
    net: plain(pnl.net),
  }
}

function floatText(value: number): string {
  const rounded = Math.round(value * 1e8) / 1e8
  return rounded === 0 ? '0' : plainFloat(rounded)
}
