import type { BacktestResult } from '#domain/result.js'
import { instantText } from './instants.js'

/** A result as rows of text, by section and column. What is not there is `–`. */
export type Rows = readonly Readonly<Record<string, string>>[]

const sections = { fills, legs, postings, refusals, levels, merges } as const

export type Section = keyof typeof sections
export const sectionNames = Object.keys(sections) as Section[]

const words = (text: string): readonly string[] => text.split(' ')

/** Every column that a section has. */
export const columnsOf: Readonly<Record<Section, readonly string[]>> = {
  fills: words('at phase leg id order side quantity price expected reason liquidity fee slippage'),
  legs: [
    ...words('leg id side leverage opened closed entry exit quantity margin liquidatesAt reason candles'),
    ...words('price slippage fees funding liquidation unrealized net return mae mfe'),
  ],
  postings: words('at what leg account amount'),
  refusals: words('at leg code message'),
  levels: words('at leg id what price'),
  merges: words('at leg id what quantity'),
}

/** One section of a result. */
export function shown(result: BacktestResult, section: Section): Rows {
  return sections[section](result, (at) => instantText(at, result.candles))
}

type Clock = (at: number) => string

function fills(result: BacktestResult, clock: Clock): Rows {
  return result.fills.map((fill) => ({
    at: clock(fill.at),
    phase: fill.phase,
    leg: fill.name,
    id: `${fill.leg}`,
    order: text(fill.order),
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    expected: fill.expected,
    reason: fill.reason,
    liquidity: fill.liquidity,
    fee: fill.fee,
    slippage: fill.slippage,
  }))
}

function legs(result: BacktestResult, clock: Clock): Rows {
  return result.legs.map((leg) => ({
    leg: leg.name,
    id: `${leg.id}`,
    side: leg.side,
    leverage: leg.leverage,
    opened: clock(leg.openedAt),
    closed: leg.closedAt === null ? text(null) : clock(leg.closedAt),
    entry: leg.entry,
    exit: text(leg.exit),
    quantity: leg.quantity,
    margin: leg.initialMargin,
    liquidatesAt: text(leg.liquidationPrice),
    reason: text(leg.exitReason),
    ...leg.pnl,
    return: text(leg.returnOnMargin),
    mae: leg.mae,
    mfe: leg.mfe,
    candles: `${leg.candles}`,
  }))
}

/** The journal, the first deposit left out. */
function postings(result: BacktestResult, clock: Clock): Rows {
  return result.journal.slice(1).flatMap((entry) =>
    entry.postings.map(({ account, amount }) => ({
      at: clock(entry.at),
      what: entry.what,
      leg: text(entry.leg),
      account,
      amount,
    })),
  )
}

function refusals(result: BacktestResult, clock: Clock): Rows {
  return result.refusals.map(({ at, leg, code, message }) => ({ at: clock(at), leg, code, message }))
}

function levels(result: BacktestResult, clock: Clock): Rows {
  const names = new Map(result.legs.map((leg) => [leg.id, leg.name]))
  return result.levels.map(({ at, leg, what, price }) => ({
    at: clock(at),
    leg: names.get(leg)!,
    id: `${leg}`,
    what,
    price: text(price),
  }))
}

function merges({ positions }: BacktestResult, clock: Clock): Rows {
  return positions.merges.map(({ at, leg, position, what, quantity }) => ({
    at: clock(at),
    leg,
    id: `${position}`,
    what,
    quantity,
  }))
}

function text(value: string | number | null): string {
  return value === null ? '–' : `${value}`
}
