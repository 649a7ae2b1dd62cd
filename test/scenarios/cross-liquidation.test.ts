import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario as play, type Settings } from './scenario.js'

const scenario = (settings: Settings) => play({ margin: 'cross', ...settings })

/** Long 10 at 100 and 5 at 120 with 400: 400 + 15 P − 1600 ≤ 0.15 P, 1200 ÷ 14.85 = 80.808080808081. */
const twoLongs = `
  0 open core  long quantity 10 @10x stop 70 target 90
  1 open third long quantity 5  @10x target 200`

/** Long 10 and short 9.95 at 100 with 40: 35 + 0.05 P ≤ 0.1995 P, 35 ÷ 0.1495 = 234.113712374582. */
const slightlyLong = `
  0 open core  long  quantity 10   @100x
  0 open hedge short quantity 9.95 @100x`

describe('L6: a cross liquidation closes whole legs', () => {
  it('L6: the largest unrealized loss first; what then holds survives, without its orders', () => {
    // At 80.81 the third has lost 5 × 39.19 = 195.96, the older core 191.92. 204.04040404 + 10 P − 1000 = 12.12 is then
    // more than 8.08: the core stays. Its stop and target are gone: 95 does not sell it. (1000 − 204.04) ÷ 9.9 = 80.4.
    scenario({
      balance: '400',
      candles: `
        open high low close
        100  100  100 100
        120  120  120 120
        120  120  80.5 82
        82   95   81  85`,
      plan: twoLongs.replace('target 90', 'target 130'),
    }).shows({
      fills: `
        at  leg   side quantity price           reason
        0   core  buy  10       100             entry
        1   third buy  5        120             entry
        2   third sell 5        80.808080808081 liquidation
        end core  sell 10       85              end-of-data`,
      levels: `
        at leg   what   price
        0  core  stop   70
        0  core  target 130
        1  third target 200
        2  core  stop   –
        2  core  target –
        2  third target –`,
      equity: '54.04040404',
      ambiguous: 0,
    })
  })

  it('L6: the strategy hears of it and sets the survivor’s stop anew', () => {
    const heard: string[] = []
    scenario({
      balance: '400',
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        120  120  120 120
        120  120  80.5 85
        85   85   83  83`,
      strategy: defineStrategy({
        name: 'Two longs',
        legs: { core: { side: 'long', leverage: 10 }, third: { side: 'long', leverage: 10 } },
        state: () => ({ close: 0 }),
        onCandle({ legs: { core, third }, state }) {
          const close = state.close++
          if (close === 0) core.open({ quantity: 10, stop: 70 })
          if (close === 1) third.open({ quantity: 5 })
        },
        onFill({ fill, legs: { core } }) {
          heard.push(`${fill.leg} ${fill.reason}`)
          if (fill.reason === 'liquidation') core.adjust({ stop: 84 })
        },
      }),
    }).shows({
      fills: 'leg price reason\ncore 100 entry\nthird 120 entry\nthird 80.808080808081 liquidation\ncore 84 stop',
    })
    expect(heard).toEqual(['core entry', 'third entry', 'third liquidation', 'core stop'])
  })

  it.each([
    // 400 + 20 × (80.4 − 100) = 8, due at 16.08. One closes: 8 is not more than 8.04: the other too.
    ['80.4', ['core', 'third'], '8'],
    // 10, due at 16.1. One closes: 10 is more than 8.05.
    ['80.5', ['core'], '10'],
  ])('L6: the test is repeated after each leg: a gap to %s closes %j', (open, closed, equity) => {
    const { result } = scenario({
      balance: '400',
      candles: `
        open high low close
        100  100  100 100
        ${open} ${open} ${open} ${open}`,
      plan: `
        0 open core  long quantity 10 @10x
        0 open third long quantity 10 @10x`,
    }).shows({ equity, insurance: '0' })
    expect(result.fills.flatMap(({ name, reason }) => (reason === 'liquidation' ? [name] : []))).toEqual(closed)
  })

  it.each(['bankruptcy', 'clearance'] as const)(
    'L6: the clearance fee and slippage are charged under %s too, and the fee may cost the next leg its life',
    (settlement) => {
      // 400 + 20 P − 2000 ≤ 0.2 P: 80.8080…. Each loses 191.91919192 and 1.5 % of 808.08 = 12.12121212 (rounded).
      // After the first 12.12 + 191.92 …: 400 − 204.04040404 − 191.92 = 4.04 is less than 8.08. After the second the
      // wallet is 400 − 408.08080808: the fund pays 8.08080808.
      scenario({
        balance: '400',
        settlement,
        clearanceFee: '1.5%',
        candles: 'open high low close\n100 100 80 80',
        plan: `
          0 open core  long quantity 10 @10x
          0 open third long quantity 10 @10x`,
      }).shows({
        fills: `
          leg   price           fee         reason
          core  100             0           entry
          third 100             0           entry
          core  80.808080808081 12.12121212 liquidation
          third 80.808080808081 12.12121212 liquidation`,
        legs: `
          leg   price         liquidation  net
          core  -191.91919192 -12.12121212 -204.04040404
          third -191.91919192 -4.04040404  -195.95959596`,
        postings: `
          what        leg   account       amount
          liquidation core  price:1       191.91919192
          liquidation core  liquidation:1 12.12121212
          liquidation core  available     -204.04040404
          liquidation third price:2       191.91919192
          liquidation third liquidation:2 4.04040404
          liquidation third available     -195.95959596`,
        insurance: '-8.08080808',
        equity: '0',
      })
    },
  )

  it.each(['bankruptcy', 'clearance'] as const)('L6: slippage under %s', (settlement) => {
    // Bought at 100.1: (1001 − 300) ÷ 9.9 = 70.808080808081; a thousandth less, 70.73727…, to the tick 70.73.
    scenario({
      balance: '300',
      settlement,
      slippage: '10bps',
      candles: 'open high low close\n100 100 70 70',
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        price expected        slippage   reason
        100.1 100             1          entry
        70.73 70.808080808081 0.78080808 liquidation`,
      legs: 'leg price slippage net\ncore -291.91919192 -1.78080808 -293.7',
    })
  })

  it('L6: the wallet is negative while profit of cross legs covers it, and nothing is free then', () => {
    // At 234.11 the hedge has lost 1334.43143813, the wallet is − 1294.43143813, and the core's 1341.14 hold it.
    // Then 10 P − 2294.43143813 ≤ 0.1 P at 231.7607513263…. At 232 the core has 1320.
    scenario({
      balance: '40',
      path: 'olhc',
      candles: `
        open high low close
        100  100  100 100
        100  235  100 232
        232  232  232 232`,
      plan: `
        ${slightlyLong}
        2 open third long quantity 0.1 @100x`,
    }).shows({
      fills: `
        at  leg   price            reason
        0   core  100              entry
        0   hedge 100              entry
        1   hedge 234.113712374582 liquidation
        end core  232              end-of-data`,
      postings: `
        at  what        account   amount
        1   liquidation price:2   1334.43143813
        1   liquidation available -1334.43143813
        end exit        price:1   -1320
        end exit        available 1320`,
      refusals: `
        leg   code   message
        third margin needs 0.232 margin + 0 fee, free margin is -1304.43143813`,
      pool: '231.760751326263 –',
      insurance: '0',
      equity: '25.56856187',
    })
  })

  it('L6: when the last cross leg is gone, the fund pays what the wallet lacks; isolated collateral is not touched', () => {
    // The wallet is 140 − 100 (the third's) = 40, later − 1294.43143813. The core opens at 120: + 200.
    scenario({
      balance: '140',
      path: 'olhc',
      candles: `
        open high low close
        100  100  100 100
        100  235  100 232
        120  120  120 120`,
      plan: `
        ${slightlyLong}
        0 open third long quantity 1 @1x isolated`,
    }).shows({
      legs: `
        leg   reason      price          liquidation   net
        core  liquidation 200            1094.43143813 1294.43143813
        hedge liquidation -1334.43143813 0             -1334.43143813
        third end-of-data 20             0             20`,
      insurance: '-1094.43143813',
      equity: '120',
    })
  })

  it('L6: a stop of a cross leg fills without regard to bankruptcy; the last to go leaves the debt to the fund', () => {
    // The last price gaps to 60 past the stop, the mark does not: − 400 of 300. A second leg would have had to pay.
    const candles = `
      open high low close markOpen markHigh markLow markClose
      100  100  100 100   100      100      100     100
      60   60   60  60    100      100      100     100`
    const core = '0 open core long quantity 10 @10x stop 90'
    scenario({ balance: '300', candles, plan: core }).shows({
      fills: 'price reason\n100 entry\n60 stop',
      legs: 'leg price liquidation net\ncore -400 100 -300',
      insurance: '-100',
      equity: '0',
    })
    // With a second long of 1 the wallet owes 100, its equity at the mark of 100 is below zero too: liquidated there.
    scenario({ balance: '300', candles, plan: `${core}\n0 open third long quantity 1 @10x` }).shows({
      fills: `
        leg   price reason
        core  100   entry
        third 100   entry
        core  60    stop
        third 100   liquidation`,
      legs: `
        leg   price liquidation net
        core  -400  0           -400
        third 0     100         100`,
      insurance: '-100',
      equity: '0',
    })
  })

  it('L6: working entries of the pool go with it, those of isolated legs stay', () => {
    // (1000 − 500) ÷ 9.9 = 50.505…: − 494.94949495. The isolated 0.2 at 45 take 1.8 of the 5.05 that are left.
    scenario({
      balance: '500',
      candles: `
        open high low close
        100  100  60  65
        65   65   44  50`,
      plan: `
        0 open core  long quantity 10 @10x
        1 scale core quantity 1 limit 45
        0 open third long quantity 0.2 @5x limit 45
        0 open apart long quantity 0.2 @5x limit 45 isolated`,
    }).shows({
      fills: `
        at  leg   price           reason
        0   core  100             entry
        1   core  50.505050505051 liquidation
        1   apart 45              entry
        end apart 50              end-of-data`,
      refusals: 'none',
    })
  })
})
