import type { BacktestResult } from '#domain/result.js'
import type { Drawdown } from './max-drawdown.js'
import { candleOfRun, startOfRun } from './run.js'

/** The account's deepest drawdown in money: its share of the high that equity fell from, quote currency, ≥ 0. */
export function drawdownAmount(result: BacktestResult, { depth, peakAt }: Drawdown): number {
  if (peakAt === null) return 0
  const isInitial = peakAt === startOfRun(result)
  const high = isInitial ? Number(result.account.initial) : result.curve.equity[candleOfRun(result, peakAt - 1)]
  return depth * high
}
