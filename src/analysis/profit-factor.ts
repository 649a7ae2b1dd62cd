import { type Decimal, sum } from '#domain/decimal.js'

/** Σ net of winning trades ÷ |Σ net of losing trades|, in money; null where none lost. */
export function profitFactor(nets: readonly Decimal[]): number | null {
  const lost = sum(nets.filter((net) => net.lt(0)))
  return lost.isZero()
    ? null
    : sum(nets.filter((net) => net.gt(0)))
        .div(lost.neg())
        .toNumber()
}
