import type { Entry } from '#domain/journal.js'
import type { BacktestResult, FillResult } from '#domain/result.js'
import { signOf } from '#domain/position.js'
import { type OwnTrade, ownTrades } from './own-trades.js'
import { candleOfRun, candlesOfRun } from './run.js'

/** From the close of candle `from` on up to that of `to`, what a leg name has made is `booked` + `quantity` × mark close. */
export interface LegSpan {
  readonly from: number
  readonly to: number
  readonly booked: number
  /** Signed base units of all open legs of the name. */
  readonly quantity: number
}

/**
 * The openings of one name together, from its first booking on, without gaps: what its journal entries moved in the
 * wallet and what it holds at closes. Where the venue merges legs (rules M2, M3), what it has traded by its own orders.
 */
export function legSpans(result: BacktestResult, name: string): readonly LegSpan[] {
  const changes = result.positions.mode === 'multi-trade' ? changesOf(result, name) : changesOfTrades(result, name)
  const length = candlesOfRun(result)
  return changes.map(({ from, booked, quantity }, at) => {
    const to = at + 1 < changes.length ? changes[at + 1].from : length
    return { from, to, booked, quantity }
  })
}

function changesOf(result: BacktestResult, name: string): Omit<LegSpan, 'to'>[] {
  const holding = new Holding(result)
  const fills = result.fills.filter((fill) => fill.name === name)
  const entries = result.journal.filter((entry) => entry.leg === name)
  const spans: Omit<LegSpan, 'to'>[] = []
  let fill = 0
  let entry = 0
  let money = 0
  while (fill < fills.length || entry < entries.length) {
    const at = Math.min(fills[fill]?.at ?? Infinity, entries[entry]?.at ?? Infinity)
    const from = candleOfRun(result, at)
    for (; fill < fills.length && fills[fill].at === at; fill++) holding.apply(fills[fill])
    for (; entry < entries.length && entries[entry].at === at; entry++) money += walletChange(entries[entry])
    if (spans.at(-1)?.from === from) spans.pop()
    spans.push({ from, booked: money - holding.cost, quantity: holding.quantity })
  }
  return spans
}

/** Everything but transfers inside the wallet: what came in from, or went out to, the leg's causes. */
function walletChange(entry: Entry): number {
  let change = 0
  for (const { account, amount } of entry.postings) {
    if (account === 'available' || account.startsWith('collateral:')) change += Number(amount)
  }
  return change
}

/** What the openings of one name hold, as floats (rule A4). */
class Holding {
  readonly #sides: ReadonlyMap<number, 1 | -1>
  readonly #open = new Map<number, { quantity: number; cost: number }>()

  constructor(result: BacktestResult) {
    this.#sides = new Map(result.legs.map((leg) => [leg.id, signOf(leg.side)]))
  }

  get quantity(): number {
    let total = 0
    for (const [id, held] of this.#open) total += held.quantity * this.#sides.get(id)!
    return total
  }

  get cost(): number {
    let total = 0
    for (const [id, held] of this.#open) total += held.cost * this.#sides.get(id)!
    return total
  }

  apply(fill: FillResult): void {
    const quantity = Number(fill.quantity)
    const held = this.#open.get(fill.leg) ?? { quantity: 0, cost: 0 }
    if (fill.reason === 'entry' || fill.reason === 'scale') {
      held.quantity += quantity
      held.cost += quantity * Number(fill.price)
      this.#open.set(fill.leg, held)
      return
    }
    const left = held.quantity - quantity
    if (left <= held.quantity * 1e-12) {
      this.#open.delete(fill.leg)
      return
    }
    held.cost *= left / held.quantity
    held.quantity = left
  }
}

/** The same from the leg's own trades: cash that they moved, and what they add up to. */
function changesOfTrades(result: BacktestResult, name: string): Omit<LegSpan, 'to'>[] {
  const spans: Omit<LegSpan, 'to'>[] = []
  let quantity = 0
  let booked = 0
  for (const change of inTime(result, name)) {
    if ('price' in change) {
      quantity = change.held
      booked -= change.quantity * change.price
    } else booked += costsOf(change)
    const from = candleOfRun(result, change.at)
    if (spans.at(-1)?.from === from) spans.pop()
    spans.push({ from, booked, quantity })
  }
  return spans
}

/** Fees, funding and what the insurance fund paid or took: what an entry moved besides price. */
function costsOf(entry: Entry): number {
  let costs = 0
  for (const { account, amount } of entry.postings) {
    if (/^(fees|funding|liquidation):/.test(account)) costs -= Number(amount)
  }
  return costs
}

/** Trades and journal entries of a name in the order of their times. */
function inTime(result: BacktestResult, name: string): readonly (OwnTrade | Entry)[] {
  const entries = result.journal.filter((entry) => entry.leg === name)
  return [...ownTrades(result, name), ...entries].sort((one, other) => one.at - other.at)
}
