import { heldPair } from '#analysis/held-pair.js'
import { legDistanceSeries } from '#analysis/leg-distance-series.js'
import { candleOfRun, candlesOfLeg } from '#analysis/run.js'
import type { BacktestResult, FillResult } from '#domain/result.js'
import type { DrawnAccount } from './html-buckets.js'
import { detailsOf } from './html-details.js'
import { shortName } from './html-format.js'
import type { LegOrder } from './html-legs.js'
import { levelSegments, poolSegments } from './html-levels.js'
import type { PackedColumn, Packer } from './html-pack.js'
import type { Page } from './html-page.js'
import type { PackedCandles, PriceRows } from './html-price-rows.js'
import { twinNames } from './html-twins.js'
import { eventWords } from './html-events.js'

/** How a fill is drawn. */
export const fillKinds = ['entry-buy', 'entry-sell', 'exit-buy', 'exit-sell', 'liquidation'] as const
export type FillKind = (typeof fillKinds)[number]

/** What the page's script draws. Where something happened is told as a row: the index of a drawn candle. */
export interface ChartPayload {
  readonly pair: string
  readonly currency: string
  readonly initial: number
  readonly priceDigits: number
  readonly candles: PackedCandles
  /** Length of a drawn candle. */
  readonly rowMs: number
  /** Whether a point of the account stands for several candles: its extremes are then told, too. */
  readonly isAccountGrouped: boolean
  readonly account: Readonly<Record<AccountColumn, PackedColumn>>
  /** Names of the legs; an index into them stands for a leg. */
  readonly legs: readonly string[]
  readonly reasons: readonly string[]
  readonly fills: Readonly<Record<'row' | 'price' | 'leg' | 'kind' | 'reason' | 'opening', PackedColumn>>
  readonly levels: Readonly<Record<'from' | 'to' | 'price' | 'leg' | 'kind' | 'opening', PackedColumn>>
  /** Equity of each twin at the last close of every bucket. */
  readonly twins: readonly { readonly name: string; readonly equity: PackedColumn }[]
  /** The balance held in the pair, at the same closes. */
  readonly held: PackedColumn
  /** By leg name, as an index: the smallest distance to liquidation of every bucket, NaN for none. */
  readonly legDistances: readonly { readonly leg: number; readonly values: PackedColumn }[]
  /** What the strategy declared, at the last close of every bucket. */
  readonly indicators: readonly { readonly name: string; readonly isOnPrice: boolean; readonly values: PackedColumn }[]
  /** Dated events: the row of each, and what is said of it. */
  readonly events: { readonly row: PackedColumn; readonly titles: readonly string[] }
  /** Liquidation prices that legs with cross margin share. */
  readonly pool: Readonly<Record<'from' | 'to' | 'price', PackedColumn>>
  readonly openings: Readonly<Record<'id' | 'from' | 'to' | 'leg', PackedColumn>>
  /** Payments of funding, signed as money moves. */
  readonly funding: Readonly<Record<'row' | 'leg' | 'amount', PackedColumn>>
  /** JSON of `Details` by the number of the opening. */
  readonly details: PackedColumn
}

/** `lastRow` is the row in which a point's last candle lies, `closedAt` its close in ms. */
export type AccountColumn =
  | 'lastRow'
  | 'closedAt'
  | 'equity'
  | 'equityLow'
  | 'equityHigh'
  | 'drawdown'
  | 'grossExposure'
  | 'netExposure'
  | 'marginUse'
  | 'liquidationDistance'
  | 'funding'

export function chartPayload(page: Page, rows: PriceRows, account: DrawnAccount, packer: Packer): ChartPayload {
  const { result, order } = page
  const reasons = [...new Set(result.fills.map((fill) => fill.reason))]
  const rowAt = (instant: number) => rows.drawn.ofCandle[candleOfRun(result, instant)]
  return {
    pair: page.meta.pair,
    currency: result.account.currency,
    initial: Number(result.account.initial),
    priceDigits: page.priceDigits,
    candles: rows.packed,
    rowMs: rows.drawn.lengthMs,
    isAccountGrouped: account.lengthMs !== result.candles.timeframeMs,
    account: packAccount(account, rows, packer),
    legs: [...order.keys()].map(shortName),
    reasons,
    fills: packFills(result, rowAt, order, reasons, packer),
    levels: packLevels(result, rows, order, packer),
    pool: packPool(result, rows, packer),
    openings: packOpenings(result, rows, order, packer),
    funding: packFunding(result, rowAt, order, packer),
    details: packer.text(JSON.stringify(detailsOf(page))),
    twins: packTwins(page, account, packer),
    held: packer.floats(lastOfEach(heldPair(result), account)),
    legDistances: [...legDistanceSeries(result)].map(([name, values]) => ({
      leg: order.get(name) ?? 0,
      values: packer.floats(leastOfEach(values, account)),
    })),
    indicators: result.indicators.map(({ name, values }) => ({
      name,
      isOnPrice: isOnPrice(result, values),
      values: packer.floats(lastOfEach(values.subarray(result.first), account)),
    })),
    events: {
      row: packer.steps(page.meta.events.map(({ at }) => rowAt(at))),
      titles: page.meta.events.map(eventWords),
    },
  }
}

function packTwins({ meta: { twins } }: Page, account: DrawnAccount, packer: Packer): ChartPayload['twins'] {
  if (twins === null) return []
  return twinNames.map(([key, name]) => ({ name, equity: packer.floats(lastOfEach(twins[key].equity, account)) }))
}

/** The value at the last close of every bucket. */
function lastOfEach(values: ArrayLike<number>, { length, ofCandle }: DrawnAccount): Float32Array {
  const last = new Float32Array(length)
  for (const [candle, group] of ofCandle.entries()) last[group] = values[candle]
  return last
}

function leastOfEach(values: Float64Array, { length, ofCandle }: DrawnAccount): Float32Array {
  const least = new Float32Array(length).fill(Number.NaN)
  for (const [candle, group] of ofCandle.entries()) {
    if (!Number.isNaN(values[candle]) && !(values[candle] >= least[group])) least[group] = values[candle]
  }
  return least
}

/** What is further from the price than by this factor would make a flat line of the price. */
const PRICE_FACTOR = 2
const SAMPLES = 200

/** Whether an indicator is read on the scale of the price: at nearly all of some closes it is near the price. */
function isOnPrice({ candles, first, end }: BacktestResult, values: Float64Array): boolean {
  let known = 0
  let near = 0
  const step = Math.max(Math.floor((end - first) / SAMPLES), 1)
  for (let row = first; row < end; row += step) {
    if (Number.isNaN(values[row])) continue
    known++
    const share = values[row] / candles.close[row]
    if (share > 1 / PRICE_FACTOR && share < PRICE_FACTOR) near++
  }
  return known > 0 && near / known > 0.9
}

function packAccount(account: DrawnAccount, rows: PriceRows, packer: Packer): ChartPayload['account'] {
  const lastRow = new Int32Array(account.length)
  for (const [candle, group] of account.ofCandle.entries()) lastRow[group] = rows.drawn.ofCandle[candle]
  const rough = (column: Float64Array) => packer.floats(Float32Array.from(column))
  return {
    lastRow: packer.steps(lastRow),
    closedAt: packer.steps(account.closedAt),
    equity: packer.floats(account.equity),
    equityLow: packer.floats(account.equityLow),
    equityHigh: packer.floats(account.equityHigh),
    drawdown: rough(account.drawdown),
    grossExposure: rough(account.grossExposure),
    netExposure: rough(account.netExposure),
    marginUse: rough(account.marginUse),
    liquidationDistance: rough(account.liquidationDistance),
    funding: rough(account.funding),
  }
}

type RowAt = (instant: number) => number

function packFills(
  { fills }: BacktestResult,
  rowAt: RowAt,
  order: LegOrder,
  reasons: readonly string[],
  packer: Packer,
): ChartPayload['fills'] {
  const integers = (of: (fill: FillResult) => number) => packer.integers(fills.map(of))
  return {
    row: packer.steps(fills.map((fill) => rowAt(fill.at))),
    price: packer.floats(Float64Array.from(fills, (fill) => Number(fill.price))),
    leg: integers((fill) => order.get(fill.name) ?? 0),
    kind: integers((fill) => fillKinds.indexOf(kindOf(fill))),
    reason: integers((fill) => reasons.indexOf(fill.reason)),
    opening: packer.steps(fills.map((fill) => fill.leg)),
  }
}

function kindOf(fill: FillResult): FillKind {
  if (fill.reason === 'liquidation') return 'liquidation'
  const isEntry = fill.reason === 'entry' || fill.reason === 'scale'
  return `${isEntry ? 'entry' : 'exit'}-${fill.side}`
}

function packLevels(
  result: BacktestResult,
  { drawn }: PriceRows,
  order: LegOrder,
  packer: Packer,
): ChartPayload['levels'] {
  const segments = levelSegments(result, drawn.ofCandle)
  return {
    from: packer.steps(segments.map((segment) => segment.from)),
    to: packer.steps(segments.map((segment) => segment.to)),
    price: packer.floats(Float64Array.from(segments, (segment) => segment.price)),
    leg: packer.integers(segments.map((segment) => order.get(segment.name) ?? 0)),
    kind: packer.integers(segments.map((segment) => segment.kind)),
    opening: packer.steps(segments.map((segment) => segment.opening)),
  }
}

function packPool(result: BacktestResult, { drawn }: PriceRows, packer: Packer): ChartPayload['pool'] {
  const segments = poolSegments(result, drawn.ofCandle)
  return {
    from: packer.steps(segments.map((segment) => segment.from)),
    to: packer.steps(segments.map((segment) => segment.to)),
    price: packer.floats(Float64Array.from(segments, (segment) => segment.price)),
  }
}

function packOpenings(
  result: BacktestResult,
  { drawn }: PriceRows,
  order: LegOrder,
  packer: Packer,
): ChartPayload['openings'] {
  const ends = result.legs.map((leg) => candlesOfLeg(result, leg).map((candle) => drawn.ofCandle[candle]))
  return {
    id: packer.steps(result.legs.map((leg) => leg.id)),
    from: packer.steps(ends.map(([from]) => from)),
    to: packer.steps(ends.map(([, to]) => to)),
    leg: packer.integers(result.legs.map((leg) => order.get(leg.name) ?? 0)),
  }
}

function packFunding(
  { journal }: BacktestResult,
  rowAt: RowAt,
  order: LegOrder,
  packer: Packer,
): ChartPayload['funding'] {
  const payments = journal.filter((entry) => entry.what === 'funding')
  const amounts = payments.map(({ postings }) => {
    const cause = postings.find(({ account }) => account.startsWith('funding:'))
    return cause === undefined ? 0 : -Number(cause.amount)
  })
  return {
    row: packer.steps(payments.map((entry) => rowAt(entry.at))),
    leg: packer.integers(payments.map((entry) => order.get(entry.leg ?? '') ?? 0)),
    amount: packer.floats(Float32Array.from(amounts)),
  }
}
