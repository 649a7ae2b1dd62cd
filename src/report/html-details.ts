import { candleOfRun } from '#analysis/run.js'
import type { Entry } from '#domain/journal.js'
import type { BacktestResult, ExitReason, FillResult, LegResult, LevelChange } from '#domain/result.js'
import { amount, exact, time } from './html-format.js'
import { groupedBy, ROWS_MAX } from './html-legs.js'
import type { Page } from './html-page.js'

/** A long run books more than a page should carry: `ledger.csv` has the rest. */
const ENTRIES_MAX = 60_000

/** What is told of an opening when it is chosen: words, and all that its ledger accounts received and gave. */
export interface Details {
  readonly title: string
  readonly opened: string
  /** Why, and at which price. */
  readonly ended: string
  /** What was in force then, the candle, the sum. */
  readonly circumstances: readonly string[]
  /** Time, what happened, and each account with its amount, from the leg's own view; null where they are left out. */
  readonly entries: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] | null
  /** Numbers of the openings that ended in the same candle. */
  readonly endedWith: readonly number[]
}

/** By the number of the opening, for the openings that have a row in the table of trades. */
export function detailsOf(page: Page): Readonly<Record<number, Details>> {
  const { result } = page
  const shown = result.legs.slice(0, ROWS_MAX)
  const entries = entriesByOpening(result)
  const levels = groupedBy(result.levels, (level) => level.leg)
  const fills = groupedBy(result.fills, (fill) => fill.leg)
  const endOf = (leg: LegResult) => (leg.closedAt === null ? -1 : candleOfRun(result, leg.closedAt))
  const together = groupedBy(shown, endOf)
  let room = ENTRIES_MAX
  return Object.fromEntries(
    shown.map((leg) => {
      const own = entries.get(leg.id) ?? []
      room -= own.length
      const others = leg.closedAt === null ? [] : together.get(endOf(leg))!
      return [
        leg.id,
        {
          title: `#${leg.id} ${leg.name} ${leg.side} ${exact(leg.leverage)}×, ${leg.margin}`,
          opened: opened(page, leg, fills.get(leg.id) ?? []),
          ended: ended(page, leg, fills.get(leg.id)?.at(-1)),
          circumstances: circumstances(page, leg, levels.get(leg.id) ?? []),
          entries: room < 0 ? null : own.map((entry) => told(entry)),
          endedWith: others.filter((other) => other !== leg).map(({ id }) => id),
        } satisfies Details,
      ]
    }),
  )
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

function told({ at, what, postings }: Entry): readonly [string, string, readonly (readonly [string, string])[]] {
  return [time(at), what, postings.map((posting) => [posting.account, exact(posting.amount)])]
}

function opened({ priceDigits, result }: Page, leg: LegResult, fills: readonly FillResult[]): string {
  const entries = fills.filter((fill) => fill.reason === 'entry' || fill.reason === 'scale').length
  const parts = entries > 1 ? ` in ${entries} fills` : ''
  return (
    `Opened ${time(leg.openedAt)}: ${leg.side} ${exact(leg.quantity)} from ${amount(leg.entry, priceDigits)}${parts}, ` +
    `with ${amount(leg.initialMargin)} ${result.account.currency} of collateral.`
  )
}

const causes: Readonly<Record<ExitReason, string>> = {
  liquidation: 'it was liquidated',
  stop: 'its stop was reached',
  target: 'its target was reached',
  trailing: 'its trailing stop was reached',
  signal: 'it was told to close',
  'end-of-data': 'the data ended',
}

function ended({ result, priceDigits }: Page, leg: LegResult, last: FillResult | undefined): string {
  if (leg.closedAt === null || leg.exitReason === null) {
    return `Still open at the last close; open PnL ${amount(leg.pnl.unrealized)} ${result.account.currency}.`
  }
  const why = `Ended ${time(leg.closedAt)}: ${causes[leg.exitReason]}.`
  if (last === undefined) return why
  const [price, expected] = [last.price, last.expected].map((value) => amount(value, priceDigits))
  const verb = last.side === 'buy' ? 'Bought' : 'Sold'
  return `${why} ${verb} ${exact(last.quantity)} at ${price}, expected ${expected}, as ${last.liquidity}.`
}

function circumstances(page: Page, leg: LegResult, levels: readonly LevelChange[]): readonly string[] {
  const { result, priceDigits } = page
  const whole = sum(leg, result.account.currency)
  if (leg.closedAt === null) return [whole]
  const price = (value: string) => amount(value, priceDigits)
  return [`In force then: ${inForce(levels, leg.closedAt, price)}.`, candleSentence(page, leg.closedAt), whole]
}

function inForce(levels: readonly LevelChange[], until: number, price: (value: string) => string): string {
  return (['stop', 'target', 'liquidation'] as const)
    .map((what) => {
      const last = levels.findLast((level) => level.what === what && level.at <= until && level.price !== null)
      const name = what === 'liquidation' ? 'liquidation price' : what
      return last === undefined ? `no ${name}` : `${name} ${price(last.price!)}`
    })
    .join(', ')
}

function candleSentence({ result, priceDigits }: Page, instant: number): string {
  const { candles, first, path } = result
  const row = first + candleOfRun(result, instant)
  const [open, high, low, close] = [candles.open, candles.high, candles.low, candles.close].map((column) =>
    amount(column[row], priceDigits),
  )
  const isAmbiguous = path.ambiguousAt.includes(candles.openedAt[row])
  const doubt = isAmbiguous ? ` The order of its high and low decided: the ${path.mode} path was taken.` : ''
  return `That candle: open ${open}, high ${high}, low ${low}, close ${close}.${doubt}`
}

function sum({ pnl }: LegResult, currency: string): string {
  const { net, ...others } = pnl
  const parts = Object.entries(others).filter(([, value]) => Number(value) !== 0)
  return `Net ${amount(net)} ${currency} = ${parts.map(([cause, value]) => `${cause} ${amount(value)}`).join(', ')}.`
}
