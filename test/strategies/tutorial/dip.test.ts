import { decide } from 'hedgerow'
import { describe, expect, it } from 'vitest'
import dip from './dip.js'

const up = { trend: 95, strength: 30, range: 1 }
const lost = { trend: 105, strength: 30, range: 1 }
const core = { quantity: 10, entry: 102 }

describe('dip', () => {
  it('buys a dip in an uptrend, its stop four ranges below', () => {
    expect(decide(dip, { indicators: up })).toMatchObject([
      { kind: 'open', leg: 'core', size: { riskOfEquity: 0.02 }, stop: 96, target: 108 },
    ])
  })

  it('leaves a dip alone below the trend, and right after a stop', () => {
    expect(decide(dip, { indicators: lost })).toEqual([])
    expect(decide(dip, { indicators: up, state: { pausedUntil: Infinity } })).toEqual([])
  })

  it('hedges a core under water once the trend is lost, and no longer', () => {
    expect(decide(dip, { indicators: lost, legs: { core } })).toMatchObject([{ kind: 'open', leg: 'hedge' }])
    expect(decide(dip, { indicators: up, legs: { core, hedge: { quantity: 5 } } })).toEqual([
      { kind: 'close', leg: 'hedge' },
    ])
  })

  it('does not hedge where it is told not to', () => {
    expect(decide(dip, { indicators: lost, legs: { core }, params: { hedgeRatio: 0 } })).toEqual([])
  })
})
