import { InvariantError } from '#domain/failure.js'
import { dailyReturns } from './calendar-returns.js'
import { downsideCapture, upsideCapture } from './capture.js'
import { drawdownRemoved } from './drawdown-removed.js'
import type { EquitySeries } from './equity-series.js'
import { hedgeEffectiveness } from './hedge-effectiveness.js'
import { significant } from './significant.js'

/** What a hedge did to the equity of an account, against the same run without it. */
export interface HedgeFigures {
  readonly drawdownRemoved: number | null
  readonly hedgeEffectiveness: number | null
  /** Of daily returns, as the ratios of one run. */
  readonly upsideCapture: number | null
  readonly downsideCapture: number | null
}

/** Both series have the same instants: throws `InvariantError` where their lengths differ. */
export function hedgeFigures(hedged: EquitySeries, unhedged: EquitySeries): HedgeFigures {
  if (hedged.values.length !== unhedged.values.length) {
    throw new InvariantError(
      `A run and its twin have ${hedged.values.length} and ${unhedged.values.length} values of equity.`,
    )
  }
  const returns = dailyReturns(hedged)
  const twin = dailyReturns(unhedged)
  const areDefined = returns !== null && twin !== null
  return {
    drawdownRemoved: significant(drawdownRemoved(hedged, unhedged)),
    hedgeEffectiveness: significant(hedgeEffectiveness(hedged, unhedged)),
    upsideCapture: significant(areDefined ? upsideCapture(returns, twin) : null),
    downsideCapture: significant(areDefined ? downsideCapture(returns, twin) : null),
  }
}
