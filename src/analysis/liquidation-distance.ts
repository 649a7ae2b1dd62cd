import type { BacktestResult, LegResult, LevelChange } from '#domain/result.js'
import { candleOfRun, candlesOfRun, eachSpan } from './run.js'

/** How near liquidation came. */
export interface NearestLiquidation {
  /** Move of the mark, as a fraction of it, that would have reached the liquidation price; 0 where it was reached. */
  readonly distance: number
  /** Open of the candle in which that was, ms since 1970. */
  readonly at: number
}

/**
 * The smallest distance of the mark to the nearer liquidation price of the account. The lows and highs of a candle count
 * against the prices with which it began, its close against those with which it ended. Inside a candle with a fill only
 * the close counts, and a liquidation, which is a distance of 0. Null where nothing could be liquidated.
 */
export function accountLiquidationDistance(result: BacktestResult): NearestLiquidation | null {
  const nearest = new Nearest(result)
  const filled = new Set(result.fills.map((fill) => candleOfRun(result, fill.at)))
  const length = candlesOfRun(result)
  eachSpan(result, ({ liquidationBelow, liquidationAbove }, from, to) => {
    const until = to < length && !filled.has(to) ? to + 1 : to
    for (const price of [liquidationBelow, liquidationAbove]) {
      if (Number.isNaN(price)) continue
      nearest.closeOf(from, price)
      nearest.extremesOf(from + 1, until, price)
    }
  })
  for (const leg of result.legs) nearest.liquidated(leg)
  return nearest.found
}

/** The same of given openings, by their own liquidation prices. */
export function legLiquidationDistance(
  result: BacktestResult,
  openings: readonly LegResult[],
): NearestLiquidation | null {
  const nearest = new Nearest(result)
  const ids = new Set(openings.map((leg) => leg.id))
  const filledIn = new Map(openings.map(({ id }) => [id, new Set<number>()]))
  for (const { leg, at } of result.fills) filledIn.get(leg)?.add(candleOfRun(result, at))
  for (const [id, changes] of liquidationChanges(result.levels, ids)) {
    const filled = filledIn.get(id)!
    for (const [at, change] of changes.entries()) {
      if (change.price === null) continue
      const from = candleOfRun(result, change.at)
      const next = changes[at + 1]
      const to = next === undefined ? candlesOfRun(result) : candleOfRun(result, next.at)
      if (to === from) continue
      const price = Number(change.price)
      nearest.closeOf(from, price)
      nearest.extremesOf(filled.has(from) ? from + 1 : from, to, price)
    }
  }
  for (const leg of openings) nearest.liquidated(leg)
  return nearest.found
}

/** Liquidation prices of these openings as they changed, by the number of the opening. */
export function liquidationChanges(
  levels: readonly LevelChange[],
  ids: ReadonlySet<number>,
): ReadonlyMap<number, readonly LevelChange[]> {
  const changes = new Map<number, LevelChange[]>()
  for (const level of levels) {
    if (level.what !== 'liquidation' || !ids.has(level.leg)) continue
    const earlier = changes.get(level.leg)
    if (earlier === undefined) changes.set(level.leg, [level])
    else earlier.push(level)
  }
  return changes
}

/** Keeps the smallest distance that it is shown, of equal ones the first. Candles are counted from the first of the run. */
class Nearest {
  readonly #result: BacktestResult
  #distance = Infinity
  #candle = -1

  constructor(result: BacktestResult) {
    this.#result = result
  }

  get found(): NearestLiquidation | null {
    if (this.#candle < 0) return null
    const { candles, first } = this.#result
    return { distance: this.#distance, at: candles.openedAt[first + this.#candle] }
  }

  closeOf(candle: number, price: number): void {
    const { mark, first } = this.#result
    const close = mark.close[first + candle]
    this.#take(Math.abs(close - price) / close, candle)
  }

  /** Lows or highs of candles [from, to), whichever lie on the side of the price. */
  extremesOf(from: number, to: number, price: number): void {
    if (from >= to) return
    const { mark, first } = this.#result
    const isBelow = price <= mark.open[first + from]
    const prices = isBelow ? mark.low : mark.high
    let candle = from
    for (let at = from + 1; at < to; at++) {
      const isNearer = isBelow
        ? prices[first + at] < prices[first + candle]
        : prices[first + at] > prices[first + candle]
      if (isNearer) candle = at
    }
    const reached = prices[first + candle]
    this.#take(Math.max(isBelow ? reached - price : price - reached, 0) / reached, candle)
  }

  liquidated({ exitReason, closedAt }: LegResult): void {
    if (exitReason === 'liquidation') this.#take(0, candleOfRun(this.#result, closedAt!))
  }

  #take(distance: number, candle: number): void {
    if (distance > this.#distance || (distance === this.#distance && candle >= this.#candle)) return
    this.#distance = distance
    this.#candle = candle
  }
}
