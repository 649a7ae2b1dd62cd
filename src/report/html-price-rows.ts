import type { BacktestResult } from '#domain/result.js'
import { type DrawnCandles, drawnCandles } from './html-buckets.js'
import type { PackedColumn, Packer } from './html-pack.js'

/** Two years of minutes. Beyond it candles are put together: the page would not stay small enough to be sent around. */
const CANDLES_MAX = 1_100_000
/** Of the packed candles, in characters: leaves room for tables and account in a page of 15 MB. */
const PACKED_MAX = 10_000_000
const PLACES_MAX = 8
/** A float has no more digits than these for sure. */
const SCALED_MAX = 2 ** 50

/** Prices as integers of 10^−places, each as its distance from what is likely: the close before, the body. */
export interface PackedCandles {
  readonly places: number
  /** Since 1970, in ms. */
  readonly openedAt: PackedColumn
  /** Open less the close before. */
  readonly gap: PackedColumn
  /** Close less open. */
  readonly body: PackedColumn
  /** High less the higher of open and close. */
  readonly above: PackedColumn
  /** The lower of open and close, less low. */
  readonly below: PackedColumn
}

export interface PriceRows {
  readonly drawn: DrawnCandles
  readonly packed: PackedCandles
}

/** The candles of a run as the page carries them: all of them where they fit, else the finest that do. */
export function priceRows(result: BacktestResult, packer: Packer): PriceRows {
  for (let limit = CANDLES_MAX; ; limit /= 2) {
    const drawn = drawnCandles(result, limit)
    const packed = packCandles(drawn, packer)
    const size = [packed.gap, packed.body, packed.above, packed.below].reduce(
      (sum, part) => sum + part.base64.length,
      0,
    )
    if (size <= PACKED_MAX) return { drawn, packed }
  }
}

function packCandles(drawn: DrawnCandles, packer: Packer): PackedCandles {
  const places = placesOf(drawn)
  const scale = 10 ** places
  const ticks = (column: Float64Array) => column.map((price) => Math.round(price * scale))
  const [open, high, low, close] = [drawn.open, drawn.high, drawn.low, drawn.close].map(ticks)
  return {
    places,
    openedAt: packer.steps(drawn.openedAt),
    gap: packer.integers(open.map((price, at) => price - (at === 0 ? 0 : close[at - 1]))),
    body: packer.integers(close.map((price, at) => price - open[at])),
    above: packer.integers(high.map((price, at) => price - Math.max(open[at], close[at]))),
    below: packer.integers(low.map((price, at) => Math.min(open[at], close[at]) - price)),
  }
}

/** Digits after the point with which every price is exact; prices without an end are cut where eyes end. */
function placesOf({ open, high, low, close }: DrawnCandles): number {
  const columns = [open, high, low, close]
  const highest = high.reduce((most, price) => Math.max(most, price), 0)
  let places = 0
  for (; places < PLACES_MAX && highest * 10 ** (places + 1) < SCALED_MAX; places++) {
    const scale = 10 ** places
    if (columns.every((column) => column.every((price) => Math.round(price * scale) / scale === price))) return places
  }
  return places
}
