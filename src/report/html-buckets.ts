import { accountSeries } from '#analysis/account-series.js'
import { closedAt } from '#analysis/run.js'
import type { BacktestResult } from '#domain/result.js'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/time.js'

/** More points than this are not drawn: they open slowly and nobody sees them. */
const BUCKETS_MAX = 20_000

/** What the charts draw: one point per bucket of one or more candles, whole buckets of UTC time. */
export interface Buckets {
  readonly length: number
  readonly lengthMs: number
  /** First instant of each bucket, ms since 1970. */
  readonly openedAt: Float64Array
  /** Close of the last candle of each bucket, ms since 1970: the instant of its equity. */
  readonly closedAt: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Equity at closes: the last, lowest and highest of the bucket. */
  readonly equity: Float64Array
  readonly equityLow: Float64Array
  readonly equityHigh: Float64Array
  /** The deepest drawdown in the bucket. */
  readonly drawdown: Float64Array
  /** The bucket of each candle of the run. */
  readonly ofCandle: Int32Array
}

/** Groups the candles of a run, and its account, into at most about `limit` buckets. */
export function bucketsOf(result: BacktestResult, limit = BUCKETS_MAX): Buckets {
  const lengthMs = bucketLength(result, limit)
  const ofCandle = assign(result, lengthMs)
  const length = ofCandle.length === 0 ? 0 : ofCandle.at(-1)! + 1
  const column = () => new Float64Array(length)
  const buckets: Buckets = {
    length,
    lengthMs,
    openedAt: column(),
    closedAt: column(),
    open: column(),
    high: column().fill(-Infinity),
    low: column().fill(Infinity),
    close: column(),
    equity: column(),
    equityLow: column().fill(Infinity),
    equityHigh: column().fill(-Infinity),
    drawdown: column(),
    ofCandle,
  }
  fillCandles(buckets, result)
  fillAccount(buckets, result)
  return buckets
}

const lengths = [1, 2, 3, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS)
const longer = [1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS)

/** The shortest usual length, of whole candles, that is coarse enough. */
function bucketLength(result: BacktestResult, limit: number): number {
  const { timeframeMs } = result.candles
  const span = result.curve.equity.length * timeframeMs
  if (span / timeframeMs <= limit) return timeframeMs
  const fitting = [...lengths, ...longer].find((ms) => ms % timeframeMs === 0 && span / ms <= limit)
  return fitting ?? Math.ceil(span / limit / DAY_MS) * DAY_MS
}

function assign(result: BacktestResult, lengthMs: number): Int32Array {
  const ofCandle = new Int32Array(result.curve.equity.length)
  const { openedAt } = result.candles
  let bucket = -1
  let ends = -Infinity
  for (let candle = 0; candle < ofCandle.length; candle++) {
    const opened = openedAt[result.first + candle]
    if (opened >= ends) {
      bucket++
      ends = bucketStart(opened, lengthMs, result.candles.timeframeMs) + lengthMs
    }
    ofCandle[candle] = bucket
  }
  return ofCandle
}

/** A bucket of one candle begins where the candle does, even off the grid of UTC. */
function bucketStart(instant: number, lengthMs: number, timeframeMs: number): number {
  return lengthMs === timeframeMs ? instant : Math.floor(instant / lengthMs) * lengthMs
}

function fillCandles(buckets: Buckets, result: BacktestResult): void {
  const { candles, first } = result
  let previous = -1
  for (let candle = 0; candle < buckets.ofCandle.length; candle++) {
    const bucket = buckets.ofCandle[candle]
    const row = first + candle
    if (bucket !== previous) {
      buckets.openedAt[bucket] = bucketStart(candles.openedAt[row], buckets.lengthMs, candles.timeframeMs)
      buckets.open[bucket] = candles.open[row]!
      previous = bucket
    }
    if (candles.high[row] > buckets.high[bucket]) buckets.high[bucket] = candles.high[row]!
    if (candles.low[row] < buckets.low[bucket]) buckets.low[bucket] = candles.low[row]!
    buckets.close[bucket] = candles.close[row]!
    buckets.closedAt[bucket] = closedAt(result, candle)
  }
}

function fillAccount(buckets: Buckets, result: BacktestResult): void {
  for (const block of accountSeries(result)) {
    for (let row = 0; row < block.length; row++) {
      const candle = block.start + row
      const bucket = buckets.ofCandle[candle]
      const equity = result.curve.equity[candle]
      buckets.equity[bucket] = equity
      if (equity < buckets.equityLow[bucket]) buckets.equityLow[bucket] = equity
      if (equity > buckets.equityHigh[bucket]) buckets.equityHigh[bucket] = equity
      if (block.drawdown[row] > buckets.drawdown[bucket]) buckets.drawdown[bucket] = block.drawdown[row]!
    }
  }
}
