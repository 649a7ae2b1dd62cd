import { type Decimal, sum } from '#domain/decimal.js'

/** Mean net of a trade, quote currency; null without a trade. */
export function expectancy(nets: readonly Decimal[]): number | null {
  return nets.length === 0 ? null : sum(nets).div(nets.length).toNumber()
}
