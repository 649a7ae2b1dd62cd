import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A stop-limit', () => {
  const fees = 'maker 0.02% taker 0.05%'

  it('O3: takes at its trigger where the market meets the limit there, without slippage', () => {
    // At 95 a sale at 94 or better finds 95: 950 × 0.05 % = 0.475. A stop-market would slip to 94.90.
    scenario({
      fees,
      slippage: '10bps',
      balance: '3000',
      path: 'olhc',
      candles: `
        open high low close
        100  100  100 100
        100  101  90  92`,
      plan: '1 open core long quantity 10 stop 95 stopLimit 94',
    }).shows({
      fills: `
        at phase leg  price reason liquidity fee
        1  open  core 100.1 entry  taker     0.5005
        1  path  core 95    stop   taker     0.475`,
      levels: `
        at what price
        1  stop 95
        1  stop 94
        1  stop –`,
    })
  })

  it('O3: gapped past, it rests as a limit and fills as maker once the price comes back to it', () => {
    // The open of 90 triggers it; the sale at 94 waits for the high of 96: 940 × 0.02 % = 0.188.
    scenario({
      fees,
      balance: '3000',
      candles: `
        open high low close
        100  100  99  99
        90   96   88  89`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 94',
    }).shows({
      fills: `
        at phase leg  price reason liquidity fee
        0  open  core 100   entry  taker     0.5
        1  path  core 94    stop   maker     0.188`,
    })
  })

  it('O3: may stay unfilled, and the leg stays open without a stop that would sell lower', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open high low close
        100  100  99  99
        90   93   80  85
        85   93.99 60 70`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 94',
    }).shows({
      fills: `
        at leg  price reason
        0  core 100   entry`,
      equity: '700',
    })
  })

  it('O3: rests over candles, and fills at an open that is better, as maker', () => {
    scenario({
      fees,
      balance: '3000',
      candles: `
        open high low close
        100  100  99  99
        90   93   88  89
        97   98   96  97`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 94',
    }).shows({
      fills: `
        at phase leg  price reason liquidity fee
        0  open  core 100   entry  taker     0.5
        2  open  core 97    stop   maker     0.194`,
    })
  })

  it('O3, P6: triggered along the path, its limit is live for the rest of the path only', () => {
    // High first: the limit of 97, above the trigger of 95, has no second chance once the price has fallen to 95.
    // Low first: 95, and 97 on the way up. The worst path is the one on which the leg stays, marked at 98.
    const candles = `
      open high low close
      100  100  100 100
      100  101  95  96
      98   98   98  98`
    const plan = '1 open core long quantity 10 stop 95 stopLimit 97'
    scenario({ candles, plan, path: 'ohlc' }).shows({
      fills: `
        at phase leg  price reason
        1  open  core 100   entry
        2  open  core 98    stop`,
    })
    scenario({ candles, plan, path: 'olhc' }).shows({
      fills: `
        at phase leg  price reason
        1  open  core 100   entry
        1  path  core 97    stop`,
    })
  })

  it('O3: of a short the trigger lies above, the limit in percent further still', () => {
    // 100 × 1.05 = 105 triggers; bought at up to 100 × 1.06 = 106.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        100  100  100 100
        107  110  104 105`,
      plan: '0 open hedge short quantity 5 stop 5% stopLimit 6%',
    }).shows({
      fills: `
        at phase leg   price reason liquidity
        0  open  hedge 100   entry  taker
        1  path  hedge 106   stop   maker`,
    })
  })

  it('O8: its limit goes to the tick against the trader, its trigger towards the market', () => {
    // 100.3 × 0.95 = 95.285 → 95.3 up; 100.3 × 0.94 = 94.282 → 94.2 down.
    scenario({
      tick: '0.1',
      candles: `
        open  high  low   close
        100.3 100.3 100.3 100.3
        94    95    94    94.1`,
      plan: '0 open core long quantity 5 stop 5% stopLimit 6%',
    }).shows({
      fills: `
        at phase price reason
        0  open  100.3 entry
        1  path  94.2  stop`,
      levels: `
        at what price
        0  stop 95.3
        1  stop 94.2
        1  stop –`,
    })
  })

  it('O6: the target stays while the limit rests, and one that fills ends the other', () => {
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  100  99  99
        90   93   88  90
        93   111  93  110`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 112 target 110',
    }).shows({
      fills: `
        at leg  price reason
        0  core 100   entry
        2  core 110   target`,
    })
  })

  it('L8: that stays unfilled ends in liquidation', () => {
    // 5x: collateral 200; at 1 % maintenance (200 − 1000 + 10 P) = 0.1 P, P = 800 ÷ 9.9 = 80.81 (rounded).
    scenario({
      fees: '0',
      path: 'olhc',
      candles: `
        open high low close
        100  100  99  99
        90   93   80  85`,
      plan: '0 open core long quantity 10 @5x stop 95 stopLimit 94',
    }).shows({
      legs: `
        leg  reason      net
        core liquidation -200`,
    })
  })

  it('O10: triggers on the mark, and is a limit on the last price from there on', () => {
    // The mark falls to 95 a third of the way from 97 to 91, where the last price is 98: a sale at 99.5 rests until there.
    scenario({
      path: 'olhc',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        99   100  96  98    97       98       91      97`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 99.5 on mark',
    }).shows({
      fills: `
        at phase price reason liquidity
        0  open  100   entry  taker
        1  path  99.5  stop   maker`,
    })
  })

  it('O8, O10: that crosses as the mark sets it off takes at the last price, to the tick against the trader', () => {
    // From 97 to 91 the mark passes 95 a third of the way; there the last price is 99 − 3.01 ÷ 3 = 97.996…: 97.99.
    scenario({
      path: 'olhc',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        99   100  95.99 98    97       98       91      97`,
      plan: '0 open core long quantity 10 stop 95 stopLimit 94 on mark',
    }).shows({
      fills: `
        at phase price reason liquidity
        0  open  100   entry  taker
        1  path  97.99 stop   taker`,
    })
  })
})

describe('Adjusting a stop-limit', () => {
  const candles = `
    open high low close
    100  100  99  99
    90   93   88  90
    91   92   86  90
    90   92   90  91`

  it('L7, O3: the limit moves alone; what has triggered waits for its trigger anew', () => {
    // Triggered at the open of 90, the sale at 94 rests. From candle 2 on it is at 91.5: triggered by the open of 91, sold there
    // on the way up to 92.
    scenario({
      candles,
      plan: `
        0 open core long quantity 10 stop 95 stopLimit 94
        2 adjust core stopLimit 91.5`,
    }).shows({
      fills: `
        at phase price reason liquidity
        0  open  100   entry  taker
        2  path  91.5  stop   maker`,
    })
  })

  it('O3: without its limit it is a stop-market again, and goes at the next open', () => {
    scenario({
      candles,
      plan: `
        0 open core long quantity 10 stop 95 stopLimit 94
        2 adjust core stopLimit none`,
    }).shows({
      fills: `
        at phase price reason
        0  open  100   entry
        2  open  91    stop`,
    })
  })

  it('O3: set to what it is, it goes on resting', () => {
    // The limit of 97 lies above the trigger: a stop set anew would wait for 95 once more.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        100  100  95  96
        96   96.5 96  96
        96   97   96  96`,
      plan: `
        0 open core long quantity 10 stop 95 stopLimit 97
        2 adjust core stop 95 stopLimit 97`,
    }).shows({
      fills: `
        at phase price reason
        0  open  100   entry
        2  path  97    stop`,
    })
  })

  it('O3, O13: a limit without a stop is refused, on an open leg and on an entry that works', () => {
    scenario({
      candles,
      plan: `
        0 open core long quantity 1
        1 open hedge long quantity 1 limit 50
        2 adjust core stopLimit 80
        2 adjust hedge stopLimit 80`,
    }).shows({
      refusals: `
        at leg   code      message
        2  core  stop-side stopLimit without a stop: the leg has none that could become a limit
        2  hedge stop-side stopLimit without a stop: the leg has none that could become a limit`,
    })
  })

  it('O3: set on an entry that works, it is what the entry brings', () => {
    // Bought at the open of 90. The open of 80 is past 87, and 83 is reached on the way up to 84.
    scenario({
      candles: `
        open high low close
        100  100  99  99
        90   93   88  90
        80   84   79  82`,
      plan: `
        0 open core long quantity 1 limit 91 stop 85 stopLimit 84
        1 adjust core stop 87 stopLimit 83`,
    }).shows({
      fills: `
        at phase price reason
        1  open  90    entry
        2  path  83    stop`,
    })
  })
})

describe('A stop-limit entry', () => {
  const fees = 'maker 0.02% taker 0.05%'

  it('O3: takes at the trigger where that is within its limit', () => {
    // Bought at 105, not at 106: 1050 × 0.05 %.
    scenario({
      fees,
      slippage: '10bps',
      closeAtEnd: false,
      balance: '3000',
      candles: `
        open high low close
        100  104  99  103
        103  107  103 106`,
      plan: '0 open core long quantity 10 trigger 105 limit 106',
    }).shows({
      fills: `
        at phase price expected liquidity fee   slippage
        1  path  105   105      taker     0.525 0`,
    })
  })

  it('O3: gapped past, it waits at its limit, as maker; a short likewise below', () => {
    scenario({
      fees,
      closeAtEnd: false,
      balance: '3000',
      path: 'olhc',
      candles: `
        open high low close
        100  104  99  103
        108  110  107 108
        108  108  106 107`,
      plan: `
        0 open core  long  quantity 10 trigger 105 limit 106
        1 open hedge short quantity 10 trigger 109 limit 109.5`,
    }).shows({
      fills: `
        at phase leg   price liquidity
        1  path  hedge 109.5 maker
        2  path  core  106   maker`,
    })
  })

  it('O3: is not filled by its limit alone: first comes the trigger', () => {
    // 100 would be better than the limit of 106; the price never gets to 105.
    scenario({
      candles: `
        open high   low close
        100  104.99 95  100`,
      plan: '0 open core long quantity 10 trigger 105 limit 106',
    }).shows({ fills: 'none' })
  })

  it('O3, P6: triggered on the way up, a limit below is reached on the way down', () => {
    // Trigger 105, limit 104: high first gives 105 and then 104 on the way to the low; low first triggers last, and rests.
    const candles = `
      open high low close
      100  106  99  105
      106  107  105 106`
    const plan = '0 open core long quantity 1 trigger 105 limit 104'
    scenario({ candles, plan, path: 'ohlc', closeAtEnd: false }).shows({
      fills: `
        at phase price liquidity
        0  path  104   maker`,
    })
    scenario({ candles, plan, path: 'olhc', closeAtEnd: false }).shows({ fills: 'none' })
  })

  it('O11: its size resolves at its limit', () => {
    // 1060 ÷ 106 = 10, though bought at 105.
    scenario({
      closeAtEnd: false,
      balance: '3000',
      candles: `
        open high low close
        100  107  100 106`,
      plan: '0 open core long notional 1060 trigger 105 limit 106',
    }).shows({
      fills: `
        quantity price
        10       105`,
    })
  })

  it('O2, O13: post-only is refused where it would take at its trigger', () => {
    scenario({
      closeAtEnd: false,
      path: 'ohlc',
      candles: `
        open high low close
        100  107  100 106`,
      plan: `
        0 open core  long quantity 1 trigger 105 limit 106 postOnly
        0 open third long quantity 1 trigger 105 limit 104 postOnly`,
    }).shows({
      refusals: `
        at leg  code      message
        0  core post-only the limit 106 would take at 105`,
      fills: `
        leg   price liquidity
        third 104   maker`,
    })
  })

  it('O3: adds to a leg, and takes back what it has not filled', () => {
    scenario({
      closeAtEnd: false,
      balance: '3000',
      path: 'ohlc',
      candles: `
        open high low close
        100  100  100 100
        100  106  100 105
        108  108  107 107
        107  107  101 102`,
      plan: `
        0 open   core long quantity 1
        1 scale  core quantity 2 trigger 105 limit 105.5
        2 scale  core quantity 4 trigger 107 limit 106
        3 cancel core`,
    }).shows({
      fills: `
        at phase price quantity reason
        0  open  100   1        entry
        1  path  105   2        scale`,
    })
  })
})
