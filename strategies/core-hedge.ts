import { atr, defineStrategy, ema, number } from 'hedgerow'

/** Rides an uptrend with a leveraged core long; shorts part of it whenever momentum fades. */
export default defineStrategy({
  name: 'Core long, hedge short',

  legs: {
    core: { side: 'long', leverage: 3 },
    hedge: { side: 'short', leverage: 5, hedges: 'core' },
  },

  params: {
    trendPeriod: number(200, { min: 2, max: 2000, integer: true, unit: 'candles' }),
    momentumPeriod: number(20, { min: 2, max: 500, integer: true, unit: 'candles' }),
    coreExposure: number(1.5, { min: 0.1, max: 5, unit: 'notional per equity' }),
    hedgeRatio: number(0.4, { min: 0, max: 1, unit: 'hedge notional per core notional' }),
    stopDistance: number(3, { min: 0.5, max: 10, unit: 'average true ranges' }),
  },

  indicators: ({ trendPeriod, momentumPeriod }) => ({
    trend: ema(trendPeriod),
    momentum: ema(momentumPeriod),
    volatility: atr(14),
  }),

  onCandle({ candle, equity, indicators, legs: { core, hedge }, params }) {
    const uptrend = candle.close > indicators.trend
    const fading = candle.close < indicators.momentum
    const stopOffset = params.stopDistance * indicators.volatility

    if (core.isFlat && uptrend) {
      core.open({ notional: equity * params.coreExposure, stop: candle.close - stopOffset })
    }
    if (core.isOpen && !uptrend) core.close()

    const wantHedge = core.isOpen && uptrend && fading && params.hedgeRatio > 0
    if (hedge.isFlat && wantHedge) {
      hedge.open({ notional: core.notional * params.hedgeRatio, stop: candle.close + stopOffset })
    }
    if (hedge.isOpen && !wantHedge) hedge.close()
  },
})
