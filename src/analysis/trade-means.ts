import { decimal, sum } from '#domain/decimal.js'
import type { LegResult } from '#domain/result.js'

/** Means over finished trades of legs; null without a trade. */
export interface TradeMeans {
  /** Over the trades that began with a stop. */
  readonly meanR: number | null
  /** Worst and best open PnL, quote currency: ≤ 0 and ≥ 0. */
  readonly meanMae: number | null
  readonly meanMfe: number | null
}

export function tradeMeans(
  trades: readonly Pick<LegResult, 'id' | 'mae' | 'mfe'>[],
  rMultiples: ReadonlyMap<number, number | null>,
): TradeMeans {
  const multiples = trades.flatMap(({ id }) => rMultiples.get(id) ?? [])
  const mean = (values: readonly (string | number)[]) =>
    values.length === 0
      ? null
      : sum(values.map((value) => decimal(value)))
          .div(values.length)
          .toNumber()
  return {
    meanR: mean(multiples),
    meanMae: mean(trades.map((trade) => trade.mae)),
    meanMfe: mean(trades.map((trade) => trade.mfe)),
  }
}
