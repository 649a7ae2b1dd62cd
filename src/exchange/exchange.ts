import { type AccountState, fund, hasCross, newAccount } from '#domain/account.js'
import { extremesOf, type FundingDue, indexAtOrAfter, type Reach, reachOf } from '#domain/candles.js'
import type { Command } from '#domain/command.js'
import { type Decimal, decimal, ZERO } from '#domain/decimal.js'
import type { AccountEvent } from '#domain/event.js'
import type { Order } from '#domain/order.js'
import type { PoolLiquidation } from '#domain/pool-liquidation.js'
import type { PathChoice } from '#domain/result.js'
import { accept } from './accept.js'
import { type Arrival, fillMarketOrders } from './arrivals.js'
import { type Excursion, visit } from './excursion.js'
import { closeQuantity } from './exits.js'
import { type LiquidationPrices, watched } from './liquidation-prices.js'
import { MarginTables } from './margin-tables.js'
import { playInside } from './path.js'
import { dropAllUnmet, expire, isRestless } from './remainder.js'
import type { Resting } from './resting.js'
import { type Given, Session, type Warning } from './session.js'
import { TradedVolume } from './traded-volume.js'
import { UnderWay } from './under-way.js'
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
  /** The paths that were taken in them. */
  readonly choices: PathChoice[] = []
  /** Candles with something inside that were replayed as they are, for want of fine ones (rule P4). */
  lackedFine = 0
  readonly #venue: Venue
  readonly #market: Market
  readonly #reach: Reach
  readonly #underWay: UnderWay
  readonly #funding: readonly FundingDue[]
  readonly #volume: TradedVolume
  readonly #tables: MarginTables
  #orders: Resting[] = []
  #nextOrder = 1
  #nextPosition = 1
  #nextOpening = 1
  #nextFunding = 0
  #rate: { readonly float: number; readonly exact: Decimal } = { float: 0, exact: ZERO }
  #excursions = new Map<number, Excursion>()
  /** First candle in which an order has expired. */
  #expiresIn = Number.POSITIVE_INFINITY
  /** First candle whose marks the excursions have not seen. */
  #unseen: number

  /** `first` is the candle from which on it plays. */
  constructor(venue: Venue, market: Market, funding: readonly FundingDue[], first: number) {
    this.#venue = venue
    this.#market = market
    this.#reach = reachOf(market)
    this.#underWay = new UnderWay(market.candles)
    this.#funding = funding
    this.#unseen = first
    this.#volume = new TradedVolume(venue.instrument.fees)
    this.#tables = new MarginTables(venue, market.candles.openedAt, this.#volume, first)
    this.#watch(newAccount(venue.positionMode, ZERO), first)
  }

  /** Plays one candle in the order of rule T2, up to its close. */
  play(candle: number, account: AccountState): readonly AccountEvent[] {
    this.#tables.use(candle)
    const session = this.#session(account, candle)
    for (const command of this.#underWay.arrivedByOpen(candle)) {
      accept(session, command, this.#atCloseBefore(candle, this.#timeOf(candle)))
    }
    // What arrives by the open counts as given at the close before, at which these worked still.
    if (candle >= this.#expiresIn) expire(session, this.#timeOf(candle), candle)
    const dues = this.#fundingOf(candle)
    for (const due of dues) if (due.phase === 'open') this.#pay(session, due, candle)
    const settle = (playing: Session): void => {
      for (const due of dues) if (due.phase === 'close') this.#pay(playing, due, candle)
    }
    const arrival = this.#underWay.arrivingInside(candle)
    if (arrival !== null || this.#hasWork(session, candle)) {
      const before = [...session.orders]
      const played = this.#playPrices(session, candle, arrival, settle)
      this.#tellMoves(played, before, candle)
      return this.#adopt(played, candle + 1)
    }
    settle(session)
    return this.#adopt(session, candle + 1)
  }

  /** Takes commands given at the close of candle `candle − 1`, or sends them on their way there (rule P8). */
  accept(commands: readonly Command[], candle: number, at: number, account: AccountState): readonly AccountEvent[] {
    const { latencyMs } = this.#venue
    if (latencyMs > 0) {
      this.#underWay.send(commands, at + latencyMs)
      this.#watch(account, candle)
      return []
    }
    const session = this.#session(account, candle)
    const given = this.#atCloseBefore(candle, at)
    for (const command of commands) accept(session, command, given)
    return this.#adopt(session, candle)
  }

  /** Rule T6: pending orders expire, and what is under way; open legs are closed at the last close where `closeLegs`. */
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
        const terms = { type: 'market', isPartial: false, expected: spot.last, liquidity: 'taker' } as const
        closeQuantity(session, holding, { order, reason: 'end-of-data', quantity: holding.quantity, ...terms }, spot)
      }
    }
    return this.#adopt(session, candle + 1)
  }

  /** Legs with an entry that works, or is under way. */
  isOpening(leg: string): boolean {
    return (
      this.#orders.some(({ order }) => order.leg === leg && order.purpose === 'entry') || this.#underWay.isOpening(leg)
    )
  }

  /** Worst and best PnL of a leg so far. */
  excursionOf(position: number): Readonly<Excursion> {
    return this.#excursions.get(position) ?? { realized: 0, worst: 0, best: 0 }
  }

  /** Liquidation prices under the margin table in force. */
  get liquidationPrices(): LiquidationPrices {
    return this.#tables.prices
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

  /** Where prices stood at the close before a candle; zero before the first. */
  #atCloseBefore(candle: number, at: number): Given {
    const { candles, mark } = this.#market
    if (candle === 0) return { at, candle, last: ZERO, mark: ZERO }
    return { at, candle, last: decimal(candles.close[candle - 1]), mark: decimal(mark.close[candle - 1]) }
  }

  /** A session for candle `candle`, or for commands that live from it on. */
  #session(account: AccountState, candle: number): Session {
    this.#forgetClosed(account)
    const atr = (period: number): Decimal | null => {
      const range = candle === 0 ? Number.NaN : this.#market.atr(period, candle - 1)
      return Number.isNaN(range) ? null : decimal(range)
    }
    return new Session(this.#venue, this.liquidationPrices, atr, {
      opensAt: this.#timeOf(candle),
      volume: this.#volume,
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
    this.#volume.book(session.events)
    this.#watch(session.account, nextCandle)
    return session.events
  }

  /** Marks of the candles since the last one that was played, in which nothing happened, count for the legs' excursions. */
  #seeQuiet(candle: number, account: AccountState): void {
    const from = this.#unseen
    this.#unseen = Math.max(from, candle)
    if (account.positions.length === 0 || from >= candle) return
    const seen = extremesOf(this.#reach.mark, from, candle)
    for (const position of account.positions) {
      const excursion = this.#excursions.get(position.id)
      if (excursion === undefined) continue
      visit(excursion, position, seen.lowest)
      visit(excursion, position, seen.highest)
    }
  }

  /** Whether prices of this candle do anything: market orders wait, or a level lies within it. */
  #hasWork(session: Session, candle: number): boolean {
    const { last, mark } = this.#reach
    return session.orders.some(({ order }) => isRestless(order)) || touches(session, last, mark, candle)
  }

  /** Tells of the trailing stops that have moved since the candle began. */
  #tellMoves(session: Session, before: readonly Resting[], candle: number): void {
    if (!session.orders.some(({ order }) => order.purpose === 'trailing')) return
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
  #playPrices(session: Session, candle: number, arrival: Arrival | null, settle: (session: Session) => void): Session {
    this.#seeQuiet(candle, session.account)
    const open = standstill(this.#market, candle, 'open', 'open')
    walkStretch(session, open)
    fillMarketOrders(session, spotAt(open))
    walkStretch(session, open)
    dropAllUnmet(session, spotAt(open))
    const played = playInside(session, this.#market, candle, arrival, settle)
    if (played.choices.length > 0) this.ambiguousAt.push(this.#timeOf(candle))
    this.choices.push(...played.choices)
    if (played.lacksFine) this.lackedFine += 1
    this.#unseen = candle + 1
    return played.session
  }

  /** What falls due in a candle, at its open and at its close (rule F2). Earlier dues found no open leg and lapse. */
  #fundingOf(candle: number): readonly FundingDue[] {
    const dues: FundingDue[] = []
    for (; this.#nextFunding < this.#funding.length; this.#nextFunding++) {
      const due = this.#funding[this.#nextFunding]
      if (due.candle > candle) break
      if (due.candle === candle) dues.push(due)
    }
    return dues
  }

  #pay(session: Session, due: FundingDue, candle: number): void {
    if (session.account.positions.length === 0) return
    // Most payments have the venue's base rate.
    if (due.rate !== this.#rate.float) this.#rate = { float: due.rate, exact: decimal(due.rate) }
    const { exact: rate } = this.#rate
    const mark = decimal(this.#market.mark[due.phase][candle])
    for (const position of session.account.positions) {
      const paid = fund(position, mark, rate, this.#venue.fundingFrom, session.account.available)
      const { payment, toCollateral, fromAvailable, covered, after } = paid
      session.emit({
        kind: 'FundingPaid',
        at: due.at,
        candle,
        leg: position.leg,
        position: position.id,
        rate,
        mark,
        payment,
        toCollateral,
        fromAvailable,
        covered,
        after,
      })
    }
  }

  #watch(account: AccountState, nextCandle: number): void {
    const { bounds } = this
    bounds[LAST_BELOW] = bounds[MARK_BELOW] = Number.NEGATIVE_INFINITY
    bounds[LAST_ABOVE] = bounds[MARK_ABOVE] = Number.POSITIVE_INFINITY
    const event = account.positions.length > 0 ? this.#nextEvent(nextCandle) : Number.POSITIVE_INFINITY
    bounds[WAKE] = Math.min(event, this.#underWay.nextCandle)
    let until = Number.POSITIVE_INFINITY
    for (const { order, level, rising, source, movesBeyond, until: expires } of this.#orders) {
      if (isRestless(order)) bounds[WAKE] = nextCandle
      if (expires < until) until = expires
      if (!Number.isNaN(level)) this.#narrow(source, level, rising)
      if (!Number.isNaN(movesBeyond)) this.#narrow(source, movesBeyond, !rising)
    }
    for (const position of account.positions) {
      const rising = position.side === 'short'
      const near = this.liquidationPrices.near(position)
      if (!Number.isNaN(near)) this.#narrow('mark', watched(near, rising), rising)
    }
    const { openedAt } = this.#market.candles
    this.#expiresIn = until === Number.POSITIVE_INFINITY ? until : indexAtOrAfter(openedAt, until)
    bounds[WAKE] = Math.min(bounds[WAKE], this.#expiresIn)
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
    return Math.min(funding, this.#tables.nextChange(nextCandle))
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
