import { type Decimal, sum } from '#domain/decimal.js'

/** Mean net of winning trades ÷ |mean net of losing trades|; null where none won or none lost. */
export function payoff(nets: readonly Decimal[]): number | null {
  const won = nets.filter((net) => net.gt(0))
  const lost = nets.filter((net) => net.lt(0))
  if (won.length === 0 || lost.length === 0) return null
  return sum(won).div(won.length).div(sum(lost).div(lost.length).neg()).toNumber()
}
