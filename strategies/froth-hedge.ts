import { atr, defineStrategy, eventFeed, number, rsi, sma } from 'hedgerow'

const DAY_MS = 24 * 3_600_000

/**
 * Holds a core long for a thesis and never trades it. When price runs ahead of its average and RSI says froth, a short
 * with its own leverage and stop hedges part of the core; it is closed when the froth is gone.
 *
 * News moves the bar. After a headline less of a run-up counts as froth, and in days that fades: price comes back when
 * attention goes. After a milestone more of it is allowed, for good: what the thesis rests on has changed.
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
    headlineHalfLife: number(4, { min: 0.1, max: 90, unit: 'days' }),
    headlineEffect: number(0.25, { min: 0, max: 10, unit: 'per unit of weight: the bar is divided by 1 + it' }),
    milestoneEffect: number(0.02, { min: 0, max: 10, unit: 'per unit of weight: the bar is multiplied by 1 + it' }),
  },

  feeds: { catalysts: eventFeed({ optional: true }) },

  indicators: ({ averagePeriod, rsiPeriod }) => ({
    average: sma(averagePeriod),
    strength: rsi(rsiPeriod),
    volatility: atr(24),
  }),

  state: () => ({ headlines: 0, headlinesAt: 0, milestones: 0 }),

  onEvent({ event, params, state }) {
    if (event.kind === 'milestone') state.milestones += event.weight
    if (event.kind === 'headline') {
      state.headlines = faded(state, event.at, params.headlineHalfLife) + event.weight
      state.headlinesAt = event.at
    }
  },

  onCandle({ candle, indicators, legs: { core, hedge }, params, state }) {
    if (core.isFlat) core.open({ fractionOfEquity: params.coreExposure })

    const attention = faded(state, candle.closedAt, params.headlineHalfLife)
    const support = 1 + params.milestoneEffect * state.milestones
    const bar = (params.frothDistance * support) / (1 + params.headlineEffect * attention)

    const distance = candle.close / indicators.average - 1
    const froth = distance > bar && indicators.strength > params.frothRsi
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

/** What is left of the weight of the headlines so far at an instant: half of it after each half-life. */
function faded(state: { headlines: number; headlinesAt: number }, at: number, halfLifeDays: number): number {
  return state.headlines * 0.5 ** ((at - state.headlinesAt) / (halfLifeDays * DAY_MS))
}
