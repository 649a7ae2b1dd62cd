import type { BacktestResult } from '#domain/result.js'
import type { LegSpan } from './leg-spans.js'
import { candlesOfRun } from './run.js'

/** What one leg name made by its own orders, quote currency, as floats (rule A4). `net` is the sum of the others. */
export interface OwnResult {
  /** At fill prices: slippage is in it, and what is still open at the last mark close. */
  readonly price: number
  readonly fees: number
  readonly funding: number
  readonly liquidation: number
  readonly net: number
}

/**
 * What a name made where the venue merges legs (rules M2, M3): its own trades and their fees. Funding and what a
 * liquidation took are booked to positions, and so stay with the leg that opened each. Over all names it adds up to the
 * account's net.
 */
export function ownResult(result: BacktestResult, name: string, spans: readonly LegSpan[]): OwnResult {
  const costs = { fees: 0, funding: 0, liquidation: 0 }
  for (const { leg, postings } of result.journal) {
    if (leg !== name) continue
    for (const { account, amount } of postings) {
      const [cause] = account.split(':')
      if (cause === 'fees' || cause === 'funding' || cause === 'liquidation') costs[cause] -= Number(amount)
    }
  }
  const last = spans.at(-1)
  const close = result.mark.close[result.first + candlesOfRun(result) - 1]
  const net = last === undefined ? 0 : last.booked + last.quantity * close
  return { price: net - costs.fees - costs.funding - costs.liquidation, ...costs, net }
}
