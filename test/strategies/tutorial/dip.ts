import { atr, defineStrategy, ema, number, rsi } from 'hedgerow'

const DAY_MS = 24 * 3_600_000

/** Buys a dip in an uptrend at a fixed risk; shorts a part of it while the trend is lost and the core is under water. */
export default defineStrategy({
  name: 'Buy the dip, hedge the fall',

  legs: {
    core: { side: 'long', leverage: 3 },
    hedge: { side: 'short', leverage: 5, hedges: 'core' },
  },

  params: {
    trendPeriod: number(200, { min: 2, integer: true, unit: 'candles' }),
    dipRsi: number(40, { min: 0, max: 50, unit: 'RSI points' }),
    risk: number(0.02, { min: 0.001, max: 0.1, unit: 'fraction of equity' }),
    hedgeRatio: number(0.5, { min: 0, max: 1, unit: 'hedge notional per core notional' }),
    pauseDays: 2, // after a stop of the core
  },

  indicators: ({ trendPeriod }) => ({
    trend: ema(trendPeriod),
    strength: rsi(14),
    range: atr(24),
  }),

  state: () => ({ pausedUntil: 0 }),

  onFill({ candle, fill, params, state }) {
    if (fill.leg === 'core' && fill.reason === 'stop') state.pausedUntil = candle.closedAt + params.pauseDays * DAY_MS
  },

  onCandle({ candle, indicators, legs: { core, hedge }, params, state }) {
    const { trend, strength, range } = indicators
    const isDip = candle.close > trend && strength < params.dipRsi
    if (core.isFlat && isDip && candle.closedAt >= state.pausedUntil) {
      core.open({ riskOfEquity: params.risk, stop: candle.close - 4 * range, target: candle.close + 8 * range })
    }

    const isFalling = core.isOpen && core.unrealizedPnl < 0 && candle.close < trend
    if (hedge.isFlat && isFalling && params.hedgeRatio > 0) {
      hedge.open({ ratioOf: 'core', ratio: params.hedgeRatio, stop: '4%' })
    }
    if (hedge.isOpen && !isFalling) hedge.close()
  },
})
