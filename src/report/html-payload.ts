import { candleOfRun } from '#analysis/run.js'
import type { BacktestResult, FillResult, LevelChange } from '#domain/result.js'
import { timeframeName } from '#domain/time.js'
import type { Twins } from '#experiments/twins/twins.js'
import type { Buckets } from './html-buckets.js'
import { candlesOfLeg, type LegOrder } from './html-legs.js'
import { pack, type PackedColumn } from './html-pack.js'
import { twinNames } from './html-twins.js'

/** How a fill is drawn. */
export const fillKinds = ['entry-buy', 'entry-sell', 'exit-buy', 'exit-sell', 'liquidation'] as const
export type FillKind = (typeof fillKinds)[number]
export const levelKinds = ['stop', 'target', 'liquidation'] as const

/** What the page's script draws. Instants of fills, levels and openings are indices of buckets. */
export interface ChartPayload {
  readonly pair: string
  readonly currency: string
  readonly initial: number
  readonly priceDigits: number
  /** Length of a bucket, such as `1h`. */
  readonly bucketName: string
  /** Candles of the run, where a bucket holds more than one; else null. */
  readonly aggregated: number | null
  /** Names of the legs; an index into them stands for a leg. */
  readonly legs: readonly string[]
  readonly reasons: readonly string[]
  readonly buckets: Readonly<Record<BucketColumn, PackedColumn>>
  readonly fills: Readonly<Record<'bucket' | 'price' | 'leg' | 'kind' | 'reason' | 'opening', PackedColumn>>
  readonly levels: Readonly<Record<'from' | 'to' | 'price' | 'leg' | 'kind' | 'opening', PackedColumn>>
  /** Equity of each twin at the last close of every bucket. */
  readonly twins: readonly { readonly name: string; readonly equity: PackedColumn }[]
  readonly openings: Readonly<Record<'id' | 'from' | 'to' | 'leg', PackedColumn>>
}

/** `openedAt` and `closedAt` are in seconds. */
export type BucketColumn =
  | 'openedAt'
  | 'closedAt'
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'equity'
  | 'equityLow'
  | 'equityHigh'
  | 'drawdown'

export interface ChartLabels {
  readonly pair: string
  readonly priceDigits: number
}

export function chartPayload(
  result: BacktestResult,
  buckets: Buckets,
  order: LegOrder,
  { pair, priceDigits }: ChartLabels,
  twins: Twins | null,
): ChartPayload {
  const reasons = [...new Set(result.fills.map((fill) => fill.reason))]
  return {
    pair,
    currency: result.account.currency,
    initial: Number(result.account.initial),
    priceDigits,
    bucketName: timeframeName(buckets.lengthMs),
    aggregated: buckets.lengthMs === result.candles.timeframeMs ? null : buckets.ofCandle.length,
    legs: [...order.keys()],
    reasons,
    buckets: packBuckets(buckets),
    fills: packFills(result, buckets, order, reasons),
    levels: packLevels(result, buckets, order),
    openings: packOpenings(result, buckets, order),
    twins: packTwins(twins, buckets),
  }
}

function packTwins(twins: Twins | null, { length, ofCandle }: Buckets): ChartPayload['twins'] {
  if (twins === null) return []
  return twinNames.map(([key, name]) => {
    const equity = new Float32Array(length)
    for (const [candle, bucket] of ofCandle.entries()) equity[bucket] = twins[key].equity[candle]
    return { name, equity: pack(equity) }
  })
}

function packBuckets(buckets: Buckets): ChartPayload['buckets'] {
  return {
    openedAt: pack(buckets.openedAt.map((instant) => instant / 1000)),
    closedAt: pack(buckets.closedAt.map((instant) => instant / 1000)),
    open: pack(buckets.open),
    high: pack(buckets.high),
    low: pack(buckets.low),
    close: pack(buckets.close),
    equity: pack(buckets.equity),
    equityLow: pack(buckets.equityLow),
    equityHigh: pack(buckets.equityHigh),
    drawdown: pack(Float32Array.from(buckets.drawdown)),
  }
}

function packFills(
  result: BacktestResult,
  buckets: Buckets,
  order: LegOrder,
  reasons: readonly string[],
): ChartPayload['fills'] {
  const { fills } = result
  const bytes = (of: (fill: FillResult) => number) => pack(Uint8Array.from(fills, of))
  return {
    bucket: pack(Int32Array.from(fills, (fill) => bucketAt(result, buckets, fill.at))),
    price: pack(Float64Array.from(fills, (fill) => Number(fill.price))),
    leg: bytes((fill) => order.get(fill.name) ?? 0),
    kind: bytes((fill) => fillKinds.indexOf(kindOf(fill))),
    reason: bytes((fill) => reasons.indexOf(fill.reason)),
    opening: pack(Int32Array.from(fills, (fill) => fill.leg)),
  }
}

function kindOf(fill: FillResult): FillKind {
  if (fill.reason === 'liquidation') return 'liquidation'
  const isEntry = fill.reason === 'entry' || fill.reason === 'scale'
  return `${isEntry ? 'entry' : 'exit'}-${fill.side}`
}

interface Segment {
  readonly from: number
  readonly to: number
  readonly price: number
  readonly leg: number
  readonly kind: number
  readonly opening: number
}

function packLevels(result: BacktestResult, buckets: Buckets, order: LegOrder): ChartPayload['levels'] {
  const segments = segmentsOf(result, buckets, order)
  const integers = (of: (segment: Segment) => number) => pack(Int32Array.from(segments, of))
  const bytes = (of: (segment: Segment) => number) => pack(Uint8Array.from(segments, of))
  return {
    from: integers((segment) => segment.from),
    to: integers((segment) => segment.to),
    price: pack(Float64Array.from(segments, (segment) => segment.price)),
    leg: bytes((segment) => segment.leg),
    kind: bytes((segment) => segment.kind),
    opening: integers((segment) => segment.opening),
  }
}

/** Each level as a stretch from where it was set to where it was changed, or its leg closed. */
function segmentsOf(result: BacktestResult, buckets: Buckets, order: LegOrder): Segment[] {
  const legs = new Map(result.legs.map((leg) => [leg.id, leg]))
  const segments: Segment[] = []
  for (const changes of groupedLevels(result.levels).values()) {
    const leg = legs.get(changes[0].leg)
    if (!leg) continue
    const closed = buckets.ofCandle[candlesOfLeg(result, leg)[1]]
    for (const [at, change] of changes.entries()) {
      const next = changes[at + 1]
      if (change.price === null || next?.price === change.price) continue
      const from = bucketAt(result, buckets, sameSince(changes, at))
      const to = next ? bucketAt(result, buckets, next.at) : closed
      if (to === from && next && next.price !== null) continue
      const kind = levelKinds.indexOf(change.what)
      segments.push({ from, to, price: Number(change.price), leg: order.get(leg.name) ?? 0, kind, opening: leg.id })
    }
  }
  return segments
}

/** Since when a level has had its price, over changes that repeat it. */
function sameSince(changes: readonly LevelChange[], at: number): number {
  let since = at
  while (since > 0 && changes[since - 1].price === changes[at].price) since--
  return changes[since].at
}

function groupedLevels(levels: readonly LevelChange[]): Map<string, LevelChange[]> {
  const groups = new Map<string, LevelChange[]>()
  for (const change of levels) {
    const key = change.order === undefined ? `${change.leg}:${change.what}` : `order ${change.order}`
    const group = groups.get(key)
    if (group) group.push(change)
    else groups.set(key, [change])
  }
  return groups
}

function packOpenings(result: BacktestResult, buckets: Buckets, order: LegOrder): ChartPayload['openings'] {
  const ends = result.legs.map((leg) => candlesOfLeg(result, leg).map((candle) => buckets.ofCandle[candle]))
  return {
    id: pack(Int32Array.from(result.legs, (leg) => leg.id)),
    from: pack(Int32Array.from(ends, ([from]) => from)),
    to: pack(Int32Array.from(ends, ([, to]) => to)),
    leg: pack(Uint8Array.from(result.legs, (leg) => order.get(leg.name) ?? 0)),
  }
}

function bucketAt(result: BacktestResult, buckets: Buckets, instant: number): number {
  return buckets.ofCandle[candleOfRun(result, instant)]
}
