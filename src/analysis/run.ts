import { indexAtOrAfter } from '#domain/candles.js'
import type { AccountSpan, BacktestResult } from '#domain/result.js'

/** Number of candles that were replayed. */
export function candlesOfRun(result: BacktestResult): number {
  return result.curve.equity.length
}

/** The instant at which the run starts: the open of its first candle, ms since 1970. */
export function startOfRun(result: BacktestResult): number {
  return result.candles.openedAt[result.first] ?? 0
}

/** The instant at which candle `index` of the run (0 is the first) closes, ms since 1970. */
export function closedAt(result: BacktestResult, index: number): number {
  return result.candles.openedAt[result.first + index] + result.candles.timeframeMs
}

/** The instant of the last close of the run; its start where nothing was replayed. */
export function endOfRun(result: BacktestResult): number {
  const length = candlesOfRun(result)
  return length === 0 ? startOfRun(result) : closedAt(result, length - 1)
}

/** The candle of the run (0 is the first) in which an instant lies: the last one opened by then, kept inside the run. */
export function candleOfRun(result: BacktestResult, instant: number): number {
  const { openedAt } = result.candles
  const at = indexAtOrAfter(openedAt, instant)
  const opened = openedAt[at] === instant ? at : at - 1
  return Math.min(Math.max(opened - result.first, 0), candlesOfRun(result) - 1)
}

/** First and last candle of the run in which an opening was on. */
export function candlesOfLeg(result: BacktestResult, leg: BacktestResult['legs'][number]): readonly [number, number] {
  const last = leg.closedAt === null ? candlesOfRun(result) - 1 : candleOfRun(result, leg.closedAt)
  return [candleOfRun(result, leg.openedAt), last]
}

/**
 * Calls `visit` for each stretch of candles [from, to) of the run over which one span holds, in order, without gaps.
 * What lies before the first span is the untouched account.
 */
export function eachSpan(result: BacktestResult, visit: (span: AccountSpan, from: number, to: number) => void): void {
  const length = candlesOfRun(result)
  let current = untouched(result)
  let from = 0
  for (const span of result.curve.spans) {
    const next = Math.min(Math.max(span.fromCandle - result.first, 0), length)
    if (next > from) visit(current, from, next)
    current = span
    from = next
  }
  if (length > from) visit(current, from, length)
}

function untouched(result: BacktestResult): AccountSpan {
  const wallet = Number(result.account.initial)
  return {
    fromCandle: result.first,
    wallet,
    collateral: 0,
    offset: wallet,
    netQuantity: 0,
    grossQuantity: 0,
    liquidationBelow: Number.NaN,
    liquidationAbove: Number.NaN,
  }
}
