import { equityOfRun } from '#analysis/equity-series.js'
import type { HedgeFigures } from '#analysis/hedge-figures.js'
import type { BacktestResult, FillResult } from '#domain/result.js'
import { fanIndices } from '../bootstrap/fan.js'
import type { Twins } from '../twins/twins.js'

/** A fill as runs are told apart by it. */
export type ComparedFill = Pick<FillResult, 'at' | 'side' | 'quantity' | 'price' | 'reason'> & { readonly leg: string }

/** What a comparison shows of a run besides its figures. */
export interface RunDetails {
  readonly currency: string
  readonly synthetic: boolean
  /** Of the values of the thinned curve, ms since 1970. */
  readonly instants: Float64Array
  readonly fills: readonly ComparedFill[]
  /** Against the unhedged twin; null without twins. */
  readonly hedge: HedgeFigures | null
}

/** `curvePoints`: to how many closes the curve is thinned. */
export function detailsOf(result: BacktestResult, twins: Twins | null, curvePoints: number): RunDetails {
  const { values, instantOf } = equityOfRun(result)
  return {
    currency: result.account.currency,
    synthetic: result.data.some((fact) => fact.synthetic),
    instants: Float64Array.from(fanIndices(values.length, curvePoints), (index) => instantOf(index)),
    fills: result.fills.map(({ at, name, side, quantity, price, reason }) => ({
      at,
      leg: name,
      side,
      quantity,
      price,
      reason,
    })),
    hedge: twins?.figures ?? null,
  }
}
