import type { Decimal } from '#domain/decimal.js'
import { payoff } from './payoff.js'
import { winRate } from './win-rate.js'

/** Kelly's share = win rate − (1 − win rate) ÷ payoff; null as payoff is. Negative: the trades lose on average. */
export function kelly(nets: readonly Decimal[]): number | null {
  const won = winRate(nets)
  const ratio = payoff(nets)
  return won === null || ratio === null ? null : won - (1 - won) / ratio
}
