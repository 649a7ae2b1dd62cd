import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { growthRate } from '#analysis/growth-rate.js'
import { equityOfRun } from '#analysis/equity-series.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { profitFactor } from '#analysis/profit-factor.js'
import { significant } from '#analysis/significant.js'
import { netsOf } from '#analysis/trades.js'
import { winRate } from '#analysis/win-rate.js'
import { DAY_MS, HOUR_MS } from '#domain/time.js'
import { bareResult, flatCandles, START, trade } from './bare-result.js'
import { fixtureResult } from './fixture.js'

/** The equity of a run without legs. */
const equityOf = (equity: readonly number[]) => equityOfRun(bareResult(equity))

const yearly = { periodsPerYear: 365, riskFree: 0 }

/** Equity at daily closes that follows the returns, from 1000. */
function daily(returns: readonly number[]) {
  let equity = 1000
  const closes = returns.map((change) => (equity *= 1 + change))
  return bareResult(closes, { candles: flatCandles(new Float64Array(closes.length).fill(100), DAY_MS) })
}

describe('return and growth', () => {
  it('total return is final ÷ initial − 1, in decimals', () => {
    const { metrics } = figuresOf(bareResult([1000.3]), yearly)
    expect(metrics.totalReturn).toBe(0.0003)
    expect(metrics.netProfit).toBe(0.3)
  })

  it('growth is by elapsed time: +10 % in 73 days is 1.1^5 − 1 a year', () => {
    expect(growthRate(1000, 1100, 73 * DAY_MS)).toBeCloseTo(1.1 ** 5 - 1, 12)
  })

  it('growth is −1 after a total loss and undefined below zero, without time, or beyond a double', () => {
    expect(growthRate(1000, 0, DAY_MS)).toBe(-1)
    expect(growthRate(1000, -1, DAY_MS)).toBeNull()
    expect(growthRate(1000, 1100, 0)).toBeNull()
    expect(growthRate(1, 1e9, HOUR_MS)).toBeNull()
  })
})

describe('max drawdown', () => {
  it('starts at the initial balance', () => {
    expect(maxDrawdown(equityOf([900, 950, 1000]))).toEqual({
      depth: 0.1,
      peakAt: START,
      troughAt: START + HOUR_MS,
      recoveredAt: START + 3 * HOUR_MS,
      days: 3 / 24,
    })
  })

  it('is the deepest share, not the largest amount, and runs from its last high to the first close at that height', () => {
    const drawdown = maxDrawdown(equityOf([1000, 1200, 900, 1200, 2000, 1600, 1900]))
    expect(drawdown.depth).toBe(0.25)
    expect(drawdown.peakAt).toBe(START + 2 * HOUR_MS)
    expect(drawdown.troughAt).toBe(START + 3 * HOUR_MS)
    expect(drawdown.recoveredAt).toBe(START + 4 * HOUR_MS)
  })

  it('has no recovery while the high is not regained, and then lasts to the end of the run', () => {
    const drawdown = maxDrawdown(equityOf([1000, 500, 999]))
    expect(drawdown.recoveredAt).toBeNull()
    expect(drawdown.days).toBe(2 / 24)
  })

  it('is zero, with no dates, where equity never falls', () => {
    expect(maxDrawdown(equityOf([1000, 1000, 1001]))).toEqual({
      depth: 0,
      peakAt: null,
      troughAt: null,
      recoveredAt: null,
      days: null,
    })
  })
})

describe('volatility and Sharpe', () => {
  const alternating = Array.from({ length: 30 }, (_, day) => (day % 2 === 0 ? 0.01 : -0.005))
  const deviation = 0.0075 * Math.sqrt(30 / 29)

  it('volatility is the sample deviation of daily returns × √365', () => {
    expect(figuresOf(daily(alternating), yearly).metrics.volatility).toBeCloseTo(deviation * Math.sqrt(365), 11)
  })

  it('Sharpe is mean ÷ deviation × √365, less the risk-free rate of a day', () => {
    const { sharpe } = figuresOf(daily(alternating), { periodsPerYear: 365, riskFree: 0.365 }).metrics
    expect(sharpe).toBeCloseTo(((0.0025 - 0.001) / deviation) * Math.sqrt(365), 9)
  })

  it('both are undefined under 30 days', () => {
    const { metrics } = figuresOf(daily(alternating.slice(1)), yearly)
    expect([metrics.volatility, metrics.sharpe]).toEqual([null, null])
  })

  it('Sharpe is undefined where returns do not deviate; volatility is then zero', () => {
    const { metrics } = figuresOf(daily(Array.from({ length: 40 }, () => 0)), yearly)
    expect([metrics.volatility, metrics.sharpe]).toEqual([0, null])
    expect(figuresOf(daily(Array.from({ length: 40 }, () => 0.001)), yearly).metrics.sharpe).toBeNull()
  })

  it('both are undefined where equity is not positive at a day end', () => {
    const broke = daily([...alternating, -1, 0])
    expect(figuresOf(broke, yearly).metrics.sharpe).toBeNull()
    expect(figuresOf(broke, yearly).metrics.volatility).toBeNull()
  })

  it('hourly equity is sampled at UTC day ends alone', () => {
    const days = daily(alternating).curve.equity
    const noisy = [...days].flatMap((close, day) =>
      Array.from({ length: 24 }, (_, hour) => (hour === 23 ? close : 1000 + day * hour)),
    )
    expect(figuresOf(bareResult(noisy), yearly).metrics.volatility).toBeCloseTo(deviation * Math.sqrt(365), 11)
  })
})

describe('trades', () => {
  const trades = [trade(1, 'core', '30'), trade(2, 'core', '-10'), trade(3, 'core', '0'), trade(4, 'core', '10')]

  it('a trade is won when its net is above zero', () => {
    expect(winRate(netsOf(trades))).toBe(0.5)
    expect(winRate([])).toBeNull()
  })

  it('profit factor is money won ÷ money lost, undefined where nothing was lost', () => {
    expect(profitFactor(netsOf(trades))).toBe(4)
    expect(profitFactor(netsOf([trades[0]]))).toBeNull()
  })

  it('a leg that is still open is no trade', () => {
    const open = { ...trade(5, 'core', '99'), closedAt: null, exitReason: null }
    const { metrics, legs } = figuresOf(bareResult([1000], { legs: [...trades, open] }), yearly)
    expect([metrics.trades, legs[0].trades]).toEqual([4, 4])
  })
})

describe('the account', () => {
  it('A2: initial + price + slippage + fees + funding + liquidation = wallet, to the last digit', () => {
    const { account, total } = figuresOf(fixtureResult(), yearly)
    expect(account.wallet.holds).toBe(true)
    expect(account.wallet.expected).toBe(account.wallet.actual)
    for (const cause of ['price', 'slippage', 'fees', 'funding', 'liquidation'] as const) {
      expect(Number(total[cause]), cause).not.toBe(0)
    }
  })

  it('A2: one unit in the eighth place is a difference', () => {
    const result = fixtureResult()
    const wallet = `${result.account.wallet.slice(0, -1)}${(Number(result.account.wallet.at(-1)) + 1) % 10}`
    const { account } = figuresOf({ ...result, account: { ...result.account, wallet } }, yearly)
    expect(account.wallet.holds).toBe(false)
    expect(account.ledger.holds).toBe(true)
  })

  it('A3: the nets of the legs are the net of the account', () => {
    const result = fixtureResult()
    const { legs, total, account, metrics } = figuresOf(result, yearly)
    expect(account.equity.holds).toBe(true)
    expect(legs.map((leg) => leg.name)).toEqual(['core', 'hedge'])
    expect(Number(legs[0].pnl.net) + Number(legs[1].pnl.net)).toBeCloseTo(Number(total.net), 8)
    expect(metrics.netProfit).toBe(Number(total.net))
  })

  it('a declared leg that never opened has a row of zeros', () => {
    const strategy = {
      name: 'S',
      params: {},
      legs: [{ name: 'hedge', side: 'short', leverage: 2, hedges: 'core' }],
    } as const
    const [leg] = figuresOf(bareResult([1000], { strategy }), yearly).legs
    expect(leg).toMatchObject({ name: 'hedge', hedges: 'core', trades: 0, winRate: null, maxDrawdown: 0 })
    expect(leg.pnl.net).toBe('0')
  })
})

describe('every figure', () => {
  it('is a number of 12 significant digits or null', () => {
    const { metrics } = figuresOf(fixtureResult(), yearly)
    for (const [name, value] of Object.entries(metrics)) {
      expect(value === null || value === Number(value.toPrecision(12)), name).toBe(true)
    }
    expect(significant(1 / 3)).toBe(0.333333333333)
    expect(significant(Infinity)).toBeNull()
    expect(significant(Number.NaN)).toBeNull()
  })

  it('is null or zero, never NaN, for a run that ended before its first candle', () => {
    const { metrics, drawdown } = figuresOf(bareResult([]), yearly)
    expect(Object.values(metrics).filter((value) => value !== null && value !== 0)).toEqual([])
    expect(drawdown.peakAt).toBeNull()
  })
})
