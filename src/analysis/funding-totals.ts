import type { BacktestResult } from '#domain/result.js'
import { candleOfRun } from './run.js'

/** From the close of candle `candle` of the run on, funding has moved `total` in all. */
export interface FundingTotal {
  readonly candle: number
  /** Quote currency, negative where more was paid than received. */
  readonly total: number
}

/** What funding has moved since the start, one item per candle in which it moved something, ascending. */
export function fundingTotals(result: BacktestResult): readonly FundingTotal[] {
  const totals: { candle: number; total: number }[] = []
  let total = 0
  for (const entry of result.journal) {
    if (entry.what !== 'funding') continue
    for (const { account, amount } of entry.postings) if (account.startsWith('funding:')) total -= Number(amount)
    const candle = candleOfRun(result, entry.at)
    const last = totals.at(-1)
    if (last?.candle === candle) last.total = total
    else totals.push({ candle, total })
  }
  return totals
}
