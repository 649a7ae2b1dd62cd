import { describe, expect, it } from 'vitest'
import { campaignsOf } from '#analysis/campaigns.js'
import { figuresOf } from '#analysis/figures.js'
import { HOUR_MS } from '#domain/time.js'
import { bareResult, START } from './bare-result.js'
import { coreAndHedge, openings, type Opening } from './openings.js'

const run = (...given: readonly Opening[]) =>
  bareResult(Array<number>(12).fill(1000), { strategy: coreAndHedge, ...openings(given) })

describe('a campaign', () => {
  it('is a core and its hedges, from the first opening to the last close', () => {
    const result = run(
      { name: 'core', opens: 0, closes: 6, net: '50' },
      { name: 'hedge', opens: 1, closes: 2, net: '-10' },
      { name: 'hedge', opens: 4, closes: 8, net: '-20' },
      { name: 'core', opens: 9, closes: 10, net: '-5' },
    )
    const [first, second] = campaignsOf(result)
    expect(first).toMatchObject({ core: 'core', legs: [1, 2, 3], openedAt: START, closedAt: START + 8 * HOUR_MS })
    expect(first.pnl.net).toBe('20')
    expect(second).toMatchObject({ legs: [4], openedAt: START + 9 * HOUR_MS, closedAt: START + 10 * HOUR_MS })
  })

  it('ends where all is flat, though the next one opens at the same instant', () => {
    const closing = { name: 'core', opens: 0, closes: 3 }
    expect(campaignsOf(run(closing, { name: 'core', opens: 3, closes: 5 })).map(({ legs }) => legs)).toEqual([[1], [2]])
  })

  it('goes on where a hedge outlives one core until the next', () => {
    const result = run(
      { name: 'core', opens: 0, closes: 3 },
      { name: 'hedge', opens: 1, closes: 7 },
      { name: 'core', opens: 5, closes: 6 },
    )
    expect(campaignsOf(result).map(({ legs }) => legs)).toEqual([[1, 2, 3]])
  })

  it('is not closed while a leg of it is open', () => {
    const result = run({ name: 'core', opens: 0, closes: null }, { name: 'hedge', opens: 1, closes: 2 })
    expect(campaignsOf(result)).toMatchObject([{ legs: [1, 2], closedAt: null }])
    expect(figuresOf(result, { periodsPerYear: 365, riskFree: 0 }).metrics).toMatchObject({ trades: 1, campaigns: 0 })
  })

  it('legs that hedge nothing have campaigns of their own, hedges of a hedge those of its core', () => {
    const legs = [
      ...coreAndHedge.legs,
      { name: 'wing', side: 'long', leverage: 1, hedges: 'hedge' },
      { name: 'other', side: 'long', leverage: 1, hedges: null },
    ] as const
    const given = ['core', 'other', 'hedge', 'wing'].map((name) => ({ name, opens: 0, closes: 4 }))
    const result = { ...run(...given), strategy: { ...coreAndHedge, legs } }
    expect(campaignsOf(result).map(({ core, legs: ids }) => [core, ids])).toEqual([
      ['core', [1, 3, 4]],
      ['other', [2]],
    ])
  })

  it('legs that hedge each other are one campaign', () => {
    const legs = coreAndHedge.legs.map((leg) => ({ ...leg, hedges: leg.name === 'core' ? 'hedge' : 'core' }))
    const given = ['hedge', 'core'].map((name) => ({ name, opens: 0, closes: 4 }))
    const result = { ...run(...given), strategy: { ...coreAndHedge, legs } }
    expect(campaignsOf(result).map(({ core, legs: ids }) => [core, ids])).toEqual([['core', [1, 2]]])
  })

  it('is a trade of the account: a hedge that loses while the core wins makes no losing campaign', () => {
    const result = run(
      { name: 'core', opens: 0, closes: 4, net: '50' },
      { name: 'hedge', opens: 1, closes: 2, net: '-10' },
      { name: 'core', opens: 6, closes: 8, net: '-20' },
    )
    const { metrics } = figuresOf(result, { periodsPerYear: 365, riskFree: 0 })
    expect(metrics).toMatchObject({ trades: 3, winRate: 0.333333333333, campaigns: 2, campaignWinRate: 0.5 })
    expect(metrics).toMatchObject({ campaignPayoff: 2, campaignExpectancy: 10, campaignKelly: 0.25 })
  })
})
