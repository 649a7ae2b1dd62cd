import { type AccountState, fund, hasCross, newAccount } from '#domain/account.js'
import { type FundingDue, indexAtOrAfter } from '#domain/candles.js'
import type { Command } from '#domain/command.js'
import { type Decimal, decimal, ZERO } from '#domain/decimal.js'
import type { AccountEvent } from '#domain/event.js'
import { isEntryOrder, type Order } from '#domain/order.js'
import type { PoolLiquidation } from '#domain/pool-liquidation.js'
import { accept } from './accept.js'
import { type Excursion, extremesOf, visit } from './excursion.js'
import { closeQuantity, fillExit } from './exits.js'
import { fillEntry } from './entries.js'
import { LiquidationPrices, watched } from './liquidation-prices.js'
import { playInside } from './path.js'
import type { Resting } from './resting.js'
import { Session, type Spot, type Warning } from './session.js'
import { movesAtEachClose } from './trailing.js'
import type { Market, Venue } from './venue.js'
import { spotAt, standstill, touches, walkStretch } from './walk.js'

/**
 * Where each watched level stands in `Exchange.bounds`: between the levels nothing can happen. −Infinity and Infinity
 * where there is no level.
 */
export const LAST_BELOW = 0
export const LAST_ABOVE = 1
export const MARK_BELOW = 2
export const MARK_ABOVE = 3
/** First candle in which something happens whatever the price: a market order, funding, another margin table. */
export const WAKE = 4

/** The simulated venue: owner of resting orders. A candle or a command goes in, account events come out. */
export class Exchange {
  readonly bounds = new Float64Array(5)
  readonly warnings: Warning[] = []
  /** Opens of the candles whose two paths differ (rule P7). */
  readonly ambiguousAt: number[] = []
  readonly #venue: Venue
  readonly #market: Market
  readonly #funding: readonly FundingDue[]
  /** Margin tables with the candle from which each is in force, newest last (rule L2). */
  readonly #tables: readonly { readonly from: number; readonly prices: LiquidationPrices }[]
  #table = 0
  #orders: Resting[] = []
  #nextOrder = 1
  #nextPosition = 1
  #nextOpening = 1
  #nextFunding = 0
  #excursions = new Map<number, Excursion>()
  /** First candle whose marks the excursions have not seen. */
  #unseen: number

  /** `first` is the candle from which on it plays. */
  constructor(venue: Venue, market: Market, funding: readonly FundingDue[], first: number) {
    this.#venue = venue
    this.#market = market
    this.#funding = funding
    this.#unseen = first
    this.#tables = venue.instrument.tierStates.map(({ from, tiers }) => ({
      from: indexAtOrAfter(market.candles.openedAt, from),
      prices: new LiquidationPrices(tiers, venue.maintenance),
    }))
    this.#useTableOf(first)
    this.#watch(newAccount(venue.positionMode, ZERO), first)
  }

  /** Plays one candle in the order of rule T2, up to its close. */
  play(candle: number, account: AccountState): readonly AccountEvent[] {
    this.#useTableOf(candle)
    const session = this.#session(account, candle)
    const [atOpen, atClose] = this.#fundingOf(candle)
    for (const due of atOpen) this.#pay(session, due, candle)
    const settle = (playing: Session): void => {
      for (const due of atClose) this.#pay(playing, due, candle)
    }
    if (this.#hasWork(session, candle)) {
      const before = [...session.orders]
      const played = this.#playPrices(session, candle, settle)
      this.#tellMoves(played, before, candle)
      return this.#adopt(played, candle + 1)
    }
    settle(session)
    return this.#adopt(session, candle + 1)
  }

  /** Takes commands given at the close of candle `candle − 1`. */
  accept(commands: readonly Command[], candle: number, at: number, account: AccountState): readonly AccountEvent[] {
    const session = this.#session(account, candle)
    const { candles, mark } = this.#market
    const last = candle === 0 ? ZERO : decimal(candles.close[candle - 1])
    const given = { at, candle, last, mark: candle === 0 ? ZERO : decimal(mark.close[candle - 1]) }
    for (const command of commands) accept(session, command, given)
    return this.#adopt(session, candle)
  }

  /** Rule T6: pending orders expire; open legs are closed at the last close where `closeLegs`. */
  finish(candle: number, account: AccountState, closeLegs: boolean): readonly AccountEvent[] {
    this.#seeQuiet(candle + 1, account)
    const session = this.#session(account, candle)
    const spot = spotAt(standstill(this.#market, candle, 'close', 'close'))
    for (const { order } of session.orders) {
      session.emit({ kind: 'OrderExpired', at: spot.at, candle, order: order.id, leg: order.leg })
    }
    session.orders = []
    if (closeLegs) {
      // What one-way has netted away needs no order of its own.
      const { account } = session
      for (const holding of account.mode === 'one-way' ? account.positions : account.holdings) {
        const order = session.nextOrder++
        const terms = { type: 'market', quantity: holding.quantity, expected: spot.last, liquidity: 'taker' } as const
        closeQuantity(session, holding, { order, reason: 'end-of-data', ...terms }, spot)
      }
    }
    return this.#adopt(session, candle + 1)
  }

  /** Legs with an entry that works. */
  isOpening(leg: string): boolean {
    return this.#orders.some(({ order }) => order.leg === leg && order.purpose === 'entry')
  }

  /** Worst and best PnL of a leg so far. */
  excursionOf(position: number): Readonly<Excursion> {
    return this.#excursions.get(position) ?? { realized: 0, worst: 0, best: 0 }
  }

  /** Liquidation prices under the margin table in force. */
  get liquidationPrices(): LiquidationPrices {
    return this.#tables[this.#table].prices
  }

  /** Where the cross legs are liquidated, seen from the close of a candle. */
  poolLiquidation(candle: number, account: AccountState): PoolLiquidation {
    return this.liquidationPrices.pool.exact(account, decimal(this.#market.mark.close[candle]))
  }

  /** The liquidation prices nearest below and above at the close of a candle, as floats; NaN where there is none. */
  nearOf(account: AccountState, candle: number): NearLiquidation {
    let below = Number.NEGATIVE_INFINITY
    let above = Number.POSITIVE_INFINITY
    for (const position of account.positions) {
      const near = this.liquidationPrices.near(position)
      if (position.side === 'long' && near > below) below = near
      if (position.side === 'short' && near < above) above = near
    }
    if (hasCross(account)) {
      const pool = this.nearOfPool(account, candle)
      if (pool.below > below) below = pool.below
      if (pool.above < above) above = pool.above
    }
    return { below: finite(below), above: finite(above) }
  }

  /** Those of the cross legs alone. */
  nearOfPool(account: AccountState, candle: number): NearLiquidation {
    const { below, above } = this.liquidationPrices.pool.near(account, this.#market.mark.close[Math.max(candle, 0)])
    return { below: finite(below), above: finite(above) }
  }

  #timeOf(candle: number): number {
    return this.#market.candles.openedAt[candle]
  }

  /** A session for candle `candle`, or for commands that live from it on. */
  #session(account: AccountState, candle: number): Session {
    this.#forgetClosed(account)
    const atr = (period: number): Decimal | null => {
      const range = candle === 0 ? Number.NaN : this.#market.atr(period, candle - 1)
      return Number.isNaN(range) ? null : decimal(range)
    }
    return new Session(this.#venue, this.liquidationPrices, atr, {
      account,
      orders: this.#orders,
      nextOrder: this.#nextOrder,
      nextPosition: this.#nextPosition,
      nextOpening: this.#nextOpening,
      excursions: this.#excursions,
    })
  }

  /** Excursions of legs that are gone have been read: what forks copy stays small. */
  #forgetClosed({ positions }: AccountState): void {
    if (this.#excursions.size <= positions.length) return
    const open = new Set(positions.map(({ id }) => id))
    for (const id of this.#excursions.keys()) if (!open.has(id)) this.#excursions.delete(id)
  }

  #adopt(session: Session, nextCandle: number): readonly AccountEvent[] {
    this.#orders = session.orders
    this.#nextOrder = session.nextOrder
    this.#nextPosition = session.nextPosition
    this.#nextOpening = session.nextOpening
    this.#excursions = session.excursions
    this.warnings.push(...session.warnings)
    this.#watch(session.account, nextCandle)
    return session.events
  }

  /** Marks of the candles since the last one that was played, in which nothing happened, count for the legs' excursions. */
  #seeQuiet(candle: number, account: AccountState): void {
    const seen = account.positions.length === 0 ? null : extremesOf(this.#market.mark, this.#unseen, candle)
    this.#unseen = Math.max(this.#unseen, candle)
    if (seen === null) return
    for (const position of account.positions) {
      const excursion = this.#excursions.get(position.id)
      if (excursion === undefined) continue
      visit(excursion, position, seen.lowest)
      visit(excursion, position, seen.highest)
    }
  }

  #useTableOf(candle: number): void {
    while (this.#table + 1 < this.#tables.length && this.#tables[this.#table + 1].from <= candle) this.#table++
  }

  /** Whether prices of this candle do anything: market orders wait, or a level lies within it. */
  #hasWork(session: Session, candle: number): boolean {
    const { candles, mark } = this.#market
    return session.orders.some(({ order }) => isRestless(order)) || touches(session, candles, mark, candle)
  }

  /** Tells of the trailing stops that have moved since the candle began. */
  #tellMoves(session: Session, before: readonly Resting[], candle: number): void {
    const at = this.#timeOf(candle) + this.#market.candles.timeframeMs
    const born = new Map<number, Order>()
    for (const event of session.events) if (event.kind === 'OrderAccepted') born.set(event.order.id, event.order)
    for (const { order } of session.orders) {
      if (order.purpose !== 'trailing' || order.price === null) continue
      const earlier = before.find((waiting) => waiting.order.id === order.id)?.order ?? born.get(order.id)
      if (earlier?.price?.eq(order.price)) continue
      session.emit({ kind: 'OrderMoved', at, candle, order: order.id, leg: order.leg, price: order.price })
    }
  }

  /** From the open along the path to the close, where `settle` is called. Returns the session of the chosen path. */
  #playPrices(session: Session, candle: number, settle: (session: Session) => void): Session {
    this.#seeQuiet(candle, session.account)
    const open = standstill(this.#market, candle, 'open', 'open')
    walkStretch(session, open)
    this.#fillMarketOrders(session, spotAt(open))
    walkStretch(session, open)
    const played = playInside(session, this.#market, candle, settle)
    if (played.ambiguous) this.ambiguousAt.push(this.#timeOf(candle))
    this.#unseen = candle + 1
    return played.session
  }

  /** What falls due in a candle, at its open and at its close (rule F2). Earlier dues found no open leg and lapse. */
  #fundingOf(candle: number): readonly [readonly FundingDue[], readonly FundingDue[]] {
    const atOpen: FundingDue[] = []
    const atClose: FundingDue[] = []
    for (; this.#nextFunding < this.#funding.length; this.#nextFunding++) {
      const due = this.#funding[this.#nextFunding]
      if (due.candle > candle) break
      if (due.candle === candle) (due.phase === 'open' ? atOpen : atClose).push(due)
    }
    return [atOpen, atClose]
  }

  #pay(session: Session, due: FundingDue, candle: number): void {
    if (session.account.positions.length === 0) return
    const rate = decimal(due.rate)
    const { mark } = spotAt(standstill(this.#market, candle, due.phase, due.phase))
    for (const position of session.account.positions) {
      session.emit({
        kind: 'FundingPaid',
        at: due.at,
        candle,
        leg: position.leg,
        position: position.id,
        rate,
        mark,
        ...fund(position, mark, rate, this.#venue.fundingFrom, session.account.available),
      })
    }
  }

  #fillMarketOrders(session: Session, spot: Spot): void {
    for (const { order } of session.orders.filter((waiting) => waiting.order.type === 'market')) {
      if (!session.orders.some((waiting) => waiting.order.id === order.id)) continue
      if (isEntryOrder(order)) fillEntry(session, order, spot.last, 'taker', spot)
      else fillExit(session, order, spot.last, 'taker', spot)
    }
  }

  #watch(account: AccountState, nextCandle: number): void {
    const { bounds } = this
    bounds[LAST_BELOW] = bounds[MARK_BELOW] = Number.NEGATIVE_INFINITY
    bounds[LAST_ABOVE] = bounds[MARK_ABOVE] = Number.POSITIVE_INFINITY
    bounds[WAKE] = account.positions.length > 0 ? this.#nextEvent(nextCandle) : Number.POSITIVE_INFINITY
    for (const { order, level, rising, source, movesBeyond } of this.#orders) {
      if (isRestless(order)) bounds[WAKE] = nextCandle
      if (!Number.isNaN(level)) this.#narrow(source, level, rising)
      if (!Number.isNaN(movesBeyond)) this.#narrow(source, movesBeyond, !rising)
    }
    for (const position of account.positions) {
      const rising = position.side === 'short'
      const near = this.liquidationPrices.near(position)
      if (!Number.isNaN(near)) this.#narrow('mark', watched(near, rising), rising)
    }
    if (nextCandle === 0 || !hasCross(account)) return
    const { below, above } = this.liquidationPrices.pool.near(account, this.#market.mark.close[nextCandle - 1])
    this.#narrow('mark', below, false)
    this.#narrow('mark', above, true)
  }

  /** Where one series serves as both, its levels stand with the last price's. */
  #narrow(source: 'last' | 'mark', level: number, rising: boolean): void {
    const { bounds } = this
    const isLast = source === 'last' || this.#market.mark === this.#market.candles
    const which = (isLast ? LAST_BELOW : MARK_BELOW) + (rising ? 1 : 0)
    bounds[which] = rising ? Math.min(bounds[which], level) : Math.max(bounds[which], level)
  }

  /** The next candle with funding due or other tiers, for an account with open legs. */
  #nextEvent(nextCandle: number): number {
    while (this.#nextFunding < this.#funding.length && this.#funding[this.#nextFunding].candle < nextCandle) {
      this.#nextFunding++
    }
    const funding = this.#funding[this.#nextFunding]?.candle ?? Number.POSITIVE_INFINITY
    const table = this.#tables[this.#table + 1]?.from ?? Number.POSITIVE_INFINITY
    return Math.min(funding, table)
  }
}

/** Liquidation prices as floats, NaN where there is none. */
export interface NearLiquidation {
  readonly below: number
  readonly above: number
}

function finite(price: number): number {
  return Number.isFinite(price) ? price : Number.NaN
}

/** Acts in the next candle whatever its prices: a market order, a trailing stop whose distance is read at each close. */
function isRestless(order: Order): boolean {
  return order.type === 'market' || (order.purpose === 'trailing' && movesAtEachClose(order))
}
