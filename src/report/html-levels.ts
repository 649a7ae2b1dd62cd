import { candleOfRun, candlesOfLeg, eachSpan } from '#analysis/run.js'
import type { BacktestResult, LevelChange } from '#domain/result.js'
import { groupedBy } from './html-legs.js'

export const levelKinds = ['stop', 'target', 'liquidation'] as const

/** A price in force from one drawn candle to another. */
export interface PriceSegment {
  readonly from: number
  readonly to: number
  readonly price: number
}

/** `kind`: index into `levelKinds`; `opening`: number of the opening, `name` of its leg. */
export interface LevelSegment extends PriceSegment {
  readonly name: string
  readonly kind: number
  readonly opening: number
}

/** Each level as a stretch from where it was set to where it was changed, or its leg closed; in the order of `from`. */
export function levelSegments(result: BacktestResult, rowOfCandle: Int32Array): readonly LevelSegment[] {
  const legs = new Map(result.legs.map((leg) => [leg.id, leg]))
  const ownerOf = new Map(result.exits.map(({ order, leg }) => [order, leg]))
  const rowAt = (instant: number) => rowOfCandle[candleOfRun(result, instant)]
  const segments: LevelSegment[] = []
  for (const changes of groupedBy(result.levels, lineOf).values()) {
    const leg = legs.get(changes[0].leg)
    // What liquidates legs that share the wallet is drawn for the account.
    if (!leg || (leg.margin === 'cross' && changes[0].what === 'liquidation')) continue
    const closed = rowOfCandle[candlesOfLeg(result, leg)[1]]
    for (const [at, change] of changes.entries()) {
      const next = changes[at + 1]
      if (change.price === null || next?.price === change.price) continue
      const from = rowAt(sameSince(changes, at))
      const to = next ? Math.min(rowAt(next.at), closed) : closed
      if (to === from && next && next.price !== null) continue
      const kind = levelKinds.indexOf(change.what)
      // Where legs share a position, a stop is that of the leg which set it.
      const name = (change.order === undefined ? undefined : ownerOf.get(change.order)) ?? leg.name
      segments.push({ from, to, price: Number(change.price), name, kind, opening: leg.id })
    }
  }
  return segments.sort((one, other) => one.from - other.from)
}

/** Changes of one line: of an order, where the venue has merged several legs, or else of the leg's stop or target. */
function lineOf({ leg, order, what }: LevelChange): string {
  return order === undefined ? `${leg}:${what}` : `order ${order}`
}

/** Since when a level has had its price, over changes that repeat it. */
function sameSince(changes: readonly LevelChange[], at: number): number {
  let since = at
  while (since > 0 && changes[since - 1].price === changes[at].price) since--
  return changes[since].at
}

/** What liquidates the account, under and over the mark, while legs share its wallet; nothing where each leg stands alone. */
export function poolSegments(result: BacktestResult, rowOfCandle: Int32Array): readonly PriceSegment[] {
  if (result.legs.every((leg) => leg.margin !== 'cross')) return []
  const segments: PriceSegment[] = []
  eachSpan(result, ({ liquidationBelow, liquidationAbove }, from, to) => {
    for (const price of [liquidationBelow, liquidationAbove]) {
      if (!Number.isNaN(price)) segments.push({ from: rowOfCandle[from], to: rowOfCandle[to - 1], price })
    }
  })
  return segments
}
