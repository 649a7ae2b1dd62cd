import { atr, defineStrategy, number, rsi, sma } from 'hedgerow'

/**
 * Holds a core long for a thesis and never trades it. When price runs ahead of its average and RSI says froth, a short
 * with its own leverage and stop hedges part of the core; it is closed when the froth is gone.
 */
export default defineStrategy({
  name: 'Thesis core, froth hedge',

  legs: {
    core: { side: 'long', leverage: 2 },
    hedge: { side: 'short', leverage: 5, hedges: 'core' },
  },

  params: {
    coreExposure: number(1, { min: 0.1, max: 5, unit: 'notional per equity' }),
    hedgeRatio: number(0.5, { min: 0, max: 1, unit: 'hedge notional per core notional' }),
    averagePeriod: number(168, { min: 2, max: 2000, integer: true, unit: 'candles' }),
    rsiPeriod: number(24, { min: 2, max: 500, integer: true, unit: 'candles' }),
    frothRsi: number(70, { min: 50, max: 100, unit: 'RSI points' }),
    calmRsi: number(50, { min: 0, max: 70, unit: 'RSI points' }),
    frothDistance: number(0.08, { min: 0, max: 1, unit: 'fraction above the average' }),
    calmDistance: number(0.02, { min: -0.5, max: 1, unit: 'fraction above the average' }),
    stopDistance: number(6, { min: 0.5, max: 20, unit: 'average true ranges' }),
  },

  indicators: ({ averagePeriod, rsiPeriod }) => ({
    average: sma(averagePeriod),
    strength: rsi(rsiPeriod),
    volatility: atr(24),
  }),

  onCandle({ candle, indicators, legs: { core, hedge }, params }) {
    if (core.isFlat) core.open({ fractionOfEquity: params.coreExposure })

    const distance = candle.close / indicators.average - 1
    const froth = distance > params.frothDistance && indicators.strength > params.frothRsi
    const calm = distance < params.calmDistance || indicators.strength < params.calmRsi

    if (hedge.isFlat && core.isOpen && froth && params.hedgeRatio > 0) {
      hedge.open({
        ratioOf: 'core',
        ratio: params.hedgeRatio,
        stop: candle.close + params.stopDistance * indicators.volatility,
      })
    }
    if (hedge.isOpen && (calm || core.isFlat)) hedge.close()
  },
})
