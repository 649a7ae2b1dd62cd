import { equityAt } from '#domain/account.js'
import { type Decimal, decimal, plain } from '#domain/decimal.js'
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

/** What is settled at a candle's close, whichever path led there. */
type Settle = (session: Session) => void

/** Plays the inside of a candle along the path that the venue's mode names (rules P1–P3), and settles at its close. */
export function playInside(session: Session, market: Market, candle: number, settle: Settle): Played {
  const { candles, mark } = market
  if (!touches(session, candles, mark, candle)) {
    session.visit(mark.high[candle])
    session.visit(mark.low[candle])
    settle(session)
    return { session, ambiguous: false }
  }
  const walk = (playing: Session, highFirst: boolean): Session => {
    for (const stretch of stretchesOf(market, candle, highFirst)) walkStretch(playing, stretch)
    settle(playing)
    return playing
  }
  switch (session.venue.path) {
    case 'ohlc':
      return { session: walk(session, true), ambiguous: false }
    case 'olhc':
      return { session: walk(session, false), ambiguous: false }
    case 'nearest':
      return { session: walk(session, highIsNearer(market, candle)), ambiguous: false }
    default:
      return choose(session, walk, decimal(mark.close[candle]), session.venue.path)
  }
}

/** Rule P2: the extreme nearer to the open first; on a tie, the low. */
function highIsNearer({ candles }: Market, candle: number): boolean {
  const open = decimal(candles.open[candle])
  return decimal(candles.high[candle]).minus(open).lt(open.minus(candles.low[candle]))
}

/** Rule P3: where the paths differ, the one that leaves the lower (higher) equity at the close; on a tie, low first. */
function choose(
  session: Session,
  walk: (playing: Session, highFirst: boolean) => Session,
  close: Decimal,
  mode: 'worst' | 'best',
): Played {
  const highFirst = walk(session.fork(), true)
  const lowFirst = walk(session, false)
  if (fillsOf(highFirst) === fillsOf(lowFirst)) return { session: lowFirst, ambiguous: false }
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
