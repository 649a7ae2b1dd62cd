import { describe, expect, it } from 'vitest'
import { expectancy } from '#analysis/expectancy.js'
import { figuresOf } from '#analysis/figures.js'
import { kelly } from '#analysis/kelly.js'
import { longestStreak } from '#analysis/longest-streak.js'
import { payoff } from '#analysis/payoff.js'
import { initialStops, rMultiple } from '#analysis/r-multiple.js'
import { systemQuality } from '#analysis/system-quality.js'
import { turnover } from '#analysis/turnover.js'
import { decimal } from '#domain/decimal.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { bareResult, START, trade } from './bare-result.js'

const nets = (...values: readonly number[]) => values.map((value) => decimal(value))
const yearly = { periodsPerYear: 365, riskFree: 0 }

describe('figures of trades', () => {
  const mixed = nets(30, -10, 0, 10, -10)

  it('payoff is the mean win ÷ the mean loss', () => {
    expect(payoff(mixed)).toBe(2)
    expect([payoff(nets(1, 0)), payoff(nets(-1, 0)), payoff([])]).toEqual([null, null, null])
  })

  it('expectancy is the mean net, trades that broke even counted', () => {
    expect(expectancy(mixed)).toBe(4)
    expect(expectancy(nets(0.1, 0.2, -0.3))).toBe(0)
    expect(expectancy([])).toBeNull()
  })

  it('SQN is √n × mean ÷ sample deviation', () => {
    // deviations 26, −14, −4, 6, −14: Σ squares 1120, sample variance 280
    expect(systemQuality(mixed)).toBeCloseTo((Math.sqrt(5) * 4) / Math.sqrt(280), 12)
    expect([systemQuality(nets(5)), systemQuality(nets(5, 5))]).toEqual([null, null])
  })

  it('Kelly is win rate − (1 − win rate) ÷ payoff', () => {
    expect(kelly(mixed)).toBeCloseTo(0.4 - 0.6 / 2, 12)
    expect(kelly(nets(1, 2))).toBeNull()
  })

  it('a streak ends with a trade that broke even', () => {
    const row = nets(1, 1, 0, 1, -1, -1, -1, 2)
    expect([longestStreak(row, 'won'), longestStreak(row, 'lost'), longestStreak([], 'won')]).toEqual([2, 3, 0])
  })

  it('streaks follow the order in which trades closed, not that in which they opened', () => {
    const closing = (id: number, net: string, hour: number) => ({
      ...trade(id, 'core', net),
      closedAt: START + hour * HOUR_MS,
    })
    const legs = [closing(1, '5', 9), closing(2, '-1', 2), closing(3, '5', 3)]
    expect(figuresOf(bareResult([1000], { legs }), yearly).metrics.longestWinStreak).toBe(2)
  })
})

describe('R', () => {
  const leg = { ...trade(7, 'core', '30'), entry: '100', quantity: '3' }

  it('is net ÷ (|entry − initial stop| × quantity)', () => {
    expect(rMultiple(leg, decimal(95))).toBe(2)
    expect(rMultiple(leg, decimal(105))).toBe(2)
  })

  it('is undefined without a stop, and with one at the entry', () => {
    expect([rMultiple(leg, undefined), rMultiple(leg, decimal(100))]).toEqual([null, null])
  })

  it('the initial stop is the first one from the moment of opening, not one that came later or was moved', () => {
    const stop = (of: number, at: number, price: string | null) => ({ at, leg: of, what: 'stop', price }) as const
    const legs = [
      { id: 1, openedAt: START },
      { id: 2, openedAt: START },
    ]
    const levels = [
      { at: START, leg: 1, what: 'liquidation', price: '51' } as const,
      stop(1, START, '95'),
      stop(1, START, null),
      stop(1, START, '96'),
      stop(2, START + HOUR_MS, '90'),
    ]
    expect([...initialStops(legs, levels)].map(([id, price]) => [id, price.toNumber()])).toEqual([[1, 95]])
  })

  it('and mean MAE and MFE are means over trades, of R over those with a stop', () => {
    const stopped = (id: number, net: string) => ({ ...trade(id, 'core', net), mae: '-4', mfe: '6' })
    const legs = [stopped(1, '10'), stopped(2, '-5'), { ...trade(3, 'core', '99'), mae: '-1', mfe: '0' }]
    const levels = [1, 2].map((leg) => ({ at: START, leg, what: 'stop', price: '90' }) as const)
    const { metrics, rMultiples } = figuresOf(bareResult([1000], { legs, levels }), yearly)
    expect([...rMultiples]).toEqual([
      [1, 1],
      [2, -0.5],
      [3, null],
    ])
    expect([metrics.meanR, metrics.meanMae, metrics.meanMfe]).toEqual([0.25, -3, 4])
  })
})

describe('turnover', () => {
  it('is the notional of all fills ÷ mean equity, per year', () => {
    const fills = [
      { price: '100', quantity: '2' },
      { price: '110', quantity: '2' },
    ]
    expect(turnover(fills, 840, 73 * DAY_MS)).toBeCloseTo(0.5 * 5, 12)
    expect([turnover(fills, 0, DAY_MS), turnover(fills, null, DAY_MS), turnover(fills, 1, 0)]).toEqual([
      null,
      null,
      null,
    ])
  })
})
