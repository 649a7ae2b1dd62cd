import type { Candles, Extremes } from '#domain/candles.js'
import { type Decimal, max, min } from '#domain/decimal.js'
import type { FillPhase } from '#domain/event.js'
import { isCross } from '#domain/account.js'
import { isEntryOrder } from '#domain/order.js'
import type { OrderSide, Position } from '#domain/position.js'
import { fillEntry } from './entries.js'
import { fillExit } from './exits.js'
import { watched } from './liquidation-prices.js'
import { liquidateLeg, liquidatePool } from './liquidations.js'
import { againstTrader } from './price.js'
import { dropUnmet, isImmediate, withdrawRest } from './remainder.js'
import { reached, type Resting } from './resting.js'
import { type Session, Spot } from './session.js'
import type { Market } from './venue.js'

/** A straight stretch of the price path; last and mark move linearly in it, together (rule P8). */
export interface Stretch {
  readonly candle: number
  readonly at: number
  readonly phase: FillPhase
  /** An open, of the candle or of a finer one inside it: the market may have jumped here. */
  readonly isOpen: boolean
  readonly lastFrom: number
  readonly lastTo: number
  readonly markFrom: number
  readonly markTo: number
  /** True where one series serves as both. */
  readonly oneSeries: boolean
}

/** An isolated leg, or with null the cross pool, and the mark that it is liquidated at. */
interface Liquidated {
  readonly position: Position | null
  readonly mark: Decimal
}

/** A candle to walk along: one of the run, or a finer one inside it. */
export interface Piece {
  readonly candles: Candles
  readonly mark: Candles
  /** Which of the two. */
  readonly index: number
  /** The candle of the run that it is, or lies in. */
  readonly candle: number
}

/** The next thing to fire on a stretch, and how far along it (0 … 1) it does. */
interface Firing {
  readonly along: number
  readonly rank: number
  readonly id: number
  readonly resting: Resting | null
  readonly liquidated: Liquidated | null
  /** Past its level already, at the spot where the path now stands. */
  readonly past: boolean
}

/** An instant at which the market stands still: a stretch from an open, or a close, to itself. */
export function standstill(
  market: Pick<Market, 'candles' | 'mark'>,
  candle: number,
  column: 'open' | 'close',
  phase: FillPhase,
): Stretch {
  const last = market.candles[column][candle]
  const mark = market.mark[column][candle]
  const oneSeries = market.mark === market.candles
  const at = market.candles.openedAt[candle] + (column === 'open' ? 0 : market.candles.timeframeMs)
  const isOpen = column === 'open'
  return { candle, at, phase, isOpen, lastFrom: last, lastTo: last, markFrom: mark, markTo: mark, oneSeries }
}

/** The open of a finer candle inside one of the run, to which the market may have jumped. */
export function openOf(piece: Piece): Stretch {
  return { ...standstill(piece, piece.index, 'open', 'path'), candle: piece.candle }
}

/** Where the market stands at the beginning of a stretch. */
export function spotAt(stretch: Stretch): Spot {
  return spotAlong(stretch, 0)
}

/** Lets everything fire that a stretch sets off, in the order of rule P5. */
export function walkStretch(session: Session, stretch: Stretch): void {
  let spot = spotAt(stretch)
  let along = 0
  session.follow(spot)
  for (;;) {
    const firing = nextFiring(session, stretch, spot, along)
    if (firing === null) break
    along = firing.along
    spot = fire(session, stretch, spot, firing)
    session.follow(spot)
  }
  session.follow(new Spot(stretch.lastTo, stretch.markTo, stretch))
  session.visit(stretch.markTo)
}

/** The four corners of a candle as three stretches. */
export function stretchesOf({ candles, mark, index, candle }: Piece, highFirst: boolean): readonly Stretch[] {
  const corners = highFirst ? (['open', 'high', 'low', 'close'] as const) : (['open', 'low', 'high', 'close'] as const)
  const oneSeries = mark === candles
  return [0, 1, 2].map((part) => ({
    candle,
    at: candles.openedAt[index],
    phase: 'path',
    isOpen: false,
    lastFrom: candles[corners[part]][index],
    lastTo: candles[corners[part + 1]][index],
    markFrom: mark[corners[part]][index],
    markTo: mark[corners[part + 1]][index],
    oneSeries,
  }))
}

/** A stretch as two, with the instant between them at which the market stands still, after `along` of it (0 … 1). */
export function splitAt(stretch: Stretch, along: number): Record<'before' | 'still' | 'after', Stretch> {
  const last = between(stretch.lastFrom, stretch.lastTo, along)
  const mark = between(stretch.markFrom, stretch.markTo, along)
  const from = { lastFrom: last, markFrom: mark }
  const to = { lastTo: last, markTo: mark }
  return { before: { ...stretch, ...to }, still: { ...stretch, ...from, ...to }, after: { ...stretch, ...from } }
}

/** Whether any level of the session lies within a candle. */
export function touches(session: Session, last: Extremes, mark: Extremes, index: number): boolean {
  for (const { level, rising, source, movesBeyond } of session.orders) {
    const series = source === 'mark' ? mark : last
    if (reached(level, rising, rising ? series.high[index] : series.low[index])) return true
    if (reached(movesBeyond, !rising, rising ? series.low[index] : series.high[index])) return true
  }
  let isPooled = false
  for (const position of session.account.positions) {
    if (isCross(position)) isPooled = true
    const rising = position.side === 'short'
    const level = watched(session.prices.near(position), rising)
    if (reached(level, rising, rising ? mark.high[index] : mark.low[index])) return true
  }
  if (!isPooled) return false
  // What a pool has above its maintenance is a concave function of the mark: it is safe inside of one interval.
  const { below, above } = session.prices.pool.near(session.account, mark.low[index])
  return mark.low[index] <= below || mark.high[index] >= above
}

function nextFiring(session: Session, stretch: Stretch, spot: Spot, along: number): Firing | null {
  let next: Firing | null = null
  for (const position of session.account.positions) {
    const firing = liquidationFiring(session, position, stretch, spot, along)
    if (firing !== null && comesBefore(firing.along, 0, firing.id, next)) next = firing
  }
  const pooled = poolFiring(session, stretch, spot, along)
  if (pooled !== null && comesBefore(pooled.along, 0, pooled.id, next)) next = pooled
  for (const waiting of session.orders) {
    const { level, rising, source, rank, order } = waiting
    if (waiting.sleepsIn === stretch.candle) continue
    const marked = source === 'mark'
    const current = marked ? spot.markFloat : spot.lastFloat
    const from = marked ? stretch.markFrom : stretch.lastFrom
    const to = marked ? stretch.markTo : stretch.lastTo
    const when = whenReached(level, rising, current, from, to, along)
    // No object for what does not come next: a long list of orders is looked through at every firing.
    if (when === NEVER || !comesBefore(when, rank, order.id, next)) continue
    next = {
      along: when,
      rank,
      id: order.id,
      past: reached(level, rising, current),
      resting: waiting,
      liquidated: null,
    }
  }
  return next
}

function liquidationFiring(
  session: Session,
  position: Position,
  stretch: Stretch,
  spot: Spot,
  along: number,
): Firing | null {
  const rising = position.side === 'short'
  const near = watched(session.prices.near(position), rising)
  if (whenReached(near, rising, spot.markFloat, stretch.markFrom, stretch.markTo, along) === NEVER) return null
  const fired = { rank: 0, id: position.id, resting: null }
  if (session.prices.isDue(position, spot.mark)) {
    return { ...fired, along, liquidated: { position, mark: spot.mark }, past: true }
  }
  const exact = session.prices.exact(position)
  if (exact === null) return null
  const when = whenReached(exact.toNumber(), rising, spot.markFloat, stretch.markFrom, stretch.markTo, along)
  return when === NEVER ? null : { ...fired, along: when, liquidated: { position, mark: exact }, past: false }
}

/** The same of the cross legs together (rule L4): the mark may reach them by a fall and by a rise. */
function poolFiring(session: Session, stretch: Stretch, spot: Spot, along: number): Firing | null {
  const first = session.account.positions.find(isCross)
  if (first === undefined) return null
  const { pool } = session.prices
  const { below, above } = pool.near(session.account, spot.markFloat)
  const lowest = Math.min(spot.markFloat, stretch.markTo)
  const highest = Math.max(spot.markFloat, stretch.markTo)
  if (lowest > below && highest < above) return null
  const fired = { rank: 0, id: first.id, resting: null }
  if (pool.isDue(session.account, spot.mark)) {
    return { ...fired, along, liquidated: { position: null, mark: spot.mark }, past: true }
  }
  const rising = stretch.markTo > spot.markFloat
  const ends = pool.exact(session.account, spot.mark)
  const mark = rising ? ends.above : ends.below
  if (mark === null) return null
  const when = whenReached(mark.toNumber(), rising, spot.markFloat, stretch.markFrom, stretch.markTo, along)
  return when === NEVER ? null : { ...fired, along: when, liquidated: { position: null, mark }, past: false }
}

const NEVER = Number.POSITIVE_INFINITY

/** How far along the stretch a level is reached, not before `along`. */
function whenReached(level: number, rising: boolean, current: number, from: number, to: number, along: number): number {
  if (reached(level, rising, current)) return along
  if (!reached(level, rising, to)) return NEVER
  return Math.max(along, (level - from) / (to - from))
}

/** Earlier on the path, then by rank, then by id (rule P5). */
function comesBefore(along: number, rank: number, id: number, other: Firing | null): boolean {
  if (other === null) return true
  if (along !== other.along) return along < other.along
  return rank === other.rank ? id < other.id : rank < other.rank
}

/** Carries out what fires and returns where the market then stands. */
function fire(session: Session, stretch: Stretch, before: Spot, firing: Firing): Spot {
  const { resting, liquidated, past } = firing
  if (liquidated !== null) {
    const { position, mark } = liquidated
    const spot = past ? before : spotAlong(stretch, firing.along, { source: 'mark', price: mark })
    if (position === null) liquidatePool(session, mark, spot)
    else liquidateLeg(session, position, mark, spot)
    return spot
  }
  const { order, source } = resting!
  const spot = past ? before : spotAlong(stretch, firing.along, { source, price: resting!.reach! })
  if (order.type === 'trigger' && !isEntryOrder(order)) withdrawRest(session, order.position, 'leg-closed', spot)
  if (session.trigger(order, spot)) {
    const now = session.orders.find((waiting) => waiting.order.id === order.id)!
    if (!now.crossing && isImmediate(now.order)) dropUnmet(session, now.order, spot)
    return spot
  }
  const takes = order.type !== 'limit' || resting!.crossing || isFresh(resting!, spot)
  const liquidity = takes ? 'taker' : 'maker'
  const expected = expectedPrice(session, resting!, spot)
  if (isEntryOrder(order)) fillEntry(session, order, expected, liquidity, spot)
  else fillExit(session, order, expected, liquidity, spot)
  return spot
}

/** A limit fills at its price, or at the market where that is better from the start; a trigger at the market. */
function expectedPrice(session: Session, { order, source, crossing }: Resting, spot: Spot): Decimal {
  if (order.type === 'limit') {
    return crossing || spot.isOpen
      ? better(marketPrice(session, order.side, spot), order.price!, order.side)
      : order.price!
  }
  // Reached by the last price, it fires at its own level, which is on the tick.
  return source === 'last' && !crossing ? spot.last : marketPrice(session, order.side, spot)
}

/** What the market asks at a spot: inside a candle it may lie between the candle's prices, off the tick (rule O8). */
export function marketPrice(session: Session, side: OrderSide, spot: Spot): Decimal {
  return spot.isOpen ? spot.last : againstTrader(spot.last, side, session.venue.instrument.tick)
}

/** In the first instant that it could fill, a limit that the market has passed takes (rule O2). */
function isFresh(waiting: Resting, spot: Spot): boolean {
  return spot.phase === 'open' && waiting.order.liveFrom === spot.candle
}

function better(last: Decimal, limit: Decimal, side: OrderSide): Decimal {
  return side === 'buy' ? min(last, limit) : max(last, limit)
}

function spotAlong(
  stretch: Stretch,
  along: number,
  at?: { readonly source: 'last' | 'mark'; readonly price: Decimal },
): Spot {
  const price = (source: 'last' | 'mark', from: number, to: number): number | Decimal =>
    at !== undefined && (stretch.oneSeries || at.source === source) ? at.price : between(from, to, along)
  const last = price('last', stretch.lastFrom, stretch.lastTo)
  return new Spot(last, stretch.oneSeries ? last : price('mark', stretch.markFrom, stretch.markTo), stretch)
}

/** The price part of the way, to 12 digits. */
function between(from: number, to: number, along: number): number {
  return along === 0 ? from : Number((from + (to - from) * along).toPrecision(12))
}
