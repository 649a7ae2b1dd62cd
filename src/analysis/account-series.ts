import type { AccountSpan, BacktestResult } from '#domain/result.js'
import { candlesOfRun, eachSpan } from './run.js'

/**
 * Account figures of consecutive candles at their closes. Columns hold `length` values; what lies beyond is stale.
 * NaN stands where a figure is undefined. Equity itself is `result.curve.equity`.
 */
export interface AccountBlock {
  /** Candle of the run (0 is the first) of the first row. */
  readonly start: number
  readonly length: number
  /** Quote currency. */
  readonly wallet: Float64Array
  /** Share of the highest equity so far, the initial balance included, that is lost: 0 … 1. */
  readonly drawdown: Float64Array
  /** Σ notional ÷ equity; undefined where equity is not positive. */
  readonly grossExposure: Float64Array
  /** (Σ long − Σ short notional) ÷ equity; undefined where equity is not positive. */
  readonly netExposure: Float64Array
  /** Collateral of all legs, quote currency. */
  readonly collateral: Float64Array
  /** Collateral ÷ wallet; undefined where the wallet is empty. */
  readonly marginUse: Float64Array
  /** Nearest liquidation prices under and over the mark; undefined where there is none. */
  readonly liquidationBelow: Float64Array
  readonly liquidationAbove: Float64Array
  /** Move of the mark, as a fraction of it, that reaches the nearer of the two; undefined where there is none. */
  readonly liquidationDistance: Float64Array
}

type AccountColumns = Omit<AccountBlock, 'start' | 'length'>

/**
 * Expands the spans of a result into one row per candle, in blocks, so that a run of any length needs little memory.
 * Every block reuses the same arrays: read what you need before asking for the next one.
 */
export function* accountSeries(result: BacktestResult, blockLength = 4096): Generator<AccountBlock, void, undefined> {
  const length = candlesOfRun(result)
  const columns = emptyColumns(Math.min(blockLength, Math.max(length, 1)))
  const stretches = stretchesOf(result)
  let peak = Number(result.account.initial)
  let at = 0
  for (let start = 0; start < length; start += blockLength) {
    const end = Math.min(start + blockLength, length)
    for (let from = start; from < end; ) {
      while (stretches[at].to <= from) at++
      const { span, to } = stretches[at]
      const until = Math.min(to, end)
      fillFromSpan(columns, result, span, start, from, until)
      from = until
    }
    peak = fillDrawdown(columns.drawdown, result.curve.equity, start, end, peak)
    yield { start, length: end - start, ...columns }
  }
}

function stretchesOf(result: BacktestResult): { readonly span: AccountSpan; readonly to: number }[] {
  const stretches: { span: AccountSpan; to: number }[] = []
  eachSpan(result, (span, _from, to) => stretches.push({ span, to }))
  return stretches
}

function emptyColumns(length: number): AccountColumns {
  return {
    wallet: new Float64Array(length),
    drawdown: new Float64Array(length),
    grossExposure: new Float64Array(length),
    netExposure: new Float64Array(length),
    collateral: new Float64Array(length),
    marginUse: new Float64Array(length),
    liquidationBelow: new Float64Array(length),
    liquidationAbove: new Float64Array(length),
    liquidationDistance: new Float64Array(length),
  }
}

/** Candles [from, to) of the run, written to rows counted from `start`. */
function fillFromSpan(
  columns: AccountColumns,
  result: BacktestResult,
  span: AccountSpan,
  start: number,
  from: number,
  to: number,
): void {
  const { wallet, collateral, grossQuantity, netQuantity, liquidationBelow, liquidationAbove } = span
  const rows = [from - start, to - start] as const
  columns.wallet.fill(wallet, ...rows)
  columns.collateral.fill(collateral, ...rows)
  columns.marginUse.fill(wallet > 0 ? collateral / wallet : Number.NaN, ...rows)
  columns.liquidationBelow.fill(liquidationBelow, ...rows)
  columns.liquidationAbove.fill(liquidationAbove, ...rows)

  const { equity } = result.curve
  const { close } = result.mark
  const { grossExposure, netExposure, liquidationDistance } = columns
  for (let candle = from; candle < to; candle++) {
    const row = candle - start
    const mark = close[result.first + candle]
    const leveragePerUnit = equity[candle] > 0 ? mark / equity[candle] : Number.NaN
    grossExposure[row] = grossQuantity * leveragePerUnit
    netExposure[row] = netQuantity * leveragePerUnit
    liquidationDistance[row] = nearerDistance(mark, liquidationBelow, liquidationAbove)
  }
}

function nearerDistance(mark: number, below: number, above: number): number {
  const down = (mark - below) / mark
  const up = (above - mark) / mark
  return down <= up || Number.isNaN(up) ? down : up
}

function fillDrawdown(drawdown: Float64Array, equity: Float64Array, start: number, end: number, peak: number): number {
  let highest = peak
  for (let candle = start; candle < end; candle++) {
    const value = equity[candle]
    if (value > highest) highest = value
    drawdown[candle - start] = (highest - value) / highest
  }
  return highest
}
