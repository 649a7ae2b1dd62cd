import { describe, expect, it } from 'vitest'
import { scenario } from './scenario.js'

// 10 × 100 at 5x has 200 of collateral. Long: bankrupt at 80, liquidated at 800 ÷ 9.9 = 80.808080808081.
// Short: bankrupt at 120, liquidated at 1200 ÷ 10.1 = 118.811881188119.

describe('L5: settlement by bankruptcy', () => {
  it('L5: the leg closes at the trigger mark, without fee or slippage; what is left goes to the fund', () => {
    // Entry at 101 with 1 %: 202 of collateral, 1010 of cost; (1010 − 202) ÷ 9.9 = 81.616161616162.
    // 10 × (81.616161616162 − 101) = −193.83838384: 8.16161616 are left.
    scenario({
      fees: '0.1%',
      slippage: '100bps',
      candles: `
        open high low close
        100  100  70  75`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: `
        at phase side quantity expected        price           reason      liquidity fee  slippage
        0  open  buy  10       100             101             entry       taker     1.01 10
        0  path  sell 10       81.616161616162 81.616161616162 liquidation taker     0    0`,
      postings: `
        at what        account       amount
        0  entry       collateral:1  202
        0  entry       price:1       -10
        0  entry       slippage:1    10
        0  entry       fees:1        1.01
        0  entry       available     -203.01
        0  liquidation collateral:1  -202
        0  liquidation price:1       193.83838384
        0  liquidation liquidation:1 8.16161616`,
      legs: `
        leg  price         slippage fees  funding liquidation net
        core -183.83838384 -10      -1.01 0       -8.16161616 -203.01`,
      insurance: '8.16161616',
    })
  })

  it('L5: a short goes on the way up', () => {
    scenario({
      candles: `
        open high low close
        100  119  100 110`,
      plan: '0 open hedge short quantity 10 @5x',
    }).shows({
      fills: `
        side quantity price            reason
        sell 10       100              entry
        buy  10       118.811881188119 liquidation`,
      legs: 'leg price liquidation net\nhedge -188.11881188 -11.88118812 -200',
    })
  })

  it('L5: in a gap it closes at the open, and the fund pays what the collateral does not', () => {
    // 10 × (70 − 100) = −300, of which 200 are there.
    scenario({
      candles: `
        open high low close
        100  100  90  90
        70   90   60  80`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: 'at phase price reason\n0 open 100 entry\n1 open 70 liquidation',
      legs: 'leg price liquidation net\ncore -300 100 -200',
      insurance: '-100',
      equity: '800',
    })
  })

  it('L5: a gap between liquidation and bankruptcy leaves something for the fund', () => {
    scenario({
      candles: `
        open high low close
        100  100  90  90
        80.5 90   80  80`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({ legs: 'leg exit price liquidation net\ncore 80.5 -195 -5 -200', insurance: '5' })
  })

  it('L5: what the fund takes from one leg and pays to another is one sum', () => {
    // Core, candle 0: 8.08080808 in. Hedge, candle 1: the open at 125 costs 250 of 200: 50 out.
    scenario({
      candles: `
        open high low close
        100  100  80  100
        125  125  125 125`,
      plan: `
        0 open core  long  quantity 10 @5x
        0 open hedge short quantity 10 @5x`,
    }).shows({
      legs: `
        leg   exit            price         liquidation net
        core  80.808080808081 -191.91919192 -8.08080808 -200
        hedge 125             -250          50          -200`,
      insurance: '-41.91919192',
      equity: '600',
    })
  })

  it('L5: the leg’s resting orders go with it, those of its sibling stay', () => {
    // 79 and 75 are passed after the liquidation; the core’s stop and the order that would add to it are gone.
    // The hedge’s target at 75 stands: 5 × 25.
    scenario({
      balance: '2000',
      candles: `
        open high low close
        100  100  100 100
        100  100  70  75`,
      plan: `
        0 open  core  long  quantity 10 @5x stop 79 target 130
        0 open  hedge short quantity 5  @5x target 75
        1 scale core  quantity 5 limit 76`,
    }).shows({
      fills: `
        at leg   quantity price           reason
        0  core  10       100             entry
        0  hedge 5        100             entry
        1  core  10       80.808080808081 liquidation
        1  hedge 5        75              target`,
      refusals: 'none',
      levels: `
        at leg   what        price
        0  core  liquidation 80.80808081
        0  core  stop        79
        0  core  target      130
        0  hedge liquidation 118.8118812
        0  hedge target      75
        1  core  stop        –
        1  core  target      –
        1  core  liquidation –
        1  hedge target      –
        1  hedge liquidation –`,
    })
  })

  it('L5: after it the leg may be opened anew, as another position', () => {
    scenario({
      candles: `
        open high low close
        100  100  80  80
        80   80   80  80`,
      plan: `
        0 open core long quantity 10 @5x
        1 open core long quantity 10 @5x`,
    }).shows({ legs: 'leg id entry reason net\ncore 1 100 liquidation -200\ncore 2 80 end-of-data 0' })
  })

  it('L5: reducing takes collateral in proportion, so the price stays; the rest loses what it has', () => {
    // Half is sold at 90: −50. The other 5 keep 100 of collateral and go at 80.81.
    scenario({
      candles: `
        open high low close
        100  100  90  90
        90   90   80  85`,
      plan: `
        0 open core long quantity 10 @5x
        1 reduce core 50%`,
    }).shows({
      fills: `
        at quantity price           reason
        0  10       100             entry
        1  5        90              reduce
        1  5        80.808080808081 liquidation`,
      legs: 'leg price liquidation net\ncore -145.95959596 -4.04040404 -150',
    })
  })

  it('L5: adding moves it: 10 at 100 and 10 at 90 go at (1900 − 380) ÷ 19.8', () => {
    // 20 × 76.767676767677 − 1900 = −364.64646465
    scenario({
      candles: `
        open high low   close
        100  100  90    90
        90   90   76.77 77
        77   77   76.76 77`,
      plan: `
        0 open core long quantity 10 @5x
        1 scale core quantity 10`,
    }).shows({
      fills: `
        at quantity price           reason
        0  10       100             entry
        1  10       90              scale
        2  20       76.767676767677 liquidation`,
      legs: 'leg entry margin price liquidation net\ncore 95 380 -364.64646465 -15.35353535 -380',
    })
  })
})

describe('L1, L5: the two margins of a hedge', () => {
  it('L5: a spike takes the short, the fall after it the long: the hedge loses both collaterals', () => {
    // The core would have stood at 100 again with nothing lost.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        100  119  99  100
        100  101  80  100`,
      plan: `
        0 open core  long  quantity 10 @5x
        0 open hedge short quantity 10 @5x`,
    }).shows({
      fills: `
        at leg   price            reason
        0  core  100              entry
        0  hedge 100              entry
        0  hedge 118.811881188119 liquidation
        1  core  80.808080808081  liquidation`,
      equity: '600',
    })
  })
})

describe('L8: stop and liquidation', () => {
  it('L8: the path meets the stop first', () => {
    scenario({
      candles: `
        open high low close
        100  100  70  75`,
      plan: '0 open core long quantity 10 @5x stop 85',
    }).shows({ fills: 'at price reason\n0 100 entry\n0 85 stop', equity: '850', insurance: '0' })
  })

  it('L8: an open between the two fills the stop there', () => {
    scenario({
      candles: `
        open high low close
        100  100  90  90
        83   83   70  75`,
      plan: '0 open core long quantity 10 @5x stop 85',
    }).shows({ fills: 'at phase price reason\n0 open 100 entry\n1 open 83 stop', equity: '830' })
  })

  it('L8: a gap past both liquidates, though the stop was nearer', () => {
    scenario({
      candles: `
        open high low close
        100  100  90  90
        80   83   70  75`,
      plan: '0 open core long quantity 10 @5x stop 85',
    }).shows({
      fills: 'at phase price reason\n0 open 100 entry\n1 open 80 liquidation',
      legs: 'leg reason net\ncore liquidation -200',
    })
  })

  it('L8: the mark may meet the liquidation before the trades meet the stop', () => {
    // On the way down the stop at 85 of the last price lies 15/16 along, 80.81 of the mark 19.19/22.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  84  90    100      100      78      90`,
      plan: '0 open core long quantity 10 @5x stop 85',
    }).shows({ fills: 'at price reason\n0 100 entry\n0 80.808080808081 liquidation' })
    // With a mark low of 80 it lies 19.19/20 along: the stop comes first.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  84  90    100      100      80      90`,
      plan: '0 open core long quantity 10 @5x stop 85',
    }).shows({ fills: 'at price reason\n0 100 entry\n0 85 stop' })
  })

  it('L8: a stop beyond the liquidation price is dead, and a warning says so when it is set', () => {
    const { result } = scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  70  75`,
      plan: '0 open core long quantity 10 @5x stop 80.5',
    }).shows({ fills: 'at price reason\n0 100 entry\n1 80.808080808081 liquidation' })
    expect(result.warnings).toEqual([
      '2025-01-01T00:00:00Z core: the stop 80.5 lies beyond the liquidation price 80.8081: liquidation comes first',
    ])
  })

  it('L8: so it does when an adjustment sets it, of a short too', () => {
    const { result } = scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100`,
      plan: `
        0 open   hedge short quantity 10 @5x stop 118
        1 adjust hedge stop 119`,
    })
    expect(result.warnings).toEqual([
      '2025-01-01T01:00:00Z hedge: the stop 119 lies beyond the liquidation price 118.8119: liquidation comes first',
    ])
  })
})
