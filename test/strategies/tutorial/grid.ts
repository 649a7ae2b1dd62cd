import { defineStrategy, ema, number } from 'hedgerow'

/** Buys each step down below the average, sells each purchase a step up, and gives all of them up at a stop. */
export default defineStrategy({
  name: 'Grid',

  legs: { grid: { side: 'long', leverage: 3, many: true } },

  params: {
    step: number(0.03, { min: 0.005, max: 0.2, unit: 'fraction of the price' }),
    openingsMax: number(6, { min: 1, integer: true, unit: 'openings' }),
    stop: number(0.15, { min: 0.02, max: 0.5, unit: 'below the average, fraction' }),
  },

  indicators: () => ({ average: ema(100) }),

  onCandle({ candle, indicators: { average }, legs: { grid }, params }) {
    const lowest = Math.min(average, ...grid.openings.map(({ entry }) => entry ?? average))
    const isStep = candle.close < lowest * (1 - params.step)
    const isLost = candle.close < average * (1 - params.stop)
    if (isLost && grid.isOpen) grid.close()
    if (isStep && !isLost && grid.openings.length < params.openingsMax) {
      grid.open({ fractionOfEquity: 0.2, target: candle.close * (1 + params.step) })
    }
  },
})
