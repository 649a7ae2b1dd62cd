import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A stop', () => {
  it('O3: that the path reaches fills at its trigger plus slippage', () => {
    // Fees 0.05 %: buy 10 at 100.1 = 0.5005, sell 10 at 95 − 10 bps = 94.905, to the tick 94.90 = 0.4745.
    // Price (95 − 100) × 10; slippage 10 × 0.1 + 10 × 0.1.
    scenario({
      fees: '0.05%',
      slippage: '10bps',
      candles: `
        open  high  low  close
        100   101   99   100
        100   102   94   96`,
      plan: '0 open core long quantity 10 @5x stop 95',
    }).shows({
      fills: `
        at  phase  leg   side  quantity  price  expected  reason  liquidity  fee
        0   open   core  buy   10        100.1  100       entry   taker      0.5005
        1   path   core  sell  10        94.9   95        stop    taker      0.4745`,
      legs: `
        leg   entry  exit  reason  price  slippage  fees    net
        core  100.1  94.9  stop    -50    -2        -0.975  -52.975`,
      ambiguous: 0,
      equity: '947.025',
    })
  })

  it('O3: that the open has gapped past fills at the open: a long below, a short above', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        93    94    92   93
        107   108   106  107`,
      plan: `
        0  open core long quantity 1 stop 95
        0  open hedge short quantity 1 stop 105`,
    }).shows({
      fills: `
        at  phase  leg    side  price  expected  reason
        0   open   core   buy   100    100       entry
        0   open   hedge  sell  100    100       entry
        1   open   core   sell  93     93        stop
        2   open   hedge  buy   107    107       stop`,
    })
  })

  it('O12: moved past the market triggers at the next instant, the next open', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        101   103   101  102`,
      plan: `
        0  open core long quantity 1 stop 95
        1  adjust core stop 104`,
    }).shows({
      fills: `
        at  phase  leg   price  reason
        0   open   core  100    entry
        1   open   core  101    stop`,
    })
  })
})

describe('A target', () => {
  it('O4: is a limit on the leg: filled by a touch at its price, as maker, without slippage', () => {
    // Taker 0.05 % on 1001, maker 0.02 % on 1050
    scenario({
      fees: 'maker 0.02% taker 0.05%',
      slippage: '10bps',
      candles: `
        open  high  low  close
        100   101   99   100
        100   105   99   104`,
      plan: '0 open core long quantity 10 @5x target 105',
    }).shows({
      fills: `
        at  phase  side  quantity  price  reason  liquidity  fee
        0   open   buy   10        100.1  entry   taker      0.5005
        1   path   sell  10        105    target  maker      0.21`,
      legs: `
        leg   reason  price  slippage  fees     net
        core  target  50     -1        -0.7105  48.2895`,
    })
  })

  it('O4: fills at the open where that is better', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        108   109   107  108
        92    93    91   92`,
      plan: `
        0  open core long quantity 1 target 105
        0  open hedge short quantity 1 target 95`,
    }).shows({
      fills: `
        at  phase  leg    side  price  reason  liquidity
        0   open   core   buy   100    entry   taker
        0   open   hedge  sell  100    entry   taker
        1   open   core   sell  108    target  maker
        2   open   hedge  buy   92     target  maker`,
    })
  })

  it('O4: that the market has passed when it is set takes at once, at the open', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        103   104   102  103`,
      plan: `
        0  open core long quantity 1
        1  adjust core target 102`,
    }).shows({
      fills: `
        at  phase  leg   price  reason  liquidity
        0   open   core  100    entry   taker
        1   open   core  103    target  taker`,
    })
  })
})

describe('Stop and target of one leg', () => {
  it('O6: cancel one another: after the target the stop is gone', () => {
    scenario({
      candles: `
        open  high  low  close
        100   106   99   104
        104   105   94   96`,
      plan: '0 open core long quantity 1 stop 95 target 105',
    }).shows({
      fills: `
        at  leg   side  price  reason
        0   core  buy   100    entry
        0   core  sell  105    target`,
      levels: `
        at  leg   what    price
        0   core  stop    95
        0   core  target  105
        0   core  target  –
        0   core  stop    –`,
    })
  })

  it('O6: a stop moved to the entry ends the leg at break-even, slippage and fees apart', () => {
    // Bought at 100 and 104: 102 on average. From 110 back through it.
    scenario({
      candles: `
        open  high  low  close
        100   104   100  104
        104   110   104  110
        110   110   99   99`,
      plan: `
        0 open core long quantity 1 stop 90
        1 scale core quantity 1
        2 adjust core stop entry`,
    }).shows({
      fills: `
        at  leg   price  reason
        0   core  100    entry
        1   core  104    scale
        2   core  102    stop`,
    })
  })

  it('O6: shrink with their leg', () => {
    // Half of 10 at 104, the rest of 5 at the stop: 20 − 25
    scenario({
      candles: `
        open  high  low  close
        100   105   99   104
        104   105   103  104
        104   105   94   96`,
      plan: `
        0  open core long quantity 10 @2x stop 95 target 110
        1  reduce core 50%`,
    }).shows({
      fills: `
        at  phase  side  quantity  price  reason
        0   open   buy   10        100    entry
        1   open   sell  5         104    reduce
        2   path   sell  5         95     stop`,
      legs: `
        leg   quantity  exit  reason  price
        core  10        99.5  stop    -5`,
    })
  })

  it('O6: grow with their leg', () => {
    scenario({
      candles: `
        open  high  low  close
        100   105   99   104
        104   105   94   96`,
      plan: `
        0  open core long quantity 2 stop 95
        1  scale core quantity 3`,
    }).shows({
      fills: `
        at  side  quantity  price  reason
        0   buy   2         100    entry
        1   buy   3         104    scale
        1   sell  5         95     stop`,
    })
  })

  it('O6: go when the leg is closed, and do not touch its next opening', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   105   99   104
        104   105   99   104
        104   105   90   96`,
      plan: `
        0  open core long quantity 1 stop 95 target 120
        1  close core
        2  open core long quantity 2`,
    }).shows({
      fills: `
        at  id  side  quantity  price  reason
        0   1   buy   1         100    entry
        1   1   sell  1         104    signal
        2   2   buy   2         104    entry`,
    })
  })

  it('O6: are never shared by siblings: each long keeps its own stop', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   94   96`,
      plan: `
        0  open a long quantity 1 stop 95
        0  open b long quantity 2 stop 90
        0  open c long quantity 3`,
    }).shows({
      fills: `
        at  leg  side  quantity  reason
        0   a    buy   1         entry
        0   b    buy   2         entry
        0   c    buy   3         entry
        0   a    sell  1         stop`,
    })
  })

  it('O6: a percent stop is taken from the average entry at the first fill, and stays when the leg is scaled', () => {
    // 5 % below 100 is 95; the average is then 105, of which 5 % would be 99.75, and the low 97 does not reach 95.
    scenario({
      candles: `
        open  high  low  close
        100   110   99   110
        110   111   97   100
        100   101   94   96`,
      plan: `
        0  open core long quantity 5 stop 5%
        1  scale core quantity 5`,
      balance: '2000',
    }).shows({
      fills: `
        at  side  quantity  price  reason
        0   buy   5         100    entry
        1   buy   5         110    scale
        2   sell  10        95     stop`,
      legs: `
        leg   entry  exit  net
        core  105    95    -100`,
    })
  })

  it('O6: percent exits are taken from the fill price, slippage included; an adjustment from the average entry', () => {
    // Entry 100 + 10 bps = 100.1: stop 100.1 × 0.95 = 95.095 → 95.10, target 100.1 × 1.1 = 110.11.
    // Scale at 110 + 10 bps = 110.11; average (100.1 + 110.11) ÷ 2 = 105.105; stop × 0.95 = 99.84975 → 99.85.
    scenario({
      slippage: '10bps',
      closeAtEnd: false,
      candles: `
        open  high  low   close
        100   110   99    110
        110   110   108   110
        110   110   105   109`,
      plan: `
        0  open core long quantity 1 stop 5% target 10%
        1  scale core quantity 1
        2  adjust core stop 5%`,
    }).shows({
      levels: `
        at   what    price
        0    stop    95.1
        0    target  110.11
        2    stop    –
        2    stop    99.85
        end  target  –
        end  stop    –`,
    })
  })

  it('O6: percent exits of a limit that fills at a better open are taken from that fill', () => {
    // 93 × 0.95 = 88.35, 93 × 1.1 = 102.3
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        93    94    92   93`,
      plan: '0 open core long quantity 1 limit 95 stop 5% target 10%',
    }).shows({
      levels: `
        at   what    price
        1    stop    88.35
        1    target  102.3
        end  stop    –
        end  target  –`,
    })
  })

  it('O6: adjust removes what is none and leaves what it does not name', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   94   100
        100   106   99   105`,
      plan: `
        0  open core long quantity 1 stop 95 target 105
        1  adjust core stop none`,
    }).shows({
      fills: `
        at  price  reason
        0   100    entry
        2   105    target`,
    })
  })
})
