import { exitsInForce } from '#analysis/exits-in-force.js'
import { positionSteps } from '#analysis/position-steps.js'
import { candleOfRun } from '#analysis/run.js'
import { decimal } from '#domain/decimal.js'
import type { Entry, Posting } from '#domain/journal.js'
import type { BacktestResult, LegResult } from '#domain/result.js'
import { amount, exact, time } from './html-format.js'
import { groupedBy, ROWS_MAX } from './html-legs.js'
import type { Page } from './html-page.js'
import { type Story, storyOf } from './html-story.js'

/** A long run books more than a page should carry: `ledger.csv` has the rest. */
const ENTRIES_MAX = 60_000

/** What is told of an opening when it is chosen: words, and all that was booked for it. */
export interface Details extends Story {
  readonly title: string
  /** Its result by cause. */
  readonly sum: string
  /** Time and what happened, and what each account changed by, as it moved the account; null where they are left out. */
  readonly entries: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] | null
  /** Numbers of the openings that ended in the same candle. */
  readonly endedWith: readonly number[]
}

/** By the number of the opening, for the openings that have a row in the table of trades. */
export function detailsOf(page: Page): Readonly<Record<number, Details>> {
  const { result } = page
  const shown = result.legs.slice(0, ROWS_MAX)
  const entries = entriesByOpening(result)
  const steps = positionSteps(result)
  const ends = shown.map((leg) => ({ leg, place: leg.closedAt === null ? null : steps.get(leg.id)!.at(-1)!.place }))
  const exits = exitsInForce(result, ends)
  const poolPrice = poolPrices(result)
  const endOf = (leg: LegResult) => (leg.closedAt === null ? -1 : candleOfRun(result, leg.closedAt))
  const together = groupedBy(shown, endOf)
  let room = ENTRIES_MAX
  return Object.fromEntries(
    shown.map((leg) => {
      const own = entries.get(leg.id) ?? []
      room -= own.length
      const others = leg.closedAt === null ? [] : together.get(endOf(leg))!
      const plot = { leg, steps: steps.get(leg.id) ?? [], exits: exits.get(leg.id) ?? [], poolPrice: poolPrice(leg) }
      return [
        leg.id,
        {
          title: `#${leg.id} ${leg.name} ${leg.side} ${exact(leg.leverage)}×, ${leg.margin}`,
          ...storyOf(page, plot),
          sum: sum(leg, result.account.currency),
          entries: room < 0 ? null : own.map((entry) => told(entry, result)),
          endedWith: others.filter((other) => other !== leg).map(({ id }) => id),
        } satisfies Details,
      ]
    }),
  )
}

/** At which price the cross legs would go: of one that is open at the end, and else as it stood before the last candle. */
function poolPrices(result: BacktestResult): (leg: LegResult) => string | null {
  const levels = groupedBy(
    result.levels.filter(({ what }) => what === 'liquidation'),
    ({ leg }) => leg,
  )
  const { below, above } = result.account.liquidation
  return ({ id, side, margin, closedAt }) => {
    if (margin !== 'cross') return null
    if (closedAt === null) return side === 'long' ? below : above
    return levels.get(id)?.findLast(({ at }) => at < closedAt)?.price ?? null
  }
}

function entriesByOpening(result: BacktestResult): ReadonlyMap<number, readonly Entry[]> {
  const byOpening = new Map<number, Entry[]>()
  for (const entry of result.journal) {
    const ids = new Set(entry.postings.flatMap(({ account }) => (account.includes(':') ? [account.split(':')[1]] : [])))
    for (const id of ids) {
      const own = byOpening.get(Number(id))
      if (own) own.push(entry)
      else byOpening.set(Number(id), [entry])
    }
  }
  return byOpening
}

const causes = new Map([
  ['price', 'price'],
  ['slippage', 'slippage'],
  ['fees', 'fee'],
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
])
const wallet = new Map([
  ['available', 'wallet: available'],
  ['collateral', 'wallet: collateral'],
])

/**
 * The ledger books what an account received. Told is how it moved the trader's money: gains and costs with their sign
 * turned, then the wallet, which changed by as much.
 */
function told(
  { at, what, leg, postings }: Entry,
  { positions: { mode } }: BacktestResult,
): readonly [string, string, readonly (readonly [string, string])[]] {
  const nameOf = ({ account }: Posting) => account.split(':')[0]
  const isWallet = (posting: Posting) => wallet.has(nameOf(posting))
  const parts = [...postings.filter((posting) => !isWallet(posting)), ...postings.filter(isWallet)]
  const rows = parts.map((posting) => {
    const name = nameOf(posting)
    const moved = isWallet(posting) ? posting.amount : decimal(posting.amount).neg().toFixed()
    return [wallet.get(name) ?? causes.get(name) ?? name, signed(moved)] as const
  })
  return [time(at), mode === 'multi-trade' || leg === null ? what : `${what}, ${leg}`, rows]
}

function signed(value: string): string {
  return Number(value) > 0 ? `+${exact(value)}` : exact(value)
}

function sum({ pnl }: LegResult, currency: string): string {
  const { net, ...others } = pnl
  const parts = Object.entries(others).filter(([, value]) => Number(value) !== 0)
  return `Net ${amount(net)} ${currency} = ${parts.map(([cause, value]) => `${cause} ${amount(value)}`).join(', ')}.`
}
