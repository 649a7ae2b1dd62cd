import { type AccountState, applyEvent } from '#domain/account.js'
import { type Decimal, decimal, floorTo, toFloat, ZERO } from '#domain/decimal.js'
import type { AccountEvent, FillPhase, Liquidity, OrderCancelled, RefusalCode } from '#domain/event.js'
import { feesAt } from '#domain/fees.js'
import type { LevelExitOrder, Order, TrailingOrder } from '#domain/order.js'
import { type Excursion, newExcursion, visit } from './excursion.js'
import type { LiquidationPrices } from './liquidation-prices.js'
import { reached, type Resting, resting } from './resting.js'
import { triggered } from './stops.js'
import { type AverageTrueRange, follow, movesAtEachClose } from './trailing.js'
import type { TradedVolume } from './traded-volume.js'
import type { Venue } from './venue.js'

/** Below this share of a bound floats leave no doubt. */
const CLEARLY = 1 - 1e-6

/** One instant of the market: where prices stand and in which part of which candle. Decimals are made when asked for. */
export class Spot {
  readonly lastFloat: number
  readonly markFloat: number
  readonly candle: number
  readonly at: number
  readonly phase: FillPhase
  /** An open, to which the market may have jumped. */
  readonly isOpen: boolean
  #last: Decimal | null
  #mark: Decimal | null

  /** Prices as floats or, where they are known exactly, as decimals. */
  constructor(last: number | Decimal, mark: number | Decimal, when: Pick<Spot, 'candle' | 'at' | 'phase' | 'isOpen'>) {
    this.lastFloat = typeof last === 'number' ? last : toFloat(last)
    this.markFloat = typeof mark === 'number' ? mark : toFloat(mark)
    this.#last = typeof last === 'number' ? null : last
    this.#mark = typeof mark === 'number' ? null : mark
    this.candle = when.candle
    this.at = when.at
    this.phase = when.phase
    this.isOpen = when.isOpen
  }

  get last(): Decimal {
    return (this.#last ??= decimal(this.lastFloat))
  }

  get mark(): Decimal {
    return (this.#mark ??= this.markFloat === this.lastFloat ? this.last : decimal(this.markFloat))
  }
}

/** When commands are given: at the close of candle `candle − 1`, so that they live from candle `candle` on (rule T1). */
export interface Given {
  readonly at: number
  readonly candle: number
  /** Last price and mark at that close; before the first candle, zero. */
  readonly last: Decimal
  readonly mark: Decimal
}

/** What a session hands out as its words of caution. */
export interface Warning {
  readonly at: number
  readonly leg: string
  readonly message: string
}

/**
 * The exchange's state while one candle is played: the account as it will stand, resting orders, and the events so
 * far. A fork plays another path from the same state; only the chosen session's events are booked (rule P3).
 */
export class Session {
  readonly venue: Venue
  readonly prices: LiquidationPrices
  readonly atr: AverageTrueRange
  /** Open of the candle that is played: what is dated is in force by it. */
  readonly opensAt: number
  readonly volume: TradedVolume
  account: AccountState
  orders: Resting[]
  nextOrder: number
  nextPosition: number
  /** Number of the next opening of a leg, where the venue merges them. */
  nextOpening: number
  events: AccountEvent[] = []
  warnings: Warning[] = []
  excursions: Map<number, Excursion>
  /** What fills have taken of the candle's volume so far, base units (rule O9). */
  taken: Decimal = ZERO

  constructor(
    venue: Venue,
    prices: LiquidationPrices,
    atr: AverageTrueRange,
    state: Pick<
      Session,
      'opensAt' | 'volume' | 'account' | 'orders' | 'nextOrder' | 'nextPosition' | 'nextOpening' | 'excursions'
    >,
  ) {
    this.venue = venue
    this.prices = prices
    this.atr = atr
    this.opensAt = state.opensAt
    this.volume = state.volume
    this.account = state.account
    this.orders = state.orders
    this.nextOrder = state.nextOrder
    this.nextPosition = state.nextPosition
    this.nextOpening = state.nextOpening
    this.excursions = state.excursions
  }

  fork(): Session {
    const copy = new Session(this.venue, this.prices, this.atr, this)
    copy.orders = [...this.orders]
    copy.taken = this.taken
    copy.events = [...this.events]
    copy.warnings = [...this.warnings]
    copy.excursions = new Map([...this.excursions].map(([id, excursion]) => [id, { ...excursion }]))
    return copy
  }

  emit(event: AccountEvent): void {
    this.events.push(event)
    this.account = applyEvent(this.account, event)
    if (event.kind === 'OrderFilled') this.taken = this.taken.plus(event.quantity)
  }

  /** How much of a wanted quantity the volume of the candle leaves, down to the lot (rule O9). */
  leftOf(wanted: Decimal, candle: number): Decimal {
    const { fillCap } = this.venue
    if (toFloat(this.taken) + toFloat(wanted) < fillCap.near(candle) * CLEARLY) return wanted
    const cap = fillCap.of(candle)
    if (cap === null) return wanted
    const left = cap.minus(this.taken)
    if (left.gte(wanted)) return wanted
    return left.gt(0) ? floorTo(left, this.venue.instrument.lot) : ZERO
  }

  /** The fee of a fill at an instant, a fraction of notional. */
  feeRate(liquidity: Liquidity, at: number): Decimal {
    const volume = this.volume.before(at, this.events)
    return feesAt(this.venue.instrument.fees, this.opensAt, volume)[liquidity]
  }

  refuse(leg: string, code: RefusalCode, message: string, spot: Pick<Spot, 'at' | 'candle'>): void {
    this.emit({ kind: 'CommandRefused', at: spot.at, candle: spot.candle, leg, code, message })
  }

  place(order: Order, spot: Pick<Spot, 'at' | 'candle'>): void {
    this.orders.push(resting(order, this.venue.limitDepth))
    this.emit({ kind: 'OrderAccepted', at: spot.at, candle: spot.candle, order })
  }

  /** Brings an exit to life in the middle of a candle: one that is already past its level crosses at once. */
  bear(order: LevelExitOrder | TrailingOrder, spot: Spot): void {
    this.orders.push(crossed(resting(order, this.venue.limitDepth), spot))
    this.emit({ kind: 'OrderAccepted', at: spot.at, candle: spot.candle, order })
  }

  /**
   * The trigger of an order is reached: a stop-limit is a limit from here on, which crosses at once where the market
   * already meets it (rule O3). False for all else, which fills.
   */
  trigger(order: Order, spot: Spot): boolean {
    const limit = order.purpose === 'trailing' || order.type === 'market' ? null : triggered(order)
    if (limit === null) return false
    const born = resting(limit, this.venue.limitDepth)
    const crossing = reached(born.level, born.rising, spot.lastFloat)
    this.orders = this.orders.map((waiting) => (waiting.order.id === order.id ? { ...born, crossing } : waiting))
    const { id, leg, price } = limit
    this.emit({ kind: 'OrderTriggered', at: spot.at, candle: spot.candle, order: id, leg, price: price! })
    return true
  }

  /** Orders from `id` on have come to life here, in the middle of a candle. */
  cross(id: number, spot: Spot): void {
    this.orders = this.orders.map((waiting) => (waiting.order.id < id ? waiting : crossed(waiting, spot)))
  }

  /** Trailing stops follow the market to where it stands now. */
  follow(spot: Pick<Spot, 'lastFloat' | 'markFloat' | 'last' | 'mark'>): void {
    for (let at = 0; at < this.orders.length; at++) {
      const { order, movesBeyond, rising, source } = this.orders[at]
      if (order.purpose !== 'trailing' || order.type === 'market') continue
      const price = source === 'mark' ? spot.markFloat : spot.lastFloat
      if (!movesAtEachClose(order) && !reached(movesBeyond, !rising, price)) continue
      const moved = follow(order, source === 'mark' ? spot.mark : spot.last, this.venue.instrument.tick, this.atr)
      if (moved !== order) this.orders[at] = resting(moved, this.venue.limitDepth)
    }
  }

  remove(id: number): void {
    this.orders = this.orders.filter((candidate) => candidate.order.id !== id)
  }

  /** Puts an order back on the book; it waits for the candle after this one. */
  keep(order: Order, candle: number): void {
    const waiting = { ...resting(order, this.venue.limitDepth), sleepsIn: candle }
    const next = this.orders.findIndex((other) => other.order.id > order.id)
    this.orders = this.orders.toSpliced(next === -1 ? this.orders.length : next, 0, waiting)
  }

  /** Withdraws the orders that `which` names. */
  cancel(
    which: (order: Order) => boolean,
    cause: (order: Order) => OrderCancelled['cause'],
    spot: Pick<Spot, 'at' | 'candle'>,
  ): void {
    const gone = this.orders.filter(({ order }) => which(order))
    if (gone.length === 0) return
    this.orders = this.orders.filter(({ order }) => !which(order))
    for (const { order } of gone) {
      this.emit({
        kind: 'OrderCancelled',
        at: spot.at,
        candle: spot.candle,
        order: order.id,
        leg: order.leg,
        cause: cause(order),
      })
    }
  }

  excursionOf(position: number): Excursion {
    let excursion = this.excursions.get(position)
    if (excursion === undefined) this.excursions.set(position, (excursion = newExcursion()))
    return excursion
  }

  /** Every open leg's PnL at this mark counts for its worst and best. */
  visit(mark: number): void {
    for (const position of this.account.positions) visit(this.excursionOf(position.id), position, mark)
  }
}

/** An order as it comes to life: one that is past its level already crosses at once. */
function crossed(born: Resting, spot: Spot): Resting {
  const price = born.source === 'mark' ? spot.markFloat : spot.lastFloat
  return reached(born.level, born.rising, price) ? { ...born, crossing: true } : born
}

/** Whether an order belongs to one of these openings: its exits and what adds to it. */
export function belongsTo(order: Order, openings: readonly number[]): boolean {
  return order.position !== null && openings.includes(order.position)
}
