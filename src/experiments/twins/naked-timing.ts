import type { NakedStretch } from '#analysis/naked-stretches.js'
import { candleOfRun, candlesOfRun } from '#analysis/run.js'
import { type Decimal, decimal } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'

/** What the missing of a hedge did, by why it was missing; quote currency, to 8 digits after the point. */
export type NakedTiming = Readonly<Record<NakedStretch['cause'], Decimal>>

/**
 * What price made of the run less what it made of the smaller core, over the time in which a hedge was wanted and not on.
 * There the run holds all of its core and the smaller core the part that the mean hedge leaves: the difference is what a
 * hedge of the mean size would have made, with its sign turned. A candle counts once, for the stretch that began first.
 */
export function nakedTiming(
  stretches: readonly NakedStretch[],
  run: BacktestResult,
  smaller: BacktestResult,
): NakedTiming {
  const sums = { refusal: 0, liquidation: 0 }
  if (stretches.length > 0) {
    const [own, other] = [priceByCandle(run), priceByCandle(smaller)]
    let done = 0
    for (const { cause, from, to } of stretches.toSorted((one, next) => one.from - next.from)) {
      for (let candle = Math.max(from, done); candle < to; candle++) sums[cause] += own[candle] - other[candle]
      done = Math.max(done, to)
    }
  }
  return { refusal: toMoney(sums.refusal), liquidation: toMoney(sums.liquidation) }
}

const DIGITS = 8

function toMoney(value: number): Decimal {
  return decimal(value.toFixed(DIGITS))
}

const costs = /^(?:slippage|fees|funding|liquidation):/

/** Of each candle of the run, what its equity changed by without slippage, fees, funding and what liquidations took. */
export function priceByCandle(result: BacktestResult): Float64Array {
  const { equity } = result.curve
  const before = (candle: number): number => (candle === 0 ? Number(result.account.initial) : equity[candle - 1])
  const changes = Float64Array.from({ length: candlesOfRun(result) }, (_, candle) => equity[candle] - before(candle))
  for (const { at, postings } of result.journal) {
    // What a cost account received is gone from the wallet.
    for (const { account, amount } of postings) {
      if (costs.test(account)) changes[candleOfRun(result, at)] += Number(amount)
    }
  }
  return changes
}
