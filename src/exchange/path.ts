import { equityAt } from '#domain/account.js'
import { type FineCandles, reachOf } from '#domain/candles.js'
import { decimal, plain } from '#domain/decimal.js'
import type { AccountEvent, FillReason } from '#domain/event.js'
import type { PathChoice } from '#domain/result.js'
import { type Arrival, arrive } from './arrivals.js'
import type { Session } from './session.js'
import type { Market } from './venue.js'
import { openOf, type Piece, splitAt, type Stretch, stretchesOf, touches, walkStretch } from './walk.js'

/** What became of the inside of a candle. */
export interface Played {
  readonly session: Session
  /** What was taken where the two paths differ in fills (rule P3): in it, or in its fine candles. */
  readonly choices: readonly PathChoice[]
  /** Replayed as it is, for want of fine candles (rule P4). */
  readonly lacksFine: boolean
}

/** What is settled at a candle's close, whichever path led there. */
type Settle = (session: Session) => void

/**
 * Plays the inside of a candle, in its fine candles where it has them (rule P4), and settles at its close. `arrival` is
 * what reaches the exchange on the way.
 */
export function playInside(
  session: Session,
  market: Market,
  candle: number,
  arrival: Arrival | null,
  settle: Settle,
): Played {
  const { fine } = market
  const reach = reachOf(market)
  if (arrival === null && !touches(session, reach.last, reach.mark, candle)) {
    session.visit(reach.mark.high[candle])
    session.visit(reach.mark.low[candle])
    settle(session)
    return { session, choices: [], lacksFine: false }
  }
  const first = fine === null ? -1 : fine.firstOf[candle]
  if (fine !== null && first >= 0) return playFine(session, fine, first, candle, arrival, settle)
  const whole = { candles: market.candles, mark: market.mark, index: candle, candle }
  return { ...playPath(session, whole, arrival, settle), lacksFine: fine !== null }
}

/** One fine candle after the other. Each chooses its own path; only the last is followed by the close. */
function playFine(
  session: Session,
  fine: FineCandles,
  first: number,
  candle: number,
  arrival: Arrival | null,
  settle: Settle,
): Played {
  let playing = session
  const choices: PathChoice[] = []
  const last = first + fine.perCandle - 1
  const { timeframeMs } = fine.candles
  for (let index = first; index <= last; index++) {
    const piece: Piece = { candles: fine.candles, mark: fine.mark, index, candle }
    const closing = index === last ? settle : () => undefined
    const afterMs = arrival === null ? -1 : arrival.afterMs - (index - first) * timeframeMs
    const arriving = arrival !== null && afterMs >= 0 && afterMs < timeframeMs ? { ...arrival, afterMs } : null
    if (arriving !== null || touches(playing, piece.candles, piece.mark, index)) {
      walkStretch(playing, openOf(piece))
      const played = playPath(playing, piece, arriving, closing)
      playing = played.session
      choices.push(...played.choices)
    } else {
      playing.visit(piece.mark.high[index])
      playing.visit(piece.mark.low[index])
      closing(playing)
    }
  }
  return { session: playing, choices, lacksFine: false }
}

/** Along the path that the venue's mode names (rules P1–P3). */
function playPath(
  session: Session,
  piece: Piece,
  arrival: Arrival | null,
  settle: Settle,
): Pick<Played, 'session' | 'choices'> {
  const walk = (playing: Session, highFirst: boolean): Session => {
    const stretches = stretchesOf(piece, highFirst)
    if (arrival === null) for (const stretch of stretches) walkStretch(playing, stretch)
    else walkWith(playing, stretches, arrival, piece.candles.timeframeMs)
    settle(playing)
    return playing
  }
  switch (session.venue.path) {
    case 'ohlc':
      return { session: walk(session, true), choices: [] }
    case 'olhc':
      return { session: walk(session, false), choices: [] }
    case 'nearest':
      return { session: walk(session, highIsNearer(piece)), choices: [] }
    default:
      return choose(session, walk, piece, session.venue.path)
  }
}

/** Rule P8: each stretch lasts a third of the candle; commands arrive on one of them. */
function walkWith(session: Session, stretches: readonly Stretch[], arrival: Arrival, timeframeMs: number): void {
  const thirds = (arrival.afterMs * 3) / timeframeMs
  const reached = Math.floor(thirds)
  for (const [part, stretch] of stretches.entries()) {
    if (part !== reached) {
      walkStretch(session, stretch)
      continue
    }
    const { before, still, after } = splitAt(stretch, thirds - reached)
    walkStretch(session, before)
    arrive(session, arrival, still)
    walkStretch(session, after)
  }
}

/** Rule P2: the extreme nearer to the open first; on a tie, the low. */
function highIsNearer({ candles, index }: Piece): boolean {
  const open = decimal(candles.open[index])
  return decimal(candles.high[index]).minus(open).lt(open.minus(candles.low[index]))
}

/** Rule P3: where the paths differ, the one that leaves the lower (higher) equity at the close; on a tie, low first. */
function choose(
  session: Session,
  walk: (playing: Session, highFirst: boolean) => Session,
  { candles, mark, index }: Piece,
  mode: 'worst' | 'best',
): Pick<Played, 'session' | 'choices'> {
  const close = decimal(mark.close[index])
  const highFirst = walk(session.fork(), true)
  const lowFirst = walk(session, false)
  if (fillsOf(highFirst) === fillsOf(lowFirst)) return { session: lowFirst, choices: [] }
  const byHigh = equityAt(highFirst.account, close)
  const byLow = equityAt(lowFirst.account, close)
  const highWins = mode === 'worst' ? byHigh.lt(byLow) : byHigh.gt(byLow)
  const [taken, other] = highWins ? [highFirst, lowFirst] : [lowFirst, highFirst]
  const at = candles.openedAt[index]
  const choice: PathChoice = { at, first: highWins ? 'high' : 'low', decided: decidedFills(taken, other, at) }
  return { session: taken, choices: [choice] }
}

/** Which fills of an instant, counted from 0, the other path has none like. */
function decidedFills(taken: Session, other: Session, at: number): readonly number[] {
  const elsewhere = other.events.flatMap((event) => fillText(event) ?? [])
  const decided: number[] = []
  let count = 0
  for (const event of taken.events) {
    const text = fillText(event)
    if (text === null) continue
    const like = elsewhere.indexOf(text)
    if (like !== -1) elsewhere.splice(like, 1)
    else if (event.at === at) decided.push(count)
    if (event.at === at) count++
  }
  return decided
}

/** The fills of a session as text, whatever their order: leg, price, quantity, reason. */
function fillsOf(session: Session): string {
  return session.events
    .flatMap((event) => fillText(event) ?? [])
    .sort()
    .join('\n')
}

/** Null for what is no fill. */
function fillText(event: AccountEvent): string | null {
  if (event.kind !== 'OrderFilled' && event.kind !== 'LegLiquidated') return null
  const reason: FillReason = event.kind === 'OrderFilled' ? event.reason : 'liquidation'
  const { leg, price, quantity } = event
  return `${leg} ${plain(price)} ${plain(quantity)} ${reason}`
}
