import type { Indicator } from '../indicator.js'
import { checkPeriod } from './parameters.js'
import { averageTrueRange } from './technicalindicators.js'

/**
 * Average true range, in quote currency: Wilder's average of max(high, previous close) − min(low, previous close),
 * seeded by the simple mean of the first `period`. First value at candle `period + 1`.
 */
export function atr(period: number): Indicator {
  checkPeriod('atr', 'period', period)
  return {
    key: `atr(${period})`,
    outputs: null,
    compute: (candles) => [averageTrueRange(candles, period)],
  }
}
