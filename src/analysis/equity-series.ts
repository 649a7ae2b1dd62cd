import type { BacktestResult } from '#domain/result.js'
import { closedAt, startOfRun } from './run.js'

/** Equity over time: of a run at its closes, or of the rows of a file. */
export interface EquitySeries {
  /** e₀, where the series starts. */
  readonly initial: number
  /** e₁ … eₙ. */
  readonly values: Float64Array
  /** When a value was reached, ms since 1970, by its index in `values`; −1 is the start. Ascending. */
  readonly instantOf: (index: number) => number
  /** False where instants are not known, but counted from 1970 on, so that the time between them alone means something. */
  readonly isDated: boolean
}

/** Equity at every close of a run, from the initial balance on. */
export function equityOfRun(result: BacktestResult): EquitySeries {
  return {
    initial: Number(result.account.initial),
    values: result.curve.equity,
    instantOf: (index) => (index < 0 ? startOfRun(result) : closedAt(result, index)),
    isDated: true,
  }
}

/** From the start of a series to its last value; 0 without a value. */
export function elapsedMs({ values, instantOf }: EquitySeries): number {
  return instantOf(values.length - 1) - instantOf(-1)
}
