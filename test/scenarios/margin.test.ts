import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

const twoTiers = `
  upTo    maxLeverage  rate  amount
  10000   75           1%    0
  100000  50           1.5%  50`

describe('L1: isolated margin', () => {
  it('L1: a leg answers with its own collateral and no more; its sibling goes on', () => {
    // Core: 10 × 100 at 5x, 200 of collateral, liquidated at (1000 − 200) ÷ (10 × 0.99) = 80.80….
    // It loses its 200. The hedge, short 5 from 100, closes at 75: + 125. 1000 − 200 + 125.
    scenario({
      candles: `
        open high low close
        100  101  99  100
        100  100  70  75`,
      plan: `
        0 open core  long  quantity 10 @5x
        0 open hedge short quantity 5  @5x`,
    }).shows({
      legs: `
        leg   margin liquidatesAt      reason      price         liquidation unrealized net
        core  200    80.808080808081   liquidation -191.91919192 -8.08080808 0          -200
        hedge 100    118.811881188119  end-of-data 125           0           0          125`,
      equity: '925',
      ambiguous: 0,
    })
  })

  it('L1: what is available does not save a leg', () => {
    // 800 are available when 200 are gone.
    scenario({
      candles: `
        open high low close
        100  100  80  100`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({ legs: 'leg reason net\ncore liquidation -200', equity: '800' })
  })

  it('L1: a leg of leverage 1 has no liquidation price below', () => {
    scenario({
      candles: `
        open high low close
        100  100  0.01  50`,
      plan: '0 open core long quantity 10',
    }).shows({ legs: 'leg liquidatesAt reason net\ncore – end-of-data -500', levels: 'none' })
  })
})

describe('L2: tiers', () => {
  it('L2: maintenance is that of the tier in which the notional lies at the mark', () => {
    // 100 × 300 at 10x: (30000 − 3000 − 50) ÷ (100 × 0.985) = 273.604060913706, a notional of 27360 in the second tier.
    // The first would have said 272.73. Candle 1 stays a cent above, candle 2 does not:
    // 100 × (273.604060913706 − 300) = −2639.59390863; 360.40609137 of 3000 are left for the fund.
    scenario({
      balance: '5000',
      tiers: twoTiers,
      candles: `
        open high low    close
        300  300  290    290
        290  290  273.61 280
        280  280  273.60 280`,
      plan: '0 open core long quantity 100 @10x',
    }).shows({
      fills: `
        at phase side quantity price            reason      fee
        0  open  buy  100      300              entry       0
        2  path  sell 100      273.604060913706 liquidation 0`,
      legs: 'leg liquidatesAt price liquidation net\ncore 273.604060913706 -2639.59390863 -360.40609137 -3000',
      insurance: '360.40609137',
    })
  })

  it('L2: a short whose notional grows into a dearer tier is liquidated by that tier', () => {
    // 32 × 300 = 9600 at 10x. First tier: 326.73, but 32 × 326.73 is above 10000.
    // Second: (9600 + 960 + 50) ÷ (32 × 1.015) = 326.662561576355.
    scenario({
      tiers: twoTiers,
      candles: `
        open high   low close
        300  326.66 300 326
        326  326.67 320 320`,
      plan: '0 open hedge short quantity 32 @10x',
    }).shows({ fills: 'at side price reason\n0 sell 300 entry\n1 buy 326.662561576355 liquidation', equity: '40' })
  })

  it('L2: each isolated leg stands in the tier of its own notional', () => {
    // Two legs of 9000 are 18000 together, yet both are of the first tier: (9000 − 900) ÷ (30 × 0.99).
    scenario({
      balance: '5000',
      tiers: twoTiers,
      candles: 'open high low close\n300 300 300 300',
      plan: `
        0 open core  long quantity 30 @10x
        0 open third long quantity 30 @10x`,
    }).shows({ legs: 'leg liquidatesAt\ncore 272.727272727273\nthird 272.727272727273' })
  })

  it('L2: the highest leverage is that of the notional after the fill', () => {
    scenario({
      tiers: `
        upTo   maxLeverage  rate  amount
        5000   20           1%    0
        20000  10           2%    50`,
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100`,
      plan: `
        0 open  core  long  quantity 50 @20x
        0 open  hedge short quantity 50.001 @20x
        0 open  third short quantity 201 @5x
        1 scale core  quantity 0.1`,
    }).shows({
      fills: 'at leg quantity reason\n0 core 50 entry\nend core 50 end-of-data',
      refusals: `
        at leg   code         message
        0  hedge max-leverage leverage 20 exceeds 10, the most for a notional of 5000.1
        0  third max-leverage a notional of 20100 is beyond the last margin tier
        1  core  max-leverage leverage 20 exceeds 10, the most for a notional of 5010`,
    })
  })
})

describe('L2: dated tiers', () => {
  const dated = `
    from upTo    maxLeverage rate amount
    0    1000000 20          1%   0
    2    1000000 10          5%   0`

  it('L2: a change takes hold of a leg that is open', () => {
    // 5x from 100: 800 ÷ (10 × 0.99) = 80.81 at first, from candle 2 on 800 ÷ (10 × 0.95) = 84.210526315789.
    scenario({
      tiers: dated,
      candles: `
        open high low close
        100  100  90  90
        90   90   84  86
        86   86   84  86`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: `
        at phase price           reason
        0  open  100             entry
        2  path  84.210526315789 liquidation`,
      legs: 'leg liquidatesAt price liquidation net\ncore 84.210526315789 -157.89473684 -42.10526316 -200',
    })
  })

  it('L2: the price that is shown, and that a strategy sees, is that of the table in force', () => {
    const seen: (number | null)[] = []
    const watching = defineStrategy({
      name: 'watching',
      legs: { core: { side: 'long', leverage: 5 } },
      onStart: ({ legs }) => legs.core.open({ quantity: 10 }),
      onCandle: ({ legs }) => seen.push(legs.core.liquidationPrice),
    })
    scenario({
      tiers: dated,
      closeAtEnd: false,
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      strategy: watching,
    }).shows({
      levels: `
        at what        price
        0  liquidation 80.80808081
        2  liquidation 84.21052632`,
    })
    expect(seen.map((price) => price?.toFixed(8))).toEqual(['80.80808081', '80.80808081', '84.21052632'])
  })

  it('L2: where the market stands beyond the new price already, the leg goes at the open', () => {
    scenario({
      tiers: dated,
      candles: `
        open high low close
        100  100  90  90
        90   90   84  84
        84   86   84  86`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: `
        at phase price reason
        0  open  100   entry
        2  open  84    liquidation`,
      insurance: '40',
    })
  })

  it('L2: the highest leverage is that of the table in force at the fill', () => {
    scenario({
      tiers: dated,
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      plan: `
        1 open core  long  quantity 1 @20x
        2 open hedge short quantity 1 @20x`,
    }).shows({ refusals: 'at leg code\n2 hedge max-leverage', legs: 'leg opened\ncore 1' })
  })

  it('L2: before the first state the first stands in, and the result says so', () => {
    const { result } = scenario({
      tiers: `
        from upTo    maxLeverage rate amount
        1    1000000 10          5%   0`,
      candles: `
        open high low close
        100  100  84  90
        90   90   90  90`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({ fills: 'at price reason\n0 100 entry\n0 84.210526315789 liquidation' })
    expect(result.assumptions).toContain(
      'Margin tiers before 2025-01-01T01:00:00Z are not known: the first known state stands in.',
    )
  })
})

describe('L3: what a venue tests', () => {
  const falls = `
    open high low   close
    100  100  90    90
    90   90   80.90 85`

  it('L3: maintenance on the mark: 800 ÷ 9.9 = 80.81 is not reached', () => {
    scenario({ candles: falls, plan: '0 open core long quantity 10 @5x' }).shows({
      legs: 'leg liquidatesAt reason net\ncore 80.808080808081 end-of-data -150',
    })
  })

  it('L3: maintenance on the entry: 100 × (1 − 1/5 + 0.01) = 81 is', () => {
    // 1 % of 1000 is 10: (1000 − 200 + 10) ÷ 10.
    scenario({ candles: falls, maintenanceOn: 'entry', plan: '0 open core long quantity 10 @5x' }).shows({
      fills: 'at price reason\n0 100 entry\n1 81 liquidation',
      legs: 'leg liquidatesAt price liquidation net\ncore 81 -190 -10 -200',
    })
  })

  it('L3: the closing fee in the test: 800 ÷ (10 × (1 − 0.01 − 0.0005)) = 80.85 is not, at a fee of 0.5 % it is', () => {
    const plan = '0 open core long quantity 10 @5x'
    scenario({ candles: falls, closeFeeInTest: true, fees: '0.05%', plan }).shows({
      legs: 'leg liquidatesAt reason\ncore 80.848913592724 end-of-data',
    })
    // 800 ÷ 9.85; the entry's fee is 5, a liquidation has none.
    scenario({ candles: falls, closeFeeInTest: true, fees: '0.5%', plan }).shows({
      legs: 'leg liquidatesAt reason fees net\ncore 81.218274111675 liquidation -5 -205',
    })
    // Without it in the test the fee moves nothing.
    scenario({ candles: falls, closeFeeInTest: false, fees: '0.5%', plan }).shows({
      legs: 'leg liquidatesAt reason\ncore 80.808080808081 end-of-data',
    })
  })

  it('L3: the mark decides, not the last price', () => {
    const plan = '0 open core long quantity 10 @5x'
    // A wick of the trades that the mark does not follow.
    scenario({
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  70  90    100      100      81      90`,
      plan,
    }).shows({ legs: 'leg reason net\ncore end-of-data -100' })
    // The mark falls, the trades do not: the leg goes at the mark that triggers.
    scenario({
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  90  90    100      100      80      90`,
      plan,
    }).shows({ fills: 'at price reason\n0 100 entry\n0 80.808080808081 liquidation' })
  })
})

describe('L9: free margin', () => {
  const flat = `
    open high low close
    100  100  100 100
    100  100  100 100`

  it('L9: margin and fee must fit into what is free', () => {
    scenario({ fees: '0.1%', candles: flat, plan: '0 open core long quantity 50 @5x' }).shows({
      fills: 'none',
      refusals: 'at leg code message\n0 core margin needs 1000 margin + 5 fee, free margin is 1000',
    })
  })

  it('L9: they may take all of it; the fee comes from the wallet, the collateral stays whole, the exit fee from the release', () => {
    // 1000 + 5 of 1005. At 100 again 1000 are released and pay the 5 of the exit.
    scenario({
      balance: '1005',
      fees: '0.1%',
      candles: flat,
      plan: `
        0 open  core  long  quantity 50 @5x
        0 open  hedge short quantity 1  @5x
        1 close core`,
    }).shows({
      refusals: 'leg code message\nhedge margin needs 20 margin + 0.1 fee, free margin is 0',
      postings: `
        at what  account      amount
        0  entry collateral:1 1000
        0  entry fees:1       5
        0  entry available    -1005
        1  exit  collateral:1 -1000
        1  exit  fees:1       5
        1  exit  available    995`,
      equity: '995',
    })
  })

  it('L9: open profits are not free margin, and open losses of an isolated leg do not reduce it', () => {
    // 500 of 1000 are set aside. At 150 the core has earned 1250, at 90 lost 250: 500 are free all the same.
    const plan = `
      0 open core  long quantity 25 @5x
      1 open hedge short notional 2500 @5x`
    scenario({
      candles: `
        open high low close
        100  150  100 150
        150  150  150 150`,
      plan: plan.replace('2500', '2505'),
    }).shows({ refusals: 'leg code message\nhedge margin needs 501 margin + 0 fee, free margin is 500' })
    scenario({
      candles: `
        open high low close
        100  100  90  90
        90   90   90  90`,
      plan: plan.replace('2500', '2497.5'),
    }).shows({ refusals: 'none', legs: 'leg margin\ncore 500\nhedge 499.5' })
  })

  it('L9: a resting entry reserves nothing: it is checked when it fills', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  95  100`,
      plan: `
        0 open hedge long quantity 50 @5x limit 96
        1 open core  long quantity 25 @5x`,
    }).shows({
      fills: 'at leg reason\n1 core entry\nend core end-of-data',
      refusals: 'at leg code message\n1 hedge margin needs 960 margin + 0 fee, free margin is 500',
    })
  })

  it('L9: a stop whose slippage passes bankruptcy is cut there, and a fee that nobody can pay is covered', () => {
    // 50 × 100 at 5x: all 1005 are spent. Bankruptcy 80, liquidation 4000 ÷ 49.5 = 80.81, the stop at 81 comes first.
    // 81 less 2 % is 79.38: cut at 80. 50 × (81 − 100) = −950 and 50 of slippage: the collateral is gone.
    // The fee, 4000 × 0.1 % = 4, is left: the fund pays it.
    scenario({
      balance: '1005',
      fees: '0.1%',
      slippage: '200bps',
      candles: `
        open high low close
        100  100  80.9 90`,
      plan: '0 open core long quantity 50 @5x limit 100 stop 81',
    }).shows({
      fills: `
        at phase side quantity expected price reason fee slippage
        0  open  buy  50       100      100   entry  5   0
        0  path  sell 50       81       80    stop   4   50`,
      legs: `
        leg  price slippage fees liquidation net
        core -950  -50      -9   4           -1005`,
      equity: '0',
      insurance: '-4',
    })
  })
})
