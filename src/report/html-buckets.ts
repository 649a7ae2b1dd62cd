import { accountSeries } from '#analysis/account-series.js'
import { fundingTotals } from '#analysis/funding-totals.js'
import { closedAt } from '#analysis/run.js'
import type { BacktestResult } from '#domain/result.js'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/time.js'

/** Candles of a run put together, one or more in a group, in whole groups of UTC time. */
export interface Grouping {
  readonly length: number
  readonly lengthMs: number
  /** The group of each candle of the run. */
  readonly ofCandle: Int32Array
}

/** What the price chart draws: each group as one candle. */
export interface DrawnCandles extends Grouping {
  /** First instant of each, ms since 1970. */
  readonly openedAt: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** The account over each group, at closes. NaN where a figure is undefined. */
export interface DrawnAccount extends Grouping {
  /** Close of the last candle of each, ms since 1970: the instant of its equity. */
  readonly closedAt: Float64Array
  /** The last, lowest and highest. */
  readonly equity: Float64Array
  readonly equityLow: Float64Array
  readonly equityHigh: Float64Array
  /** The deepest. */
  readonly drawdown: Float64Array
  /** The last of each, per unit of equity. */
  readonly grossExposure: Float64Array
  readonly netExposure: Float64Array
  /** The highest collateral ÷ wallet. */
  readonly marginUse: Float64Array
  /** The smallest move of the mark that liquidates something. */
  readonly liquidationDistance: Float64Array
  /** What funding has moved since the start, the last; quote currency. */
  readonly funding: Float64Array
}

/** Groups the candles of a run into at most about `limit` candles. */
export function drawnCandles(result: BacktestResult, limit: number): DrawnCandles {
  const grouping = groupingOf(result, limit)
  const column = () => new Float64Array(grouping.length)
  const drawn: DrawnCandles = {
    ...grouping,
    openedAt: column(),
    open: column(),
    high: column().fill(-Infinity),
    low: column().fill(Infinity),
    close: column(),
  }
  fillCandles(drawn, result)
  return drawn
}

/** Groups the closes of a run's account into at most about `limit` points. */
export function drawnAccount(result: BacktestResult, limit: number): DrawnAccount {
  const grouping = groupingOf(result, limit)
  const column = () => new Float64Array(grouping.length)
  const drawn: DrawnAccount = {
    ...grouping,
    closedAt: column(),
    equity: column(),
    equityLow: column().fill(Infinity),
    equityHigh: column().fill(-Infinity),
    drawdown: column(),
    grossExposure: column(),
    netExposure: column(),
    marginUse: column().fill(Number.NaN),
    liquidationDistance: column().fill(Number.NaN),
    funding: column(),
  }
  fillAccount(drawn, result)
  fillFunding(drawn, result)
  return drawn
}

function groupingOf(result: BacktestResult, limit: number): Grouping {
  const lengthMs = groupLength(result, limit)
  const ofCandle = assign(result, lengthMs)
  return { length: ofCandle.length === 0 ? 0 : ofCandle.at(-1)! + 1, lengthMs, ofCandle }
}

const lengths = [1, 2, 3, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS)
const longer = [1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS)

/** The shortest usual length, of whole candles, that is coarse enough. */
function groupLength(result: BacktestResult, limit: number): number {
  const { timeframeMs } = result.candles
  const span = result.curve.equity.length * timeframeMs
  if (span / timeframeMs <= limit) return timeframeMs
  const fitting = [...lengths, ...longer].find((ms) => ms % timeframeMs === 0 && span / ms <= limit)
  return fitting ?? Math.ceil(span / limit / DAY_MS) * DAY_MS
}

function assign(result: BacktestResult, lengthMs: number): Int32Array {
  const ofCandle = new Int32Array(result.curve.equity.length)
  const { openedAt } = result.candles
  let group = -1
  let ends = -Infinity
  for (let candle = 0; candle < ofCandle.length; candle++) {
    const opened = openedAt[result.first + candle]
    if (opened >= ends) {
      group++
      ends = groupStart(opened, lengthMs, result.candles.timeframeMs) + lengthMs
    }
    ofCandle[candle] = group
  }
  return ofCandle
}

/** A group of one candle begins where the candle does, even off the grid of UTC. */
function groupStart(instant: number, lengthMs: number, timeframeMs: number): number {
  return lengthMs === timeframeMs ? instant : Math.floor(instant / lengthMs) * lengthMs
}

function fillCandles(drawn: DrawnCandles, result: BacktestResult): void {
  const { candles, first } = result
  let previous = -1
  for (let candle = 0; candle < drawn.ofCandle.length; candle++) {
    const group = drawn.ofCandle[candle]
    const row = first + candle
    if (group !== previous) {
      drawn.openedAt[group] = groupStart(candles.openedAt[row], drawn.lengthMs, candles.timeframeMs)
      drawn.open[group] = candles.open[row]!
      previous = group
    }
    if (candles.high[row] > drawn.high[group]) drawn.high[group] = candles.high[row]!
    if (candles.low[row] < drawn.low[group]) drawn.low[group] = candles.low[row]!
    drawn.close[group] = candles.close[row]!
  }
}

function fillAccount(drawn: DrawnAccount, result: BacktestResult): void {
  for (const block of accountSeries(result)) {
    for (let row = 0; row < block.length; row++) {
      const candle = block.start + row
      const group = drawn.ofCandle[candle]
      const equity = result.curve.equity[candle]
      drawn.closedAt[group] = closedAt(result, candle)
      drawn.equity[group] = equity
      if (equity < drawn.equityLow[group]) drawn.equityLow[group] = equity
      if (equity > drawn.equityHigh[group]) drawn.equityHigh[group] = equity
      if (block.drawdown[row] > drawn.drawdown[group]) drawn.drawdown[group] = block.drawdown[row]!
      drawn.grossExposure[group] = block.grossExposure[row]!
      drawn.netExposure[group] = block.netExposure[row]!
      if (!(block.marginUse[row] <= drawn.marginUse[group])) drawn.marginUse[group] = block.marginUse[row]!
      const distance = block.liquidationDistance[row]
      if (!Number.isNaN(distance) && !(distance >= drawn.liquidationDistance[group])) {
        drawn.liquidationDistance[group] = distance
      }
    }
  }
}

function fillFunding(drawn: DrawnAccount, result: BacktestResult): void {
  let from = 0
  let total = 0
  for (const { candle, total: after } of fundingTotals(result)) {
    const group = drawn.ofCandle[candle]
    drawn.funding.fill(total, from, group)
    from = group
    total = after
  }
  drawn.funding.fill(total, from)
}
