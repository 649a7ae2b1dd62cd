import type { Decimal } from '#domain/decimal.js'
import { expectancy } from './expectancy.js'
import { kelly } from './kelly.js'
import { longestStreak } from './longest-streak.js'
import { payoff } from './payoff.js'
import { profitFactor } from './profit-factor.js'
import { systemQuality } from './system-quality.js'
import { winRate } from './win-rate.js'

/** Figures of finished trades: of legs, or of campaigns. */
export interface TradeFigures {
  readonly trades: number
  readonly winRate: number | null
  readonly payoff: number | null
  readonly profitFactor: number | null
  /** Quote currency. */
  readonly expectancy: number | null
  readonly sqn: number | null
  readonly kelly: number | null
  readonly longestWinStreak: number
  readonly longestLossStreak: number
}

/** From the net of each trade, quote currency, in the order in which they closed. */
export function tradeFigures(nets: readonly Decimal[]): TradeFigures {
  return {
    trades: nets.length,
    winRate: winRate(nets),
    payoff: payoff(nets),
    profitFactor: profitFactor(nets),
    expectancy: expectancy(nets),
    sqn: systemQuality(nets),
    kelly: kelly(nets),
    longestWinStreak: longestStreak(nets, 'won'),
    longestLossStreak: longestStreak(nets, 'lost'),
  }
}
