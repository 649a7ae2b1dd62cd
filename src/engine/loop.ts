import { type MarketData, type Reach, reachOf } from '#domain/candles.js'
import { toFloat, ZERO } from '#domain/decimal.js'
import type { Command } from '#domain/command.js'
import type { AccountEvent, CommandRefused, LegLiquidated, OrderFilled } from '#domain/event.js'
import { InvariantError } from '#domain/failure.js'
import type { PoolLiquidation } from '#domain/pool-liquidation.js'
import {
  exitSide,
  floatsOf,
  type Holding,
  type MarginMode,
  type Position,
  type PositionFloats,
  signOf,
} from '#domain/position.js'
import { type AccountState, boundMargin, hasCross, isCross, positionOfHolding } from '#domain/account.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { Exchange, LAST_ABOVE, LAST_BELOW, MARK_ABOVE, MARK_BELOW, WAKE } from '#exchange/exchange.js'
import { Ledger } from '#ledger/ledger.js'
import { CommandQueue } from '#strategy/commands.js'
import type { FillNotice, Strategy } from '#strategy/define.js'
import { feedView } from '#strategy/feed-view.js'
import { warmUpOf } from '#strategy/indicators/warm-up.js'
import { computeIndicators, indicatorView, type NamedColumns } from '#strategy/indicator-view.js'
import { resolveParams } from '#strategy/params.js'
import { CandleView, type Cursor, LegView, sumOfFloats, View } from '#strategy/view.js'
import { averageTrueRanges } from './average-true-ranges.js'
import { EventCalendar } from './event-calendar.js'
import { indicatorFeeds } from './feeds.js'
import { Recorder } from './recorder.js'
import { venueOf } from './venue.js'

type Asked = Parameters<Strategy['onCandle']>[0]

/** What becomes of a command on its way to the exchange; null drops it, and nobody is told. For twins of a run. */
export type Rewrite = (command: Command) => Command | null

/**
 * The loop: for each candle the four calls of the architecture, in one order. Owns nothing but the order of things;
 * resting orders are the exchange's, balances the ledger's.
 */
export class Loop {
  readonly strategy: Strategy
  readonly data: MarketData
  readonly ledger: Ledger
  readonly exchange: Exchange
  readonly recorder: Recorder
  readonly view: View
  readonly equity: Float64Array
  /** Where the cross legs stood when the data ended, before they were closed. */
  poolLiquidation: PoolLiquidation = { below: null, above: null }
  readonly indicators: readonly NamedColumns[]
  /** First candle at whose close the strategy is asked. */
  readonly askFrom: number
  readonly #config: ResolvedConfig
  readonly #rewrite: Rewrite | null
  readonly #reach: Reach
  readonly #cursor: Cursor
  readonly #queue: CommandQueue
  readonly #legs: readonly LegView[]
  readonly #calendar: EventCalendar
  readonly #asked: Asked
  /** equity = line[0] + line[1] × mark close, until the account changes. */
  readonly #line = new Float64Array(2)
  /** The account that the line and the last span speak of. */
  #settled: AccountState | null = null
  readonly #notices: (FillNotice | CommandRefused)[] = []

  constructor(config: ResolvedConfig, strategy: Strategy, data: MarketData, rewrite: Rewrite | null) {
    this.#config = config
    this.#rewrite = rewrite
    this.strategy = strategy
    this.#queue = new CommandQueue(Object.keys(strategy.legs))
    this.data = data
    this.#reach = reachOf(data)
    const { candles, mark, fine, first } = data
    this.ledger = new Ledger(config.account.balance, candles.openedAt[first], config.account.positionMode)
    this.exchange = new Exchange(
      venueOf(config, candles),
      { candles, mark, fine, atr: averageTrueRanges(candles) },
      data.funding,
      first,
    )
    this.recorder = new Recorder(
      {
        balance: (account) => this.ledger.balance(account),
        liquidationPrice: (position) => this.exchange.liquidationPrices.exact(position),
        excursion: (position) => this.exchange.excursionOf(position),
      },
      (position) => this.exchange.liquidationPrices.near(position),
      (account, candle) => this.exchange.nearOf(account, candle),
    )
    const params = resolveParams(strategy.params, config.strategy.params)
    const indicators = strategy.indicators(params)
    this.indicators = computeIndicators(indicators, candles, indicatorFeeds(strategy.feeds, data.feeds, indicators))
    const awaited = this.indicators.filter(({ optional }) => !optional)
    this.askFrom = Math.max(first, warmUpOf(awaited.flatMap(({ columns }) => columns)))
    this.#calendar = new EventCalendar(strategy, data, this.askFrom)
    this.equity = new Float64Array(data.end - first)
    this.equity[0] = toFloat(config.account.balance)
    this.#cursor = { index: first - 1 }
    this.#legs = this.#legViews()
    this.view = new View({
      candle: new CandleView(this.#cursor, candles),
      indicators: indicatorView(strategy, this.indicators, this.#cursor),
      feeds: feedView(strategy, data.feeds, this.#cursor, candles),
      legs: Object.fromEntries(this.#legs.map((leg) => [leg.name, leg])),
      params,
      state: strategy.state(),
      queue: this.#queue,
      cursor: this.#cursor,
      equity: this.equity,
      first,
      markClose: mark.close,
    })
    this.#asked = this.view as unknown as Asked
    this.#settle(first - 1)
  }

  /** How the legs answer: those of the strategy, or of a plan those that its steps name. */
  get margins(): ReadonlySet<MarginMode> {
    const named = (this.#config.strategy.plan ?? []).flatMap(({ action }) =>
      action.verb === 'open' && action.margin !== null ? [action.margin] : [],
    )
    return new Set([...this.#legs.map(({ margin }) => margin), ...named])
  }

  /** One past the last candle that was played. */
  get end(): number {
    return this.#cursor.index + 1
  }

  /** Close of the last candle that was reached, or null before the first. */
  get closedAt(): number | null {
    const at = this.#cursor.index
    return at < this.data.first ? null : this.data.candles.openedAt[at] + this.data.candles.timeframeMs
  }

  /** Rule T7: before the first candle, with an empty market. */
  start(): void {
    if (this.strategy.onStart === null) return
    this.strategy.onStart(this.#asked)
    this.#command(this.data.first - 1)
  }

  /** Plays candles `from` … `to − 1`. */
  block(from: number, to: number): void {
    for (let candle = from; candle < to; ) {
      const next = this.#quiet(candle, to)
      if (next === candle) this.#eventful(candle++)
      else candle = next
    }
  }

  /**
   * Candles from `from` on in which nothing can happen, each a few comparisons and the question to the strategy. Returns
   * the first one that it did not play: a level lies in it, something falls due, or commands were given before it.
   */
  #quiet(from: number, to: number): number {
    const { candles, mark, first } = this.data
    const { low, high } = this.#reach.last
    const { low: markLow, high: markHigh } = this.#reach.mark
    const { close } = mark
    const twoSeries = mark !== candles
    const { strategy, askFrom, equity } = this
    const { bounds } = this.exchange
    const below = bounds[LAST_BELOW]
    const above = bounds[LAST_ABOVE]
    const markBelow = bounds[MARK_BELOW]
    const markAbove = bounds[MARK_ABOVE]
    const offset = this.#line[0]
    const slope = this.#line[1]
    const cursor = this.#cursor
    const asked = this.#asked
    const { commands } = this.#queue
    const until = Math.min(to, bounds[WAKE], this.#calendar.candle)
    let candle = from
    for (; candle < until; candle++) {
      if (low[candle] <= below || high[candle] >= above) break
      if (twoSeries && (markLow[candle] <= markBelow || markHigh[candle] >= markAbove)) break
      cursor.index = candle
      equity[candle - first] = offset + slope * close[candle]
      if (candle < askFrom) continue
      if (this.#notices.length !== 0) this.#tell()
      strategy.onCandle(asked)
      if (commands.length !== 0) {
        this.#command(candle)
        return candle + 1
      }
    }
    return candle
  }

  /** A candle in which something happens or may happen. */
  #eventful(candle: number): void {
    guarded(() => {
      const { liquidationPrices } = this.exchange
      const events = this.exchange.play(candle, this.ledger.account)
      if (this.exchange.liquidationPrices !== liquidationPrices) this.#reprice(candle)
      if (events.length > 0) this.#book(events, candle)
    })
    this.#cursor.index = candle
    this.equity[candle - this.data.first] = this.#line[0] + this.#line[1] * this.data.mark.close[candle]
    if (candle < this.askFrom) return
    if (this.#notices.length !== 0) this.#tell()
    if (this.#calendar.candle === candle) this.#announce(candle)
    this.strategy.onCandle(this.#asked)
    if (this.#queue.commands.length !== 0) this.#command(candle)
  }

  /** Rule T6, then `onEnd`. */
  finish(): void {
    const last = this.data.end - 1
    guarded(() => {
      this.poolLiquidation = this.exchange.poolLiquidation(last, this.ledger.account)
      this.#book(this.exchange.finish(last, this.ledger.account, this.#config.execution.closeAtEnd), last)
      this.equity[last - this.data.first] = this.#line[0] + this.#line[1] * this.data.mark.close[last]
    })
    this.#queue.isOpen = false
    this.strategy.onEnd?.(this.#asked)
  }

  #legViews(): readonly LegView[] {
    const { strategy: given, account } = this.#config
    return Object.entries(this.strategy.legs).map(([name, declared]) => {
      const override = given.legs[name] ?? {}
      const leverage = override.leverage ?? declared.leverage ?? 1
      const margin = override.margin ?? declared.margin ?? account.margin
      return new LegView(
        { name, side: declared.side, leverage, margin, many: declared.many ?? false },
        this.#queue,
        this.#cursor,
        this.data.mark.close,
      )
    })
  }

  /** Another margin table has come into force: what is shown of open legs changes with it (rule L2). */
  #reprice(candle: number): void {
    const at = this.data.candles.openedAt[candle]
    const { account } = this.ledger
    for (const position of account.positions) this.recorder.repriced(position, at)
    if (hasCross(account)) this.recorder.pooled(account, this.exchange.nearOfPool(account, candle), at)
    this.#settled = null
    this.#settle(candle)
  }

  #command(candle: number): void {
    const given = this.#queue.take()
    const commands = this.#rewrite === null ? given : given.flatMap((command) => this.#rewrite!(command) ?? [])
    guarded(() => {
      const { candles, first } = this.data
      const at = candle < first ? candles.openedAt[first] : candles.openedAt[candle] + candles.timeframeMs
      this.#book(this.exchange.accept(commands, candle + 1, at, this.ledger.account), candle)
    })
  }

  #book(events: readonly AccountEvent[], candle: number): void {
    for (const event of events) {
      const { holdings } = this.ledger.account
      this.ledger.book(event)
      this.recorder.record(event)
      this.#note(event, holdings)
    }
    const { account } = this.ledger
    if (account !== this.#settled && hasCross(account)) {
      // Funding of nothing moves no price.
      const moved = events.findLast((event) => event.kind !== 'FundingPaid' || !event.payment.isZero())
      if (moved !== undefined) this.recorder.pooled(account, this.exchange.nearOfPool(account, candle), moved.at)
    }
    this.#settle(candle)
  }

  /** Keeps what the strategy listens to until it is asked next; `held` is what was open before the event. */
  #note(event: AccountEvent, held: readonly Holding[]): void {
    const { onFill, onRefusal } = this.strategy
    if (event.kind === 'CommandRefused') {
      if (onRefusal !== null) this.#notices.push(event)
    } else if (onFill !== null && event.kind === 'OrderFilled') {
      this.#notices.push(fillNotice(event))
    } else if (onFill !== null && event.kind === 'LegLiquidated') {
      this.#notices.push(...liquidationNotices(event, held))
    }
  }

  /** Brings what is read per candle up to date with the account. */
  #settle(candle: number): void {
    const { account } = this.ledger
    const isOther = account !== this.#settled
    if (isOther) {
      this.#settled = account
      const { offset, netQuantity } = this.recorder.span(account, candle)
      this.#line[0] = offset
      this.#line[1] = netQuantity
      const cross = hasCross(account) ? account.positions.filter(isCross) : []
      const free = cross.reduce((rest, position) => rest.minus(boundMargin(position)), account.available)
      this.view.settle(toFloat(free), cross.map(floatsOf))
    }
    for (const leg of this.#legs) if (isOther || !leg.isOpen) this.#show(leg, account)
  }

  #show(leg: LegView, account: AccountState): void {
    const holdings = account.holdings.filter((holding) => holding.leg === leg.name)
    if (holdings.length === 0) {
      leg.openings = []
      return leg.show(null, this.exchange.isOpening(leg.name), null)
    }
    const shown = holdings.map((holding) => this.#shownOf(holding, account))
    leg.openings = shown.map(({ id, floats, liquidation }) => {
      const opening = leg.openings.find((earlier) => earlier.id === id) ?? leg.ofOpening(id)
      opening.show(floats, false, liquidation)
      return opening
    })
    if (shown.length === 1) return leg.show(shown[0].floats, false, shown[0].liquidation)
    const prices = shown.flatMap(({ liquidation }) => liquidation ?? [])
    const nearest = leg.side === 'long' ? Math.max(...prices) : Math.min(...prices)
    const total = sumOfFloats(shown.map(({ floats }) => floats))!
    // Openings that the venue has merged share one collateral.
    const positions = new Set(shown.map(({ position }) => position))
    const collateral = [...positions].reduce((sum, one) => sum + (one === null ? 0 : floatsOf(one).collateral), 0)
    leg.show({ ...total, collateral }, false, prices.length === 0 ? null : nearest)
  }

  #shownOf(holding: Holding, account: AccountState) {
    const position = positionOfHolding(account, holding)
    const near = position === null ? Number.NaN : this.exchange.liquidationPrices.near(position)
    const liquidation = Number.isNaN(near) ? null : near
    return { id: holding.id, position, floats: heldFloats(holding, position), liquidation }
  }

  /** `onFill` for every fill, then `onRefusal` (rule T2). */
  #tell(): void {
    const notices = this.#notices.splice(0)
    const { view, strategy } = this
    for (const notice of notices) {
      if ('kind' in notice) continue
      view.fill = notice
      strategy.onFill!(this.#asked as Parameters<NonNullable<Strategy['onFill']>>[0])
    }
    view.fill = null
    for (const notice of notices) {
      if (!('kind' in notice)) continue
      view.refusal = { leg: notice.leg, code: notice.code, message: notice.message }
      strategy.onRefusal!(this.#asked as Parameters<NonNullable<Strategy['onRefusal']>>[0])
    }
    view.refusal = null
  }

  /** Rule T4. */
  #announce(candle: number): void {
    const { view, strategy } = this
    while ((view.event = this.#calendar.take(candle)) !== null) {
      strategy.onEvent!(this.#asked as Parameters<NonNullable<Strategy['onEvent']>>[0])
    }
  }
}

/** A leg as it is shown: what it holds by its own orders, with the collateral of the position that it is part of. */
function heldFloats(holding: Holding, position: Position | null): PositionFloats {
  if (position === holding) return floatsOf(position)
  return {
    sign: signOf(holding.side),
    quantity: toFloat(holding.quantity),
    cost: toFloat(holding.cost),
    collateral: position === null ? 0 : toFloat(position.collateral),
  }
}

function fillNotice({ leg, reason, side, price, quantity, fee }: OrderFilled): FillNotice {
  return { leg, reason, side, price: toFloat(price), quantity: toFloat(quantity), fee: toFloat(fee) }
}

/** A liquidation ends every leg that the position was merged from (rule M4): each hears of it with what it held. */
function liquidationNotices({ openings, price, fee }: LegLiquidated, held: readonly Holding[]): readonly FillNotice[] {
  const ended = held.filter(({ id }) => openings.includes(id))
  const total = ended.reduce((sum, { quantity }) => sum.plus(quantity), ZERO)
  return ended.map(({ leg, side, quantity }) => ({
    leg,
    reason: 'liquidation',
    side: exitSide(side),
    price: toFloat(price),
    quantity: toFloat(quantity),
    fee: toFloat(fee.times(quantity).div(total)),
  }))
}

/** What goes wrong in here is our fault, not the strategy's. */
function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof InvariantError) throw error
    throw new InvariantError(
      `The engine failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}.`,
    )
  }
}
