import { describe, expect, it } from 'vitest'
import { run } from '#engine/run.js'
import { HOUR_MS } from '#domain/time.js'
import { stressedAssumptions } from '#experiments/stress/assumptions.js'
import { stressOf } from '#experiments/stress/stress.js'
import { candlesIn, configOf, dataOf, type Settings } from '../../scenarios/settings.js'

function finished(settings: Settings) {
  const candles = candlesIn(settings)
  const config = configOf(settings, candles.trade)
  const data = dataOf(settings, candles)
  return { config, strategy: null, data, result: run(config, null, data).result }
}

/** Core 10 from 100 to 110, closed at the open of hour 2; both tiers far above it. */
const settings: Settings = {
  candles: `
    open  high  low  close
    100   110   100  110
    110   120   110  120
    120   130   110  130`,
  fees: '0.1%',
  slippage: '10bps',
  path: 'ohlc',
  funding: `
    at  rate
    1   0.1%
    2   -0.1%`,
  tiers: `
    upTo   maxLeverage  rate  amount
    5000   50           1%    0
    10000  20           2%    50`,
  plan: `
    0  open core long quantity 10 @2x
    1  close core`,
}

describe('stress', () => {
  it('changes one assumption at a time, worked by hand', async () => {
    // Bought at 100.1, sold at 109.89: 97.9. Fees 1.001 + 1.0989. Funding at hour 1 on 10 × 110: −1.1; flat at hour 2.
    const own = finished(settings)
    expect(own.result.account.final).toBe('1094.7001')
    const outcomes = Object.fromEntries((await stressOf(own))!.map(({ name, netProfit }) => [name, netProfit]))
    expect(outcomes).toEqual({
      fees: 92.6002,
      // Bought at 100.3, sold at 109.67: 93.7, fees 1.003 + 1.0967.
      slippage: 90.5003,
      // Net long at hour 1: an eighth of 0.01 percentage points more, on 1,100.
      funding: 94.68635,
      // Bought at the open of hour 1, sold at that of hour 2, flat at neither: 110.11 to 119.88, fees 1.1011 + 1.1988; funding
      // at hour 2, +1.2.
      latency: 96.6001,
      'path-worst': 94.7001,
      'path-best': 94.7001,
      tiers: 94.7001,
    })
  })

  it('shifts funding against the side that the run was on, and where it was flat not at all', () => {
    const { config, data, result } = finished({
      ...settings,
      plan: `
        0  open core short quantity 10 @2x`,
      funding: `
        at  rate
        0   0.1%
        1   0.1%`,
    })
    const [funding] = stressedAssumptions(config, data, result).filter(({ name }) => name === 'funding')
    expect(funding.change).toBe('funding 0.01% per 8 h against the net side')
    expect(funding.data.funding.map(({ rate }) => rate)).toEqual([0.001, 0.0009875])
  })

  it('shifts each print of funding by the time that it pays for, so that 8 hours cost the same', () => {
    const { config, data, result } = finished({ ...settings, plan: '0  open core long quantity 10 @2x' })
    const prints = (...hours: readonly number[]) =>
      hours.map((hour) => ({ ...data.funding[0], at: hour * HOUR_MS, candle: 1, phase: 'close' as const, rate: 0 }))
    const shiftsOf = (...hours: readonly number[]) => {
      const all = stressedAssumptions(config, { ...data, funding: prints(...hours) }, result)
      const [{ data: shifted }] = all.filter(({ name }) => name === 'funding')
      return shifted.funding.map(({ rate }) => rate)
    }
    const eighth = 0.0001 / 8
    expect(shiftsOf(0, 8, 16)).toEqual([0.0001, 0.0001, 0.0001])
    // Hourly, then every 8 hours; the print of hour 2 is missing.
    expect(shiftsOf(0, 1, 3, 4, 8, 16)).toEqual([eighth, eighth, eighth, eighth, 4 * eighth, 0.0001])
    expect(shiftsOf(3)).toEqual([0.0001])
  })

  it('gives each tier the rate and the leverage of the one above it, so that they meet', () => {
    const { config, data, result } = finished(settings)
    const [tiers] = stressedAssumptions(config, data, result).filter(({ name }) => name === 'tiers')
    const [first, second] = tiers.config.instrument.tierStates[0].tiers
    expect(
      [first, second].map(({ rate, maxLeverage, amount, upTo }) => [rate, maxLeverage, amount, upTo].map(Number)),
    ).toEqual([
      [0.02, 20, 0, 5000],
      [0.02, 20, 0, 10000],
    ])
  })

  it('leaves out what would change nothing', () => {
    const { config, data, result } = finished({
      candles: settings.candles,
      plan: settings.plan!,
      path: 'worst',
    })
    const names = stressedAssumptions(config, data, result).map(({ name }) => name)
    expect(names).toEqual(['latency', 'path-best'])
  })
})
