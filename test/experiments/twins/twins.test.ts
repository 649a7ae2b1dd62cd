import { describe, expect, it } from 'vitest'
import { sumAttributions } from '#analysis/attribution.js'
import { metricsOfRun } from '#analysis/figures.js'
import { decimal, plain } from '#domain/decimal.js'
import { run } from '#engine/run.js'
import { priceByCandle } from '#experiments/twins/naked-timing.js'
import { twinsOf } from '#experiments/twins/twins.js'
import { defineStrategy } from '#strategy/define.js'
import { candlesIn, configOf, dataOf, type Settings } from '../../scenarios/settings.js'

async function played(settings: Settings) {
  const candles = candlesIn(settings)
  const config = configOf(settings, candles.trade)
  const data = dataOf(settings, candles)
  const strategy = settings.strategy ?? null
  const { result } = run(config, strategy, data)
  return { result, ...(await twinsOf({ config, strategy, data, result })) }
}

/*
 * Core 10 at 100; a hedge of half of it at 120, closed at 100; the core is closed at the end, at 110. Fee 0.1 %.
 * Core: +100, fees 1 + 1.1. Hedge: 5 × 20 = +100, fees 0.6 + 0.5. Run: 200 − 3.2 = 196.8.
 * The hedge is open at 1 of the 4 closes at which the core is: a mean ratio of 0.125, so the smaller core holds 8.75.
 */
const hedged: Settings = {
  candles: `
    open  high  low  close
    100   120   100  120
    120   120   100  100
    100   110   100  110
    110   110   110  110
    110   110   110  110`,
  fees: '0.1%',
  plan: `
    0  open core long quantity 10 @2x
    1  open hedge short ratioOf core 0.5 @2x
    2  close hedge`,
}

describe('the twins of a run', () => {
  it('are worked by hand', async () => {
    const { result, twins } = await played(hedged)
    expect(result.account.final).toBe('1196.8')
    expect(twins).toMatchObject({
      meanHedgeRatios: { core: 0.125 },
      // 100 − 2.1.
      unhedged: { final: '1097.9', totalReturn: 0.0979, liquidations: 0 },
      // 10 from 100 to 120, 5 to 100, 10 to 110: 200 − 100 + 100; fees 1 + 0.6 + 0.5 + 1.1.
      net: { final: '1196.8' },
      // 8.75 × 10; fees 0.875 + 0.9625.
      smallerCore: { final: '1085.6625' },
      split: {
        total: '98.9',
        hedgeLegs: '98.9',
        knockOn: '0',
        holdingLess: '-12.2375',
        twoLegs: {
          fees: '-1.3625',
          slippage: '0',
          funding: '0',
          liquidations: '0',
          refusals: '0',
          timing: '112.5',
          total: '111.1375',
        },
        gross: { fees: '0', slippage: '0', funding: '0', liquidations: '0', refusals: '0', timing: '0', total: '0' },
      },
    })
    // Unhedged: 1,199 at the first close, then 999.
    expect([...twins!.unhedged.equity]).toEqual([1199, 999, 1099, 1099, 1097.9])
  })

  it('tell the knock-on of a hedge in the core', async () => {
    // The stop of the hedge at 125 sends a strategy out of its core, too: without the hedge the core stays.
    const strategy = defineStrategy({
      name: 'Out with the hedge',
      legs: { core: { side: 'long', leverage: 2 }, hedge: { side: 'short', leverage: 2, hedges: 'core' } },
      onStart({ legs }) {
        legs.core.open({ quantity: 10 })
        legs.hedge.open({ quantity: 4, stop: 125 })
      },
      onFill({ fill, legs }) {
        if (fill.leg === 'hedge' && fill.reason === 'stop') legs.core.close()
      },
      onCandle() {},
    })
    const { twins, result } = await played({
      strategy,
      candles: `
        open  high  low  close
        100   110   100  110
        110   130   110  130
        130   150   130  150`,
    })
    // The core is closed at 130 instead of 150: −200; the hedge lost 4 × 25.
    expect(result.account.final).toBe('1200')
    expect(twins?.split).toMatchObject({ total: '-300', hedgeLegs: '-100', knockOn: '-200' })
  })

  it.each(['hedged', 'one-way'] as const)('add up on a venue that is %s', async (positionMode) => {
    const { result, twins } = await played({ ...hedged, positionMode })
    const run = sumAttributions(result.legs.map(({ pnl }) => pnl)).net
    const { split, unhedged, net, smallerCore } = twins!
    expect(plain(decimal(run).minus(unhedged.pnl.net))).toBe(split.total)
    expect(plain(decimal(run).minus(net.pnl.net))).toBe(split.gross.total)
    expect(plain(decimal(run).minus(smallerCore.pnl.net))).toBe(split.twoLegs.total)
    // In one net position nobody can tell what the hedge made by itself: null, not a wrong figure.
    const { hedgeCost } = metricsOfRun(result, { periodsPerYear: 365, riskFree: 0 })
    if (positionMode === 'one-way') expect([split.hedgeLegs, split.knockOn, hedgeCost]).toEqual([null, null, null])
    else expect([split.hedgeLegs, split.knockOn, hedgeCost]).toEqual(['98.9', '0', -1.1])
    expect(net.final).toBe('1196.8')
  })

  it('are the same on cross margin, where nothing is liquidated', async () => {
    const isolated = await played(hedged)
    const cross = await played({ ...hedged, margin: 'cross' })
    expect(cross.twins).toEqual(isolated.twins)
  })

  /*
   * Core 10 at 100. A hedge of all of it is refused for its leverage at 100, opened at 120, closed at 90: it is missing while
   * the price goes to 120. It is open at 1 of the 4 closes at which the core is: a mean ratio of 0.25, a smaller core of 7.5.
   * Price, run less smaller core: up to 120, (10 − 7.5) × 20 = 50, the hedge being refused; the fall to 90, (0 − 7.5) × −30 =
   * 225; then to 110, (10 − 7.5) × 20 = 50.
   */
  const refused: Settings = {
    candles: `
      open  high  low  close
      100   120   100  120
      120   120   90   120
      90    110   90   110
      110   110   110  110
      110   110   110  110`,
    plan: `
      0  open core long quantity 10 @2x
      0  open hedge short ratioOf core 1 @5000x
      1  open hedge short ratioOf core 1 @5x
      2  close hedge`,
  }

  it('tell what a refused hedge cost or made until one was on', async () => {
    const { result, twins } = await played(refused)
    expect(result.refusals.map(({ leg, code }) => `${leg} ${code}`)).toEqual(['hedge max-leverage'])
    expect(twins?.hedgeRefusals).toBe(1)
    expect(twins?.meanHedgeRatios).toEqual({ core: 0.25 })
    expect(twins?.split.twoLegs).toMatchObject({ refusals: '50', timing: '275', liquidations: '0', total: '325' })
  })

  it.each(['isolated', 'cross'] as const)('know the price part of every candle, on %s margin', async (margin) => {
    const { result } = await played({
      ...hedged,
      margin,
      slippage: '10bps',
      funding: `
        at  rate
        1   0.1%
        3   -0.2%`,
    })
    const { price, unrealized } = sumAttributions(result.legs.map(({ pnl }) => pnl))
    const byCandle = priceByCandle(result)
    expect(byCandle.reduce((total, change) => total + change, 0)).toBeCloseTo(Number(price) + Number(unrealized), 8)
    // 10 long up by 20, 5 net down by 20, 10 long up by 10, then nothing moves.
    expect([...byCandle].map((change) => Math.round(change * 1e6) / 1e6)).toEqual([200, -100, 100, 0, 0])
  })

  it('say why there are none where the strategy throws without its hedge', async () => {
    const strategy = defineStrategy({
      name: 'Needs it',
      legs: { core: { side: 'long', leverage: 2 }, hedge: { side: 'short', leverage: 2, hedges: 'core' } },
      onStart({ legs }) {
        legs.core.open({ quantity: 10 })
        legs.hedge.open({ quantity: 4 })
      },
      onCandle({ legs }) {
        if (legs.hedge.isFlat) throw new Error('no hedge')
      },
    })
    const { twins, error } = await played({ candles: hedged.candles, strategy })
    expect(twins).toBeNull()
    expect(error).toMatch(/^without its hedge the strategy threw: Strategy 'Needs it' threw at .*: no hedge$/)
  })

  it('are none where no leg hedges another', async () => {
    const { twins, error } = await played({ ...hedged, plan: '0 open core long quantity 10 @2x' })
    expect([twins, error]).toEqual([null, null])
  })

  it('are none of a run that ended where its strategy threw', async () => {
    const strategy = defineStrategy({
      name: 'Throws',
      legs: { core: { side: 'long' }, hedge: { side: 'short', hedges: 'core' } },
      onCandle() {
        throw new Error('no')
      },
    })
    expect((await played({ candles: hedged.candles, strategy })).twins).toBeNull()
  })
})
