import { defineStrategy, number } from 'hedgerow'

/** Opens the core at the first close and holds it to the end: what the hedges are measured against. */
export default defineStrategy({
  name: 'Hold the core',

  legs: {
    core: { side: 'long', leverage: 2 },
  },

  params: {
    coreExposure: number(1, { min: 0.1, max: 5, unit: 'notional per equity' }),
  },

  onStart({ legs: { core }, params }) {
    core.open({ fractionOfEquity: params.coreExposure })
  },

  onCandle() {
    // It holds.
  },
})
