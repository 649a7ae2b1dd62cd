import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumAttributions } from '#analysis/attribution.js'
import type { ResolvedConfig } from '#config/resolved.js'
import { decimal, plain, sum, ZERO } from '#domain/decimal.js'
import type { Attribution } from '#domain/result.js'
import { run } from '#engine/run.js'
import { netTwin, type NetTwinRules } from '#experiments/twins/net-twin.js'
import {
  arbitraryRun,
  type DrawnRun,
  configOf as drawnConfig,
  dataOf as drawnData,
} from '../../properties/arbitrary-run.js'
import { stepsOf } from '../../properties/arbitrary-plan.js'
import { settings as properties } from '../../properties/settings.js'
import { candlesIn, configOf, dataOf, type Settings } from '../../scenarios/settings.js'

function twinOf(settings: Settings) {
  const candles = candlesIn(settings)
  const config = configOf(settings, candles.trade)
  const data = dataOf(settings, candles)
  const { result } = run(config, null, data)
  const twin = netTwin(result, data, rulesOf(config))
  return { result, twin, hour: (at: number) => (at - candles.trade.openedAt[0]) / 3_600_000 }
}

describe('the net twin', () => {
  it('holds one position in the place of two, and pays for that alone', () => {
    // Core 10 at 100. At 110 a hedge of 4: the twin sells 4 of its 10, +40, fee 0.44. At 120 both are closed: the core sells
    // 10, the hedge buys 4, the twin sells 6, +120, fee 0.72. Funding of 1 % at hour 2 on 6 × 120: −7.2.
    // Fees: 10 × 100 × 0.1 % = 1, then 0.44 and 0.72. Equity at the closes 110, 120, 120: wallet + open.
    const { twin } = twinOf({
      candles: `
        open  high  low  close
        100   110   100  110
        110   120   110  120
        120   120   120  120`,
      fees: '0.1%',
      funding: `
        at  rate
        2   1%`,
      plan: `
        0  open core long quantity 10 @2x
        1  open hedge short quantity 4 @2x
        2  close core
        2  close hedge`,
    })
    expect(twin.pnl).toEqual({
      price: '160',
      slippage: '0',
      fees: '-2.16',
      funding: '-7.2',
      liquidation: '0',
      unrealized: '0',
      net: '150.64',
    })
    expect([...twin.equity]).toEqual([1099, 1158.56, 1150.64])
    expect(twin.liquidatedAt).toBeNull()
  })

  it('turns round where the hedge is larger than the core', () => {
    // Long 2 from 100 to 110, +20; then short 3 from 110 to 105, +15.
    const { twin } = twinOf({
      candles: `
        open  high  low  close
        100   110   100  110
        110   110   105  105`,
      plan: `
        0  open core long quantity 2
        1  open hedge short quantity 5`,
    })
    expect(twin.pnl).toMatchObject({ price: '35', net: '35' })
  })

  it('does not trade where a core and a hedge are opened at one price', () => {
    const { twin } = twinOf({
      candles: `
        open  high  low  close
        100   120   90   110`,
      fees: '0.1%',
      slippage: '10bps',
      plan: `
        0  open core long quantity 3
        0  open hedge short quantity 3`,
    })
    expect(twin.pnl.net).toBe('0')
    expect([...twin.equity]).toEqual([1000])
  })

  it('goes on where a leg is liquidated, at the price of that', () => {
    // Core 10 at 100, 10x: collateral 100, liquidated at (1000 − 100) ÷ (10 × 0.99) = 90.91 by the low of 85. The wallet of
    // 1,000 bears it: 10 × −9.09090909 = −90.909…, and nothing is taken by the fund.
    const { twin, result } = twinOf({
      candles: `
        open  high  low  close
        100   100   85   100`,
      plan: `
        0  open core long quantity 10 @10x`,
    })
    expect(result.legs[0].pnl).toMatchObject({ net: '-100' })
    expect(twin.pnl.price).toBe(result.legs[0].pnl.price)
    expect(twin.pnl).toMatchObject({ liquidation: '0', net: result.legs[0].pnl.price })
  })

  it('is liquidated with the wallet as its collateral, and stays flat', () => {
    // 15 at 100, gapped to 20: −1,200 on a wallet of 1,000, of which the fund gives 200. Of the leg's own collateral of 750 it
    // gave 450, so that the run could go on.
    const { twin, result, hour } = twinOf({
      candles: `
        open  high  low  close
        100   100   100  100
        20    20    20   20
        20    40    20   40`,
      plan: `
        0  open core long quantity 15 @2x
        2  open core long quantity 1`,
    })
    expect(result.account.final).toBe('270')
    expect(hour(twin.liquidatedAt!)).toBe(1)
    expect([...twin.equity]).toEqual([1000, 0, 0])
    expect(twin.pnl).toMatchObject({ price: '-1200', liquidation: '200', net: '-1000' })
  })

  it('keeps what a clearance leaves', () => {
    // Gapped to 33.5: 1000 − 15 × 66.5 = 2.5 is below the maintenance of 5.025. A fee of 0.25 % takes 1.25625 of it.
    const gap = {
      candles: `
        open  high  low   close
        100   100   100   100
        33.5  33.5  33.5  33.5`,
      settlement: 'clearance',
      plan: `
        0  open core long quantity 15 @2x`,
    } as const
    expect(twinOf(gap).twin.equity[1]).toBe(2.5)
    expect(twinOf({ ...gap, clearanceFee: '0.25%' }).twin.equity[1]).toBe(1.24375)
    expect(twinOf({ ...gap, settlement: 'bankruptcy' }).twin.equity[1]).toBe(0)
  })
})

describe('the net twin of any run', () => {
  const modes = fc.constantFrom('multi-trade', 'hedged', 'one-way')
  const margins = fc.constantFrom('isolated', 'cross')
  const played = (drawn: DrawnRun, only?: 'core') => {
    const data = drawnData(drawn)
    const plan = stepsOf(drawn.plan, data.candles).filter(({ action }) => only === undefined || action.leg === only)
    return { data, plan }
  }

  it('has the price PnL of the run while it lives, in every position mode, on isolated and on cross margin', () => {
    let lived = 0
    fc.assert(
      fc.property(arbitraryRun, modes, margins, (drawn, positionMode, margin) => {
        const { data, plan } = played(drawn)
        const base = drawnConfig(drawn.venue, plan, data.candles)
        const config = { ...base, account: { ...base.account, positionMode, margin } }
        const { result } = run(config, null, data)
        const twin = netTwin(result, data, rulesOf(config))
        const total = sumAttributions(result.legs.map(({ pnl }) => pnl))
        const moved = ({ price, unrealized }: Attribution) => decimal(price).plus(unrealized)
        expect(sumOf(twin.pnl)).toBe(twin.pnl.net)
        expect(twin.equity.at(-1)).toBeCloseTo(decimal(result.account.initial).plus(twin.pnl.net).toNumber(), 6)
        expect(twin.equity.every((value) => value >= 0 || twin.liquidatedAt === null)).toBe(true)
        if (twin.liquidatedAt !== null) return
        lived++
        expect(moved(twin.pnl).minus(moved(total)).abs().toNumber()).toBeLessThan(1e-5)
      }),
      properties,
    )
    expect(lived).toBeGreaterThan(properties.numRuns / 4)
  })

  it('is the run itself where one leg trades and nothing is liquidated', () => {
    let same = 0
    fc.assert(
      fc.property(arbitraryRun, (drawn) => {
        const { data, plan } = played(drawn, 'core')
        fc.pre(plan.length > 0)
        const config = drawnConfig(drawn.venue, plan, data.candles)
        const { result } = run(config, null, data)
        const twin = netTwin(result, data, rulesOf(config))
        const total = sumAttributions(result.legs.map(({ pnl }) => pnl))
        fc.pre(twin.liquidatedAt === null && total.liquidation === '0' && result.legs.length > 0)
        // What it sells and buys back at one price meets inside.
        const sides = new Map(result.fills.map(({ at, expected, side }) => [`${at} ${expected}`, side]))
        fc.pre(result.fills.every(({ at, expected, side }) => sides.get(`${at} ${expected}`) === side))
        same++
        for (const cause of ['price', 'slippage', 'fees', 'funding', 'liquidation', 'unrealized', 'net'] as const) {
          expect(Number(twin.pnl[cause]), cause).toBeCloseTo(Number(total[cause]), 5)
        }
      }),
      { ...properties, maxSkipsPerRun: 1_000 },
    )
    expect(same).toBeGreaterThan(20)
  })
})

function rulesOf(config: ResolvedConfig): NetTwinRules {
  const { maintenanceOn, settlement, clearanceFeeRate } = config.execution
  return {
    instrument: config.instrument,
    maintenance: { maintenanceOn, closeFeeRate: ZERO },
    clearanceFeeRate: settlement === 'clearance' ? clearanceFeeRate : null,
  }
}

function sumOf({ price, slippage, fees, funding, liquidation, unrealized }: Attribution): string {
  return plain(sum([price, slippage, fees, funding, liquidation, unrealized].map((part) => decimal(part))))
}
