import { describe, expect, it } from 'vitest'
import { scenario } from './scenario.js'

describe('What a candle lets fill', () => {
  it('O9: at most a share of its volume; the rest of a market order fills at the next opens', () => {
    // 10 % of 30, 40, 50: 3 at 100, 4 at 102, the last 3 at 104. Margin is the sum of the parts: 300 + 408 + 312.
    scenario({
      participation: '10%',
      balance: '2000',
      fees: '0.1%',
      candles: `
        open high low close volume
        100  101  99  101   30
        102  103  101 103   40
        104  105  103 104   50`,
      plan: '0 open core long quantity 10',
      closeAtEnd: false,
    }).shows({
      fills: `
        at phase order quantity price reason liquidity fee
        0  open  1     3        100   entry  taker     0.3
        1  open  1     4        102   entry  taker     0.408
        2  open  1     3        104   entry  taker     0.312`,
      legs: `
        leg  id quantity entry margin
        core 1  10       102   1020`,
    })
  })

  it('O9: all of it by default, and no more', () => {
    scenario({
      balance: '2000',
      candles: `
        open high low close volume
        100  100  100 100   6.0009
        101  101  101 101   50`,
      plan: '0 open core long quantity 10',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        0  6        100
        1  4        101`,
    })
  })

  it('O9: a candle without volume fills nothing; the size resolves when the first part fills', () => {
    // 500 at 125 are 4.
    scenario({
      candles: `
        open high low close volume
        100  100  100 100   0
        125  125  125 125   50`,
      plan: '0 open core long notional 500',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        1  4        125`,
    })
  })

  it('O9: where no candle has a volume, nothing is capped', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   0
        125  125  125 125   0`,
      plan: '0 open core long quantity 5',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        0  5        100`,
    })
  })

  it('O9: its fills share one budget, in the order in which they fire', () => {
    // 10 of 100. At the open: the stop of core takes 4, then the hedge 5; 1 is left for the limit of third.
    scenario({
      participation: '10%',
      balance: '2000',
      path: 'olhc',
      candles: `
        open high low close volume
        100  100  95  95    100
        90   91   85  86    100
        86   87   84  85    100`,
      plan: `
        0 open core  long  quantity 4 stop 92
        1 open hedge short quantity 5
        1 open third long  quantity 3 limit 88`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at phase leg   quantity price reason
        0  open  core  4        100   entry
        1  open  core  4        90    stop
        1  open  hedge 5        90    entry
        1  path  third 1        88    entry
        2  open  third 2        86    entry`,
    })
  })

  it('O9: a limit that is filled in part rests with the others, as maker at its price', () => {
    // 2 of 20 at 95, then 2 at the better open of 94, then none: the price does not come back. 1 is left at the end.
    scenario({
      participation: '10%',
      fees: 'maker 0.02% taker 0.05%',
      candles: `
        open high low close volume
        100  100  94  95    20
        94   97   93  96    20
        96   99   96  98    20`,
      plan: '0 open core long quantity 5 limit 95',
      closeAtEnd: false,
    }).shows({
      fills: `
        at phase quantity price liquidity fee
        0  path  2        95    maker     0.038
        1  open  2        94    maker     0.0376`,
    })
  })

  it('O9: one that crosses takes its first part, and makes the rest', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  101  99  101   20
        104  106  103 104   20`,
      plan: '0 open core long quantity 4 limit 105',
      closeAtEnd: false,
    }).shows({
      fills: `
        at phase quantity price liquidity
        0  open  2        100   taker
        1  open  2        104   maker`,
    })
  })

  it('O9: a trigger that has gone off fills the rest at market', () => {
    scenario({
      participation: '10%',
      balance: '2000',
      slippage: '100bps',
      candles: `
        open high low close volume
        100  106  99  103   20
        102  103  101 102   50`,
      plan: '0 open core long quantity 4 trigger 105',
      closeAtEnd: false,
    }).shows({
      fills: `
        at phase quantity expected price
        0  path  2        105      106.05
        1  open  2        102      103.02`,
    })
  })

  it('O3, O9: so does a stop, at the next opens, wherever they are', () => {
    // 1 of 10 at 95; 98 and 99 are above the stop, and it sells there all the same.
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  94  96    10
        98   99   97  98    10
        99   99   98  98    100`,
      plan: '0 open core long quantity 5 stop 95',
    }).shows({
      fills: `
        at phase quantity price reason order
        0  open  5        100   entry  1
        1  path  1        95    stop   2
        2  open  1        98    stop   2
        3  open  3        99    stop   2`,
      legs: `
        leg  reason price
        core stop   -10`,
      levels: `
        at what price
        0  stop 95
        3  stop –`,
    })
  })

  it('O3, O9: a stop whose candle has no volume left fills at the next open', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  94  96    0
        98   99   97  98    100`,
      plan: '0 open core long quantity 5 stop 95',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  5        100   entry
        2  open  5        98    stop`,
    })
  })

  it('O5, O9: a trailing stop that has triggered no longer follows', () => {
    // 100 − 5 triggers at 95 and sells 1; the rise to 120 does not arm it again: 4 go at 118.
    scenario({
      participation: '10%',
      path: 'olhc',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  94  96    10
        118  120  117 118   100`,
      plan: '0 open core long quantity 5 trailing 5',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  5        100   entry
        1  path  1        95    trailing
        2  open  4        118   trailing`,
    })
  })

  it('O3, O9: a stop-limit rests for what it has not filled', () => {
    // Triggered at 95, 1 taken there; 2 at the better open of 96, and 2 at 94, its limit, on the way up from 93.
    scenario({
      participation: '10%',
      path: 'olhc',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  93  93.5  10
        96   97   92  93    20
        93   94   92  93    100`,
      plan: '0 open core long quantity 5 stop 95 stopLimit 94',
    }).shows({
      fills: `
        at phase quantity price reason liquidity
        0  open  5        100   entry  taker
        1  path  1        95    stop   taker
        2  open  2        96    stop   maker
        3  path  2        94    stop   maker`,
    })
  })

  it('O4, O6, O9: a target in parts leaves the stop for what is left', () => {
    scenario({
      participation: '10%',
      path: 'ohlc',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  111  100 109   20
        109  109  89  90    100`,
      plan: '0 open core long quantity 5 stop 90 target 110',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  5        100   entry
        1  path  2        110   target
        2  path  3        90    stop`,
    })
  })

  it('O6, O9: one of several targets fills no more than its share, in however many parts', () => {
    // Half of 8 is 4: 3 of 30, and 1 of the next 30, where the other target takes the 2 that are left of the budget.
    scenario({
      participation: '10%',
      path: 'ohlc',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  111  100 109   30
        109  121  109 120   30
        120  121  120 120   30`,
      plan: '0 open core long quantity 8 target 110 for 50% target 120 for 50%',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  8        100   entry
        1  path  3        110   target
        2  path  1        110   target
        2  path  2        120   target
        3  open  2        120   target`,
    })
  })

  it('O7, O9: a reduction keeps what it was for; a close takes all that is left', () => {
    // Half of 8 is 4: 3, then 1. The close takes 2 of what its candle leaves, then the last 2.
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  100 100   30
        101  101  101 101   30
        102  102  102 102   30`,
      plan: `
        0 open   core long quantity 8
        1 reduce core 50%
        2 close  core`,
    }).shows({
      fills: `
        at quantity price reason
        0  8        100   entry
        1  3        100   reduce
        2  1        101   reduce
        2  2        101   signal
        3  2        102   signal`,
    })
  })

  it('O9, L5: the venue takes a liquidated leg whole', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  100  70  80    1`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: `
        at quantity reason
        0  10       entry
        1  10       liquidation`,
    })
  })

  it('O9, T6: the last close is exempt', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  101  100 101   0`,
      plan: '0 open core long quantity 10',
    }).shows({
      fills: `
        at  quantity reason
        0   10       entry
        end 10       end-of-data`,
    })
  })

  it('P3, O9: each path of a candle has all of its budget', () => {
    // High first: the target takes 2 at 110, and nothing is left for the stop in this candle. Low first: the stop takes 2 at 90.
    // The worst leaves 2 × 10 less, and 8 more to sell at the next open.
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   100
        100  110  90  100   20
        100  100  100 100   100`,
      plan: '0 open core long quantity 10 stop 90 target 110',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  10       100   entry
        1  path  2        90    stop
        2  open  8        100   stop`,
      ambiguous: 1,
    })
  })

  it('O9: a volume beyond what is normal counts as the median of the last candles', () => {
    // Medians of the three before: – (the first takes its own), 40, 40, 40 of 40 40 900. 10 %: 4, 4, 4, 4 and then 2.
    scenario({
      participation: '10% of 3',
      balance: '3000',
      candles: `
        open high low close volume
        100  100  100 100   40
        101  101  101 101   40
        102  102  102 102   900
        103  103  103 103   800
        104  104  104 104   30`,
      plan: '0 open core long quantity 18',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        0  4        100
        1  4        101
        2  4        102
        3  4        103
        4  2        104`,
    })
  })

  it('O9: a volume below it counts as it is', () => {
    scenario({
      participation: '10% of 3',
      candles: `
        open high low close volume
        100  100  100 100   40
        101  101  101 101   40
        102  102  102 102   10
        103  103  103 103   40`,
      plan: '2 open core long quantity 4',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        2  1        102
        3  3        103`,
    })
  })
})

describe('An entry that is filled in part', () => {
  const candles = `
    open high low close volume
    100  101  99  100   20
    100  106  94  100   20
    100  101  99  100   100`

  it('O9, P6: has its exits from the first part on; they cover what is open, and end the entry with the leg', () => {
    // 2 and 2 more. The stop at 95 finds the volume used up and sells the 4 at the next open; the other 4 are not bought.
    scenario({
      participation: '10%',
      candles,
      path: 'ohlc',
      plan: '0 open core long quantity 8 stop 95 target 110',
    }).shows({
      fills: `
        at phase quantity price reason
        0  open  2        100   entry
        1  open  2        100   entry
        2  open  4        100   stop`,
      legs: `
        leg  reason quantity
        core stop   4`,
    })
  })

  it('O9: a percentage is of the first part, and several targets grow with the leg', () => {
    // The stop stays at 95, 5 % below 100, though the entry averages 104. Half of 2 + 6 is 4.
    scenario({
      participation: '10%',
      path: 'ohlc',
      candles: `
        open high low close volume
        100  101  99  100   20
        105  106  104 105   60
        106  111  106 110   100
        110  110  94  95    100`,
      plan: '0 open core long quantity 8 stop 5% target 110 for 50%',
    }).shows({
      fills: `
        at quantity price reason
        0  2        100   entry
        1  6        105   entry
        2  4        110   target
        3  4        95    stop`,
    })
  })

  it('O9, M1: is open, and works: another open is refused, and so is an addition; cancel keeps what is open', () => {
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      plan: `
        0 open   core long quantity 8
        1 open   core long quantity 1
        1 scale  core quantity 1
        1 cancel core`,
    }).shows({
      fills: `
        at quantity reason
        0  2        entry`,
      refusals: `
        at leg  code          message
        1  core leg-open      the leg is open already; scale adds to it
        1  core entry-pending an entry of the leg works already; cancel it first`,
    })
  })

  it('O9: a close withdraws what it has still to fill', () => {
    scenario({
      participation: '10%',
      candles,
      plan: `
        0 open  core long quantity 8
        1 close core`,
    }).shows({
      fills: `
        at quantity reason
        0  2        entry
        1  2        signal`,
    })
  })

  it('O9, O8: the minimum notional is of the order, not of its parts', () => {
    // 0.04 of the volume of 0.4 are worth 4, less than the least of 5; the order of 8 is not.
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   0.4
        100  100  100 100   100`,
      plan: `
        0 open core  long quantity 0.08
        0 open hedge short quantity 0.04`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at leg  quantity
        0  core 0.04
        1  core 0.04`,
      refusals: `
        at leg   code         message
        0  hedge min-notional notional 4 is below 5`,
    })
  })

  it('O9, L9: goes on without margin for it, and is refused the rest', () => {
    // 6 at 100 of 1000; the other 4 at 150 would need 600.
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  100 100   60
        150  150  150 150   60`,
      plan: '0 open core long quantity 10',
      closeAtEnd: false,
    }).shows({
      fills: `
        at quantity price
        0  6        100`,
      refusals: `
        at leg  code   message
        1  core margin needs 600 margin + 0 fee, free margin is 400`,
    })
  })

  it('O9, L2: is held to the tier of all that it is for', () => {
    // 10 × 100 = 1000 is beyond the 500 up to which 20x is allowed, though the first part is 300.
    scenario({
      participation: '10%',
      tiers: `
        upTo    maxLeverage  rate  amount
        500     20           1%    0
        1000000 10           2%    5`,
      candles: `
        open high low close volume
        100  100  100 100   30`,
      plan: '0 open core long quantity 10 @20x',
    }).shows({
      fills: 'none',
      refusals: `
        at leg  code         message
        0  core max-leverage leverage 20 exceeds 10, the most for a notional of 1000`,
    })
  })

  it('O9, L5: a liquidation ends it', () => {
    scenario({
      participation: '10%',
      candles: `
        open high low close volume
        100  100  70  80    20
        80   80   80  80    100`,
      plan: '0 open core long quantity 8 @5x',
    }).shows({
      fills: `
        at quantity reason
        0  2        entry
        0  2        liquidation`,
    })
  })
})

describe('How long an order works', () => {
  const candles = `
    open high low close volume
    100  101  99  100   20
    100  101  99  100   20
    100  101  99  100   20
    100  101  99  100   20`

  it('O9: immediate-or-cancel takes what there is', () => {
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      plan: '0 open core long quantity 5 ioc',
    }).shows({
      fills: `
        at quantity
        0  2`,
      refusals: `
        at leg  code     message
        0  core unfilled immediate-or-cancel: 2 of 5 filled`,
    })
  })

  it('O9: fill-or-kill takes all of it, or nothing and leaves the budget to others', () => {
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      plan: `
        0 open core  long quantity 2.1 fok
        0 open third long quantity 2 fok
        1 open core  long quantity 2 fok`,
    }).shows({
      fills: `
        at leg   quantity
        0  third 2
        1  core  2`,
      refusals: `
        at leg  code     message
        0  core unfilled fill-or-kill: 2 of 2.1 could fill`,
    })
  })

  it('O9: a limit of either kind that is not met at its first open goes', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0 open core  long quantity 1 limit 99.5 ioc
        0 open third long quantity 1 limit 99.5 fok
        0 open hedge short quantity 1 limit 100 ioc`,
    }).shows({
      fills: `
        at leg   quantity price liquidity
        0  hedge 1        100   taker`,
      refusals: `
        at leg   code     message
        0  core  unfilled immediate-or-cancel: the limit 99.5 was not met at 100
        0  third unfilled fill-or-kill: the limit 99.5 was not met at 100`,
    })
  })

  it('O3, O9: with a trigger, the first instant is that of the trigger', () => {
    // Triggered at 101: one takes 2 of 3 there, the other finds its limit of 100 not met.
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      path: 'ohlc',
      plan: `
        0 open core  long quantity 3 trigger 101 ioc
        0 open third long quantity 1 trigger 101 limit 100 ioc
        1 open hedge short quantity 2 trigger 99 limit 98 fok`,
    }).shows({
      fills: `
        at phase leg   quantity price
        0  path  core  2        101
        1  path  hedge 2        99`,
      refusals: `
        at leg   code     message
        0  core  unfilled immediate-or-cancel: 2 of 3 filled
        0  third unfilled immediate-or-cancel: the limit 100 was not met at 101`,
    })
  })

  it('O9: good till a date works in candles that open before it', () => {
    // 2 at candle 0, 2 at candle 1; at the open of candle 2 it has expired.
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      plan: `
        0 open core  long quantity 9 gtd 2
        0 open third long quantity 1 limit 95 gtd 1+30m
        3 open third long quantity 1 limit 95`,
    }).shows({
      fills: `
        at leg  quantity
        0  core 2
        1  core 2`,
      refusals: 'none',
    })
  })

  it('O9, O13: whose date has passed is refused', () => {
    scenario({
      candles,
      plan: `
        0 open  core long quantity 1
        1 close core gtd 1`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        at leg  code     message
        1  core unfilled good till 2025-01-01T01:00:00Z: that has passed`,
    })
  })

  it('O9: holds for additions, reductions and closes', () => {
    scenario({
      participation: '10%',
      candles,
      closeAtEnd: false,
      plan: `
        0 open   core long quantity 2
        1 scale  core quantity 3 ioc
        2 reduce core 3 fok
        3 close  core ioc`,
    }).shows({
      fills: `
        at quantity reason
        0  2        entry
        1  2        scale
        3  2        signal`,
      refusals: `
        at leg  code     message
        1  core unfilled immediate-or-cancel: 2 of 3 filled
        2  core unfilled fill-or-kill: 2 of 3 could fill
        3  core unfilled immediate-or-cancel: 2 of 4 filled`,
    })
  })
})

describe('The assumptions of a run', () => {
  it.each([
    ['100%', '9', 'All fills of a candle together take at most its volume; what is left of an order goes on working.'],
    [
      '2.5% of 24',
      '9',
      'All fills of a candle together take at most 2.5 % of its volume, counted as no more than the median of the 24 candles before; what is left of an order goes on working.',
    ],
    ['10%', '0', 'The candles have no volume: what fills in one is not bounded.'],
  ])('O9: say what its fills may take: %s of a volume of %s', (participation, volume, sentence) => {
    const { result } = scenario({
      participation,
      candles: `
        open high low close volume
        100  100  100 100   ${volume}`,
      plan: '0 open core long quantity 1',
    })
    expect(result.assumptions).toContain(sentence)
  })
})
