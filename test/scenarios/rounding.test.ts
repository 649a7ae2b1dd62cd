import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('Quantities', () => {
  const candles = `
    open  high  low  close
    100   101   99   100
    100   101   99   100`

  it('O8: are truncated to the lot in decimals: 1.17 is 117 lots of 0.01, where binary floats count 116', () => {
    scenario({ candles, lot: '0.01', closeAtEnd: false, plan: '0 open core long quantity 1.17' }).shows({
      fills: `
        at  quantity
        0   1.17`,
    })
  })

  it('O8: are never rounded up, be they given or derived', () => {
    // 300 ÷ 70 = 4.2857…
    scenario({
      lot: '0.01',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        70    71    69   70`,
      plan: `
        0  open a long quantity 1.179
        0  open b long notional 300`,
    }).shows({
      fills: `
        at  leg  quantity
        0   a    1.17
        0   b    4.28`,
    })
  })

  it('O8: of entries have a least notional, which exactly is enough', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open a long quantity 0.05
        0  open b long quantity 0.049`,
    }).shows({
      fills: `
        at  leg  quantity
        0   a    0.05`,
      refusals: `
        at  leg  code
        0   b    min-notional`,
    })
  })

  it('O8: the least notional is asked of what is left after the cut to the lot', () => {
    // 5.05 ÷ 100 = 0.0505, cut to 0.05 is 5; of a lot of 0.02 it is 0.04, 4
    scenario({ candles, lot: '0.02', plan: '0 open core long notional 5.05' }).shows({
      fills: 'none',
      refusals: `
        at  leg   code          message
        0   core  min-notional  notional 4 is below 5`,
    })
  })

  it('O8: of closing orders may be as small as they like', () => {
    scenario({
      candles,
      plan: `
        0  open core long quantity 0.05
        1  reduce core 0.01`,
    }).shows({
      fills: `
        at   side  quantity  reason
        0    buy   0.05      entry
        1    sell  0.01      reduce
        end  sell  0.04      end-of-data`,
    })
  })

  it('O8: a reduction that would leave less than one lot closes all', () => {
    // 99.95 % of 1 would leave 0.0005, half a lot
    scenario({
      candles,
      plan: `
        0  open core long quantity 1
        1  reduce core 99.95%`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   1         entry
        1   sell  1         reduce`,
    })
  })

  it('O8: a reduction that leaves one lot leaves it', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 1
        1  reduce core 99.9%`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   1         entry
        1   sell  0.999     reduce`,
    })
  })

  it('O8: a reduction of less than one lot is refused, it is not rounded up', () => {
    scenario({
      candles,
      plan: `
        0  open core long quantity 1
        1  reduce core 0.05%`,
    }).shows({
      fills: `
        at   side  quantity  reason
        0    buy   1         entry
        end  sell  1         end-of-data`,
      refusals: `
        at  leg   code          message
        1   core  min-quantity  the reduction is less than one lot of 0.001`,
    })
  })
})

describe('Prices', () => {
  it('O8: stops go to the tick towards the market, targets against the trader', () => {
    // The hedge is liquidated at (100 + 100) ÷ 1.01.
    scenario({
      tick: '0.05',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   99   100`,
      plan: `
        0  open core long quantity 1 stop 95.02 target 105.03
        0  open hedge short quantity 1 stop 104.98 target 94.97
        1  adjust core stop 95.06 target 105.09
        1  adjust hedge stop 104.94 target 94.91`,
    }).shows({
      levels: `
        at   leg    what         price
        0    core   stop         95.05
        0    core   target       105
        0    hedge  liquidation  198.019802
        0    hedge  stop         104.95
        0    hedge  target       95
        1    core   stop         –
        1    core   stop         95.1
        1    core   target       –
        1    core   target       105.05
        1    hedge  stop         –
        1    hedge  stop         104.9
        1    hedge  target       –
        1    hedge  target       94.95
        end  core   stop         –
        end  core   target       –
        end  hedge  stop         –
        end  hedge  target       –`,
    })
  })

  it('O8: limits and triggers of entries go to the tick against the trader: buys up, sells down', () => {
    scenario({
      tick: '0.05',
      path: 'olhc',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   106   94   100`,
      plan: `
        0  open a long quantity 1 limit 98.02
        0  open b short quantity 1 trigger 96.98
        0  open c short quantity 1 limit 101.98
        0  open d long quantity 1 trigger 104.02`,
    }).shows({
      fills: `
        leg  side  price
        a    buy   98.05
        b    sell  96.95
        c    sell  101.95
        d    buy   104.05`,
    })
  })

  it('O8: prices on the tick stay, also where binary floats would push them on', () => {
    // In floats 1.12 ÷ 0.01 is 112.00000000000001, one tick more; 1.15 ÷ 0.01 is 114.99999999999999, one less.
    scenario({
      path: 'olhc',
      candles: `
        open  high  low   close
        1.13  1.16  1.11  1.13`,
      plan: `
        0  open stopped long quantity 10 stop 1.12
        0  open gained long quantity 10 target 1.15`,
    }).shows({
      fills: `
        leg      price  reason
        stopped  1.13   entry
        gained   1.13   entry
        stopped  1.12   stop
        gained   1.15   target`,
    })
  })

  it('O8: fill prices with slippage go to the tick against the trader', () => {
    // 3 bps: 100.03 → 100.05, 99.97 → 99.95
    scenario({
      tick: '0.05',
      slippage: '3bps',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100`,
      plan: `
        0  open core long quantity 2
        0  open hedge short quantity 2`,
    }).shows({
      fills: `
        leg    side  price   slippage
        core   buy   100.05  0.1
        hedge  sell  99.95   0.1`,
    })
  })

  it('O8: without slippage a fill takes the price of the candle as it is', () => {
    scenario({
      tick: '0.05',
      closeAtEnd: false,
      candles: `
        open    high  low  close
        100.03  101   99   100`,
      plan: '0 open core long quantity 1',
    }).shows({
      fills: `
        leg   price
        core  100.03`,
    })
  })

  it('O8: a price between the prices of a candle goes to the tick against the trader', () => {
    // The mark is at 98 a third of the way from 100 to 94, when the last, from 100 to 95, is at 98.333…
    scenario({
      candles: `
        open  high  low  close  markOpen  markHigh  markLow  markClose
        100   100   95   95     100       100       94       94`,
      plan: '0 open core long quantity 1 stop 98 on mark',
    }).shows({
      fills: `
        phase  side  price  reason
        open   buy   100    entry
        path   sell  98.33  stop`,
    })
  })
})
