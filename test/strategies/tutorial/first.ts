import { defineStrategy, ema } from 'hedgerow'

export default defineStrategy({
  name: 'Above the trend',

  legs: {
    core: { side: 'long', leverage: 2 },
  },

  indicators: () => ({ trend: ema(200) }),

  onCandle({ candle, indicators, legs: { core } }) {
    if (core.isFlat && candle.close > indicators.trend) core.open({ fractionOfEquity: 1, stop: '5%' })
    if (core.isOpen && candle.close < indicators.trend) core.close()
  },
})
