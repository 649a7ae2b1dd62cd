import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario as play, type Settings } from './scenario.js'

const scenario = (settings: Settings) => play({ positionMode: 'one-way', ...settings })

describe('M3: one-way, one net position', () => {
  it('M3: an opposite order reduces; what closes it again adds, and the legs’ sum is what they made apart', () => {
    // The hedge sells 4 of 10 at 110 (+ 40, 80 released), and buys them back at 105 into the long: 600 + 420 for 10.
    // At 120: 1200 − 1020 = 180. Apart: core 10 × 20, hedge 4 × 5.
    scenario({
      candles: `
        open high low close
        100  110  100 110
        110  110  105 105
        105  120  105 120`,
      plan: `
        0 open core  long  quantity 10 @5x
        1 open hedge short quantity 4  @2x
        2 close hedge`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason
        0   core  1  buy  10       100   entry
        1   hedge 1  sell 4        110   entry
        2   hedge 1  buy  4        105   signal
        end core  1  sell 10       120   end-of-data`,
      legs: `
        leg  id side leverage quantity entry            exit             margin net
        core 1  long 5        10       101.428571428571 117.142857142857 284    220`,
      merges: `
        at leg   id what   quantity
        1  hedge 1  netted 4
        2  hedge 1  turned 4`,
      postings: `
        at  what  leg   account      amount
        0   entry core  collateral:1 200
        0   entry core  available    -200
        1   exit  hedge collateral:1 -80
        1   exit  hedge price:1      -40
        1   exit  hedge available    120
        2   entry hedge collateral:1 84
        2   entry hedge available    -84
        end exit  core  collateral:1 -204
        end exit  core  price:1      -180
        end exit  core  available    384`,
    })
  })

  it('M3: an order as large closes; the stop of a leg that was netted opens the other side', () => {
    // Nothing is held from candle 1 on. The core's stop sells 10 at 95: a short that the hedge, alone now, is, at its 4x.
    // 10 × (95 − 90). Apart: core − 50, hedge + 100.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  94  94
        94   94   90  90`,
      plan: `
        0 open core  long  quantity 10 @5x stop 95
        1 open hedge short quantity 10 @4x stop 120`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason
        0   core  1  buy  10       100   entry
        1   hedge 1  sell 10       100   entry
        2   core  2  sell 10       95    stop
        end hedge 2  buy  10       90    end-of-data`,
      legs: `
        leg   id side  leverage opened closed quantity margin reason      net
        core  1  long  5        0      1      10       200    signal      0
        hedge 2  short 4        2      end    10       237.5  end-of-data 50`,
      merges: `
        at leg   id what   quantity
        1  hedge 1  netted 10
        2  core  2  turned 10`,
    })
  })

  it('M3: a larger one flips: the long is closed first, the rest opens with the leverage of the leg that turns it', () => {
    // 4 of the 10 close at 110 (+ 40, fee 0.44), 6 open: margin 660 ÷ 5. Closing the core then sells 4 more, at 120.
    // 10 short for 660 + 480: at 120 − 60. Apart: core + 80, hedge − 100.
    scenario({
      fees: '0.1%',
      candles: `
        open high low close
        100  110  100 110
        110  120  110 120
        120  120  120 120`,
      plan: `
        0 open core  long  quantity 4  @2x
        1 open hedge short quantity 10 @5x
        2 close core`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason      fee
        0   core  1  buy  4        100   entry       0.4
        1   hedge 1  sell 4        110   entry       0.44
        1   hedge 2  sell 6        110   entry       0.66
        2   core  2  sell 4        120   signal      0.48
        end hedge 2  buy  10       120   end-of-data 1.2`,
      legs: `
        leg   id side  leverage entry exit margin price fees
        core  1  long  2        100   110  200    40    -0.84
        hedge 2  short 5        114   120  228    -60   -2.34`,
      merges: `
        at leg   id what   quantity
        1  hedge 1  netted 4
        2  core  2  turned 4`,
    })
  })

  it('M3: where the rest is refused, the leg holds what was netted, and closing it brings the core back', () => {
    // 200 are released and 250 free; 10 more at 1x want 1000. Then the hedge buys its 10: the core's long, at its 5x.
    scenario({
      balance: '250',
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  90  90`,
      plan: `
        0 open core  long  quantity 10 @5x
        1 open hedge short quantity 20 @1x
        2 close hedge`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason
        0   core  1  buy  10       100   entry
        1   hedge 1  sell 10       100   entry
        2   hedge 2  buy  10       100   signal
        end core  2  sell 10       90    end-of-data`,
      refusals: `
        at leg   code   message
        1  hedge margin needs 1000 margin + 0 fee, free margin is 250`,
      legs: `
        leg  id leverage margin net
        core 1  5        200    0
        core 2  5        200    -100`,
    })
  })

  it('M3: an exit that would open the other side needs free margin: refused, its leg goes on', () => {
    // All is netted. Closing the core is a short of 10 at the hedge's 1x: 1000 of 220. The core holds its 10 still.
    const seen: unknown[] = []
    scenario({
      balance: '220',
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      strategy: defineStrategy({
        name: 'Both sides',
        legs: { core: { side: 'long', leverage: 5 }, hedge: { side: 'short' } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { core, hedge }, state }) {
          const close = state.close++
          if (close === 0) core.open({ quantity: 10 })
          if (close === 1) hedge.open({ quantity: 10 })
          if (close === 2) core.close()
          if (close === 3) core.addMargin(10)
          seen.push([core.quantity, hedge.quantity, core.collateral, core.liquidationPrice?.toFixed(2)])
        },
      }),
    }).shows({
      refusals: `
        at  leg  code     message
        3   core margin   needs 1000 margin + 0 fee, free margin is 220
        4   core leg-flat other legs have netted it away`,
      legs: 'leg id reason\ncore 1 signal',
    })
    expect(seen).toEqual([
      [0, 0, 0, undefined],
      [10, 0, 200, '80.81'],
      [10, 10, 0, undefined],
      [10, 10, 0, undefined],
      [10, 10, 0, undefined],
    ])
  })

  it('M3: an exit of which the position holds a part trades that part, and the rest is refused', () => {
    // Net long 4 of core 10 and hedge 6. The core's close sells 4; 6 more would be a short at 1x: 600 of 280 free.
    // What the core then holds, 6, is netted by the hedge's 6.
    scenario({
      balance: '280',
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  110  100 110`,
      plan: `
        0 open core  long  quantity 10 @5x
        1 open hedge short quantity 6  @1x
        2 close core
        3 close hedge`,
    }).shows({
      fills: `
        at  leg   id side quantity price reason
        0   core  1  buy  10       100   entry
        1   hedge 1  sell 6        100   entry
        2   core  1  sell 4        100   signal
        3   hedge 2  buy  6        100   signal
        end core  2  sell 6        110   end-of-data`,
      refusals: 'at leg code\n2 core margin',
      equity: '340',
    })
  })

  it('M3: liquidation ends every leg of the net position, the ones that netted it too', () => {
    // 20 at 100 at 10x, 10 netted: 10 with 100 of collateral, (1000 − 100) ÷ 9.9. Orders of both legs go.
    const heard: unknown[] = []
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  85  85
        85   130  85  130`,
      strategy: defineStrategy({
        name: 'Both sides',
        legs: { core: { side: 'long', leverage: 10 }, hedge: { side: 'short', leverage: 10 } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { core, hedge }, state }) {
          const close = state.close++
          if (close === 0) {
            core.open({ quantity: 20, target: 110 })
            hedge.open({ quantity: 10, stop: 120 })
          }
          if (close === 2) hedge.close()
        },
        onFill({ fill }) {
          if (fill.reason === 'liquidation') heard.push([fill.leg, fill.side, fill.quantity])
        },
      }),
    }).shows({
      fills: `
        at leg   id side quantity price           reason
        1  core  1  buy  20       100             entry
        1  hedge 1  sell 10       100             entry
        2  core  1  sell 10       90.909090909091 liquidation`,
      refusals: 'at leg code\n3 hedge leg-flat',
      equity: '900',
    })
    expect(heard).toEqual([
      ['core', 'sell', 20],
      ['hedge', 'buy', 10],
    ])
  })
})
