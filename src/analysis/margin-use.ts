import type { BacktestResult } from '#domain/result.js'
import { eachSpan } from './run.js'

export interface MarginUse {
  /** Mean over the closes of collateral ÷ wallet. */
  readonly mean: number | null
  readonly max: number | null
}

/** Closes at which the wallet is empty are left out; both null where none is left. */
export function marginUse(result: BacktestResult): MarginUse {
  let total = 0
  let closes = 0
  let max = 0
  eachSpan(result, ({ wallet, collateral }, from, to) => {
    if (wallet <= 0) return
    const use = collateral / wallet
    total += use * (to - from)
    closes += to - from
    if (use > max) max = use
  })
  return closes === 0 ? { mean: null, max: null } : { mean: total / closes, max }
}
