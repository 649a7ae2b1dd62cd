import type { BacktestResult, FillResult } from '#domain/result.js'

/** What one leg name traded by its own orders: where the venue merges legs (rule M4), that is not what it booked. */
export interface OwnTrade extends Pick<FillResult, 'at' | 'phase' | 'reason'> {
  readonly price: number
  /** Signed base units. */
  readonly quantity: number
  /** What the name then holds, signed; 0 when flat. */
  readonly held: number
}

/**
 * The trades of one leg name, in the order of the fills. A merged position is liquidated under its first opener's name,
 * and a net one closed so at the end of the data: either ends what each leg of it held, at that price.
 */
export function ownTrades({ fills, positions: { mode } }: BacktestResult, name: string): readonly OwnTrade[] {
  const trades: OwnTrade[] = []
  let held = 0
  for (const { name: ordered, reason, side, price, quantity, at, phase } of fills) {
    const endsAll =
      mode !== 'multi-trade' && (reason === 'liquidation' || (reason === 'end-of-data' && mode === 'one-way'))
    const isOfSide = mode === 'one-way' || held > 0 === (side === 'sell')
    if (endsAll ? held === 0 || !isOfSide : ordered !== name) continue
    const traded = endsAll ? -held : Number(quantity) * (side === 'buy' ? 1 : -1)
    const after = held + traded
    held = Math.abs(after) <= Math.abs(traded) * 1e-12 ? 0 : after
    trades.push({ at, phase, reason, price: Number(price), quantity: traded, held })
  }
  return trades
}
