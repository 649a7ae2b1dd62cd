import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario as play, type Settings } from './scenario.js'

const scenario = (settings: Settings) => play({ positionMode: 'hedged', ...settings })

describe('M2: hedged, one position a side', () => {
  it('M2: entries of one side are averaged, with the leverage of the first opener', () => {
    // 1000 + 530 for 15: 102. The third wanted 2x; its 530 are taken in at 5x, 106. 15 × (110 − 102) = 120.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        106  110  106 110`,
      plan: `
        0 open core  long quantity 10 @5x
        1 open third long quantity 5  @2x`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason
        0   core  1  buy  10       100   entry
        1   third 1  buy  5        106   entry
        end core  1  sell 10       110   end-of-data
        end third 1  sell 5        110   end-of-data`,
      legs: `
        leg  id side leverage entry exit quantity margin net
        core 1  long 5        102   110  15       306    120`,
      merges: `
        at leg   id what   quantity
        1  third 1  merged 5`,
      postings: `
        at  what  leg   account      amount
        0   entry core  collateral:1 200
        0   entry core  available    -200
        1   entry third collateral:1 106
        1   entry third available    -106
        end exit  core  collateral:1 -204
        end exit  core  price:1      -80
        end exit  core  available    284
        end exit  third collateral:1 -102
        end exit  third price:1      -40
        end exit  third available    142`,
    })
  })

  it('M2: a long and a short stand side by side', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  110  100 110`,
      plan: `
        0 open core   long  quantity 10 @5x
        0 open hedge  short quantity 4  @2x
        1 open hedge2 short quantity 2  @9x`,
    }).shows({
      legs: `
        leg   id side  leverage quantity margin net
        core  1  long  5        10       200    100
        hedge 2  short 2        6        300    -60`,
      merges: `
        at leg    id what   quantity
        1  hedge2 2  merged 2`,
    })
  })

  it('M2: the stop of each leg closes its own quantity, and the position lives on under its first name', () => {
    // Core: 10 at 95, − 50, two thirds of the collateral of 300 are released. The third: 5 at 90, − 50.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  94  94
        94   94   89  89`,
      plan: `
        0 open core  long quantity 10 @5x stop 95
        0 open third long quantity 5  @5x stop 90`,
    }).shows({
      fills: `
        at leg   id side quantity price reason
        0  core  1  buy  10       100   entry
        0  third 1  buy  5        100   entry
        1  core  1  sell 10       95    stop
        2  third 1  sell 5        90    stop`,
      legs: `
        leg  closed quantity exit            reason net
        core 2      15       93.333333333333 stop   -100`,
      ambiguous: 0,
    })
  })

  it('M2: close, reduce and targets mean what the leg has ordered, not the position', () => {
    // Core closes its 10 of 14; the third sells half of its 4, then 2 at its target.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        110  110  110 110
        110  110  110 110
        110  120  110 120`,
      plan: `
        0 open core  long quantity 10 @5x
        0 open third long quantity 4  @5x target 115
        1 close core
        2 reduce third 50%
        3 close core`,
    }).shows({
      fills: `
        at leg   id side quantity price reason liquidity
        0  core  1  buy  10       100   entry  taker
        0  third 1  buy  4        100   entry  taker
        1  core  1  sell 10       110   signal taker
        2  third 1  sell 2        110   reduce taker
        3  third 1  sell 2        115   target maker`,
      legs: 'leg reason net\ncore target 150',
      refusals: 'at leg code\n3 core leg-flat',
    })
  })

  it('M2: a liquidation ends all that was merged, cancels their exits, and each leg hears of its own', () => {
    // 20 at 100 at 10x: (2000 − 200) ÷ (20 × 0.99) = 90.909…, although the third at 2x had lived to 50.5.
    const heard: unknown[] = []
    const seen: unknown[] = []
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  85  95
        95   120  95  120`,
      strategy: defineStrategy({
        name: 'Two longs',
        legs: { core: { side: 'long', leverage: 10 }, third: { side: 'long', leverage: 2 } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { core, third }, state }) {
          const close = state.close++
          seen.push([core.quantity, third.quantity, core.collateral, third.liquidationPrice?.toFixed(3)])
          if (close === 0) {
            core.open({ quantity: 12, stop: 80 })
            third.open({ quantity: 8, target: 110 })
          }
          if (close === 2) third.close()
        },
        onFill({ fill }) {
          heard.push([fill.leg, fill.reason, fill.side, fill.quantity])
        },
      }),
    }).shows({
      fills: `
        at leg   side quantity price           reason
        1  core  buy  12       100             entry
        1  third buy  8        100             entry
        2  core  sell 20       90.909090909091 liquidation`,
      legs: 'leg reason margin net\ncore liquidation 200 -200',
      refusals: 'at leg code\n3 third leg-flat',
    })
    expect(heard).toEqual([
      ['core', 'entry', 'buy', 12],
      ['third', 'entry', 'buy', 8],
      ['core', 'liquidation', 'sell', 12],
      ['third', 'liquidation', 'sell', 8],
    ])
    expect(seen).toEqual([
      [0, 0, 0, undefined],
      [12, 8, 200, '90.909'],
      [0, 0, 0, undefined],
      [0, 0, 0, undefined],
    ])
  })

  it('M2: margin and highest leverage are asked with the leverage of the position', () => {
    // At 10x alone the third would have been free to go: 100 of the 700 left. At 1x it needs 1000.
    // Merged, 20 × 100 lie in the second tier, which bears 1x.
    const tiers = `
      upTo   maxLeverage  rate  amount
      1500   10           1%    0
      10000  4            2%    15`
    scenario({
      candles: 'open high low close\n100 100 100 100\n100 100 100 100',
      balance: '1700',
      tiers,
      plan: `
        0 open core   long  quantity 10 @1x
        0 open third  long  quantity 10 @10x
        1 open hedge  short quantity 10 @5x
        1 open hedge2 short quantity 6  @1x`,
    }).shows({
      refusals: `
        at leg    code         message
        0  third  margin       needs 1000 margin + 0 fee, free margin is 700
        1  hedge2 max-leverage leverage 5 exceeds 4, the most for a notional of 1600`,
    })
  })

  it('M2: many openings of one leg are one position: its collateral is shown once, and margin is moved once', () => {
    // 3 × 100 at 2x; 40 are added to the one position. The first opening closes a third of 190.
    const seen: unknown[] = []
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      strategy: defineStrategy({
        name: 'Grid',
        legs: { grid: { side: 'long', leverage: 2, many: true } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { grid }, state }) {
          const close = state.close++
          if (close === 0) {
            grid.open({ quantity: 1 })
            grid.open({ quantity: 2 })
          }
          if (close === 1) grid.addMargin(40)
          if (close === 2) grid.openings[0].close()
          seen.push([grid.quantity, grid.collateral, grid.openings.map(({ id }) => id)])
        },
      }),
    }).shows({
      fills: `
        at  leg  id side quantity reason
        1   grid 1  buy  1        entry
        1   grid 1  buy  2        entry
        3   grid 1  sell 1        signal
        end grid 1  sell 2        end-of-data`,
      merges: 'at leg id what quantity\n1 grid 1 merged 2',
      postings: `
        at  account      amount
        1   collateral:1 50
        1   available    -50
        1   collateral:1 100
        1   available    -100
        2   collateral:1 40
        2   available    -40
        3   collateral:1 -63.33333333
        3   available    63.33333333
        end collateral:1 -126.66666667
        end available    126.66666667`,
    })
    expect(seen).toEqual([
      [0, 0, []],
      [3, 150, [1, 2]],
      [3, 190, [1, 2]],
      [2, 126.66666667, [2]],
    ])
  })

  it('M2: a leg that adds to a position after its opener has left is merged, one that begins anew is not', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      plan: `
        0 open core  long quantity 2
        1 open third long quantity 1
        1 scale core quantity 1
        2 close core
        2 close third
        3 open third long quantity 1
        3 scale third quantity 1`,
    }).shows({
      legs: `
        leg   id quantity
        core  1  4
        third 2  1`,
      merges: 'at leg id what quantity\n1 third 1 merged 1',
    })
  })
})
