import { equityAt } from '#domain/account.js'
import { decimal, plain } from '#domain/decimal.js'
import type { FillReason, LegLiquidated, OrderFilled } from '#domain/event.js'
import type { Session } from './session.js'
import type { Market } from './venue.js'
import { stretchesOf, touches, walkStretch } from './walk.js'

/** What became of the inside of a candle. */
export interface Played {
  readonly session: Session
  /** The two paths differ in fills (rule P3). */
  readonly ambiguous: boolean
}

/** Plays the inside of a candle along the path that the venue's mode names (rules P1–P3). */
export function playInside(session: Session, market: Market, candle: number): Played {
  const { candles, mark } = market
  if (!touches(session, candles, mark, candle)) {
    session.visit(mark.high[candle]!)
    session.visit(mark.low[candle]!)
    return { session, ambiguous: false }
  }
  switch (session.venue.path) {
    case 'ohlc':
      return { session: walk(session, market, candle, true), ambiguous: false }
    case 'olhc':
      return { session: walk(session, market, candle, false), ambiguous: false }
    case 'nearest':
      return { session: walk(session, market, candle, highIsNearer(market, candle)), ambiguous: false }
    default:
      return choose(session, market, candle, session.venue.path)
  }
}

function walk(session: Session, market: Market, candle: number, highFirst: boolean): Session {
  for (const stretch of stretchesOf(market, candle, highFirst)) walkStretch(session, stretch)
  return session
}

/** Rule P2: the extreme nearer to the open first; on a tie, the low. */
function highIsNearer({ candles }: Market, candle: number): boolean {
  const open = decimal(candles.open[candle]!)
  return decimal(candles.high[candle]!).minus(open).lt(open.minus(candles.low[candle]!))
}

/** Rule P3: where the paths differ, the one that leaves the lower (higher) equity at the close; on a tie, low first. */
function choose(session: Session, market: Market, candle: number, mode: 'worst' | 'best'): Played {
  const highFirst = walk(session.fork(), market, candle, true)
  const lowFirst = walk(session, market, candle, false)
  if (fillsOf(highFirst) === fillsOf(lowFirst)) return { session: lowFirst, ambiguous: false }
  const close = decimal(market.mark.close[candle]!)
  const byHigh = equityAt(highFirst.account, close)
  const byLow = equityAt(lowFirst.account, close)
  const highWins = mode === 'worst' ? byHigh.lt(byLow) : byHigh.gt(byLow)
  return { session: highWins ? highFirst : lowFirst, ambiguous: true }
}

/** The fills of a session as text, whatever their order: leg, price, quantity, reason. */
function fillsOf(session: Session): string {
  const fills: string[] = []
  for (const event of session.events) {
    if (event.kind === 'OrderFilled') fills.push(fillText(event, event.reason))
    else if (event.kind === 'LegLiquidated') fills.push(fillText(event, 'liquidation'))
  }
  return fills.sort().join('\n')
}

function fillText({ leg, price, quantity }: OrderFilled | LegLiquidated, reason: FillReason): string {
  return `${leg} ${plain(price)} ${plain(quantity)} ${reason}`
}
