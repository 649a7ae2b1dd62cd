import { describe, expect, it } from 'vitest'
import type { DecisionView } from '#strategy/decide.js'
import { decide } from '#strategy/decide.js'
import coreHedge from '../../strategies/core-hedge.js'
import frothHedge from '../../strategies/froth-hedge.js'
import hold from '../../strategies/hold.js'

const open = { quantity: 20, entry: 100 }
const opening = { isOpening: true }
const flat = {}

/** `open core`, `close hedge`: what is ordered, without the figures. */
function verbs(strategy: typeof coreHedge, view: DecisionView): string {
  const commands = decide(strategy, view).map(({ kind, leg }) => `${kind} ${leg}`)
  return commands.length === 0 ? '–' : commands.join(', ')
}

describe('core-hedge: core long in an uptrend, hedge short while it fades', () => {
  // Above the trend (ema 200) is an uptrend; below the momentum (ema 20) it fades.
  const market = {
    strong: { candle: { close: 110 }, indicators: { trend: 100, momentum: 105, volatility: 2 } },
    fading: { candle: { close: 103 }, indicators: { trend: 100, momentum: 105, volatility: 2 } },
    down: { candle: { close: 95 }, indicators: { trend: 100, momentum: 105, volatility: 2 } },
    onTrend: { candle: { close: 100 }, indicators: { trend: 100, momentum: 105, volatility: 2 } },
    onMomentum: { candle: { close: 105 }, indicators: { trend: 100, momentum: 105, volatility: 2 } },
  }

  it.each([
    // market      core     hedge    orders
    ['strong', flat, flat, 'open core'],
    ['strong', opening, flat, '–'],
    ['strong', open, flat, '–'],
    ['strong', open, open, 'close hedge'],
    ['fading', flat, flat, 'open core'],
    ['fading', flat, open, 'open core, close hedge'],
    ['fading', open, flat, 'open hedge'],
    ['fading', open, opening, '–'],
    ['fading', open, open, '–'],
    ['down', flat, flat, '–'],
    ['down', flat, open, 'close hedge'],
    ['down', open, flat, 'close core'],
    ['down', open, open, 'close core, close hedge'],
    ['onTrend', flat, flat, '–'],
    ['onTrend', open, flat, 'close core'],
    ['onMomentum', open, flat, '–'],
  ] as const)('%s, core %j, hedge %j: %s', (name, core, hedge, orders) => {
    expect(verbs(coreHedge, { ...market[name], legs: { core, hedge } })).toBe(orders)
  })

  it('sizes the core by equity and stops it three average true ranges below', () => {
    expect(decide(coreHedge, { ...market.strong, equity: 8000 })).toEqual([
      {
        kind: 'open',
        leg: 'core',
        side: 'long',
        size: { notional: 12_000 },
        leverage: 3,
        margin: 'isolated',
        stop: 104,
      },
    ])
  })

  it('sizes the hedge by the core and stops it three average true ranges above', () => {
    expect(decide(coreHedge, { ...market.fading, legs: { core: open } })).toMatchObject([
      { kind: 'open', leg: 'hedge', side: 'short', size: { notional: 0.4 * 20 * 103 }, leverage: 5, stop: 109 },
    ])
  })

  it('follows its parameters', () => {
    const params = { coreExposure: 2, stopDistance: 5, hedgeRatio: 0.25 }
    expect(decide(coreHedge, { ...market.strong, params })).toMatchObject([{ size: { notional: 20_000 }, stop: 100 }])
    expect(decide(coreHedge, { ...market.fading, params, legs: { core: open } })).toMatchObject([
      { leg: 'hedge', size: { notional: 0.25 * 20 * 103 }, stop: 113 },
    ])
  })

  it('with a hedge ratio of 0 never hedges', () => {
    const params = { hedgeRatio: 0 }
    expect(verbs(coreHedge, { ...market.fading, params, legs: { core: open } })).toBe('–')
    expect(verbs(coreHedge, { ...market.fading, params, legs: { core: open, hedge: open } })).toBe('close hedge')
  })
})

describe('froth-hedge: a held core, hedged while price has run ahead', () => {
  // Froth: over 8 % above the average and RSI over 70. Calm: under 2 % above it, or RSI under 50. Between: neither.
  const market = {
    quiet: { candle: { close: 101 }, indicators: { average: 100, strength: 55, volatility: 1 } },
    froth: { candle: { close: 112 }, indicators: { average: 100, strength: 75, volatility: 1 } },
    farButWeak: { candle: { close: 112 }, indicators: { average: 100, strength: 70, volatility: 1 } },
    strongButNear: { candle: { close: 107 }, indicators: { average: 100, strength: 75, volatility: 1 } },
    cooling: { candle: { close: 105 }, indicators: { average: 100, strength: 60, volatility: 1 } },
    spent: { candle: { close: 105 }, indicators: { average: 100, strength: 49, volatility: 1 } },
  }

  it.each([
    // market             core     hedge    orders
    ['quiet', flat, flat, 'open core'],
    ['quiet', opening, flat, '–'],
    ['quiet', open, flat, '–'],
    ['quiet', open, open, 'close hedge'],
    ['froth', flat, flat, 'open core'],
    ['froth', flat, open, 'open core, close hedge'],
    ['froth', open, flat, 'open hedge'],
    ['froth', open, opening, '–'],
    ['froth', open, open, '–'],
    ['farButWeak', open, flat, '–'],
    ['strongButNear', open, flat, '–'],
    ['cooling', open, flat, '–'],
    ['cooling', open, open, '–'],
    ['spent', open, open, 'close hedge'],
  ] as const)('%s, core %j, hedge %j: %s', (name, core, hedge, orders) => {
    expect(verbs(frothHedge, { ...market[name], legs: { core, hedge } })).toBe(orders)
  })

  it('opens the core with no stop, at the whole equity', () => {
    expect(decide(frothHedge, market.quiet)).toEqual([
      { kind: 'open', leg: 'core', side: 'long', size: { fractionOfEquity: 1 }, leverage: 2, margin: 'isolated' },
    ])
  })

  it('hedges half the core with a leverage and a stop of its own', () => {
    expect(decide(frothHedge, { ...market.froth, legs: { core: open } })).toEqual([
      {
        kind: 'open',
        leg: 'hedge',
        side: 'short',
        size: { ratioOf: 'core', ratio: 0.5 },
        leverage: 5,
        margin: 'isolated',
        stop: 118,
      },
    ])
  })

  it('follows its parameters', () => {
    const params = { frothRsi: 80, calmRsi: 65, hedgeRatio: 1, stopDistance: 2 }
    expect(verbs(frothHedge, { ...market.froth, params, legs: { core: open } })).toBe('–')
    expect(verbs(frothHedge, { ...market.cooling, params, legs: { core: open, hedge: open } })).toBe('close hedge')
    const early = { ...params, frothRsi: 60 }
    expect(decide(frothHedge, { ...market.froth, params: early, legs: { core: open } })).toMatchObject([
      { leg: 'hedge', size: { ratio: 1 }, stop: 114 },
    ])
  })

  describe('told of a catalyst', () => {
    const DAY_MS = 24 * 3_600_000
    const feed = 'catalysts'
    const near = { candle: { close: 107, closedAt: 0 }, indicators: market.froth.indicators, legs: { core: open } }
    const far = { ...near, candle: { close: 109, closedAt: 0 } }
    /** 9 % above the average, so many days after an event. */
    const after = (days: number, kind: string, weight: number, view: DecisionView = near): string =>
      verbs(frothHedge, {
        ...view,
        candle: { ...view.candle, closedAt: days * DAY_MS },
        events: [{ feed, at: 0, kind, weight }],
      })

    it('hedges sooner after a headline, and less so day by day', () => {
      // 8 % ÷ (1 + 0.25 × 2 × 0.5^(days ÷ 4)): 5.3 % at once, 6.4 % after 4 days, 7 % after 7.2, 7.4 % after 10.
      expect(verbs(frothHedge, near)).toBe('–')
      expect([0, 4, 7, 8, 10].map((days) => after(days, 'headline', 2))).toEqual([
        'open hedge',
        'open hedge',
        'open hedge',
        '–',
        '–',
      ])
    })

    it('lets the price run further after a milestone, for good', () => {
      // 8 % × (1 + 0.02 × 10) = 9.6 %
      expect(verbs(frothHedge, far)).toBe('open hedge')
      expect([0, 10, 1_000].map((days) => after(days, 'milestone', 10, far))).toEqual(['–', '–', '–'])
    })

    it('adds headlines up, each faded by its own age; leaves other kinds alone', () => {
      const events = [0, 4, 8].map((day) => ({ feed, at: day * DAY_MS, kind: 'headline', weight: 1 }))
      const state = { headlines: 0, headlinesAt: 0, milestones: 0 }
      decide(frothHedge, { ...near, candle: { close: 107, closedAt: 8 * DAY_MS }, events, state })
      expect(state).toEqual({ headlines: 0.25 + 0.5 + 1, headlinesAt: 8 * DAY_MS, milestones: 0 })
      expect(after(0, 'rumour', 5)).toBe('–')
    })

    it('follows its parameters', () => {
      const params = { headlineEffect: 0, milestoneEffect: 0 }
      expect(after(0, 'headline', 5, { ...near, params })).toBe('–')
      expect(after(0, 'milestone', 50, { ...far, params })).toBe('open hedge')
      expect(after(8, 'headline', 2, { ...near, params: { headlineHalfLife: 8 } })).toBe('open hedge')
    })
  })

  it('with a hedge ratio of 0 never hedges', () => {
    expect(verbs(frothHedge, { ...market.froth, params: { hedgeRatio: 0 }, legs: { core: open } })).toBe('–')
  })
})

describe('hold', () => {
  it('orders nothing at a close: it opens the core in onStart', () => {
    expect([verbs(hold, {}), verbs(hold, { legs: { core: open } })]).toEqual(['–', '–'])
    expect(hold.onStart).not.toBeNull()
  })
})
