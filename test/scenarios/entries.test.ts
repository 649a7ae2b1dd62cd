import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A market entry', () => {
  it('O1: fills at the next open, plus slippage against the order', () => {
    // 10 bps of 100: bought at 100.1, sold at 99.9; 2 × 0.1 each
    scenario({
      slippage: '10bps',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        98    99    97   98
        100   101   99   100`,
      plan: `
        1  open core long quantity 2
        1  open hedge short quantity 2`,
    }).shows({
      fills: `
        at  phase  leg    side  quantity  price  expected  liquidity  slippage
        1   open   core   buy   2         100.1  100       taker      0.2
        1   open   hedge  sell  2         99.9   100       taker      0.2`,
    })
  })
})

describe('A limit entry', () => {
  const fees = 'maker 0.02% taker 0.05%'

  it('O2: is filled by a touch, at its price, as maker and without slippage', () => {
    // 950 × 0.02 % = 0.19
    scenario({
      fees,
      slippage: '10bps',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   96   99
        99    101   95   97`,
      plan: '0 open core long quantity 10 @2x limit 95',
    }).shows({
      fills: `
        at  phase  leg   price  expected  liquidity  fee   slippage
        1   path   core  95     95        maker      0.19  0`,
      ambiguous: 0,
    })
  })

  it('O2: is not filled where the price stops one tick before it', () => {
    scenario({
      candles: `
        open  high    low    close
        100   104.99  95.01  99`,
      plan: `
        0  open core long quantity 10 @2x limit 95
        0  open hedge short quantity 10 @2x limit 105`,
    }).shows({ fills: 'none' })
  })

  it('O2: fills at the open where that is better, and has rested all the same', () => {
    // 930 × 0.02 % and 1070 × 0.02 %
    scenario({
      fees,
      closeAtEnd: false,
      balance: '3000',
      candles: `
        open  high  low  close
        100   101   96   99
        93    94    92   93
        107   108   106  107`,
      plan: `
        0  open core long quantity 10 limit 95
        0  open hedge short quantity 10 limit 105`,
    }).shows({
      fills: `
        at  phase  leg    side  price  liquidity  fee
        1   open   core   buy   93     maker      0.186
        2   open   hedge  sell  107    maker      0.214`,
    })
  })

  it('O2: that crosses at once takes, at the open, and without slippage', () => {
    // 500 × 0.05 % = 0.25
    scenario({
      fees,
      slippage: '10bps',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100`,
      plan: `
        0  open core long quantity 5 @2x limit 105
        0  open hedge short quantity 5 @2x limit 95`,
    }).shows({
      fills: `
        at  phase  leg    price  expected  liquidity  fee
        0   open   core   100    100       taker      0.25
        0   open   hedge  100    100       taker      0.25`,
    })
  })

  it('O2: in its first candle rests from the open on, and is maker when the path comes to it', () => {
    scenario({
      fees,
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   94   99`,
      plan: '0 open core long quantity 10 @2x limit 95',
    }).shows({
      fills: `
        at  phase  price  liquidity  fee
        0   path   95     maker      0.19`,
    })
  })

  it('O2: a short sells as the price rises to its limit', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   105   99   103`,
      plan: '0 open hedge short quantity 5 limit 105',
    }).shows({
      fills: `
        at  phase  leg    side  price  liquidity
        0   path   hedge  sell  105    maker`,
    })
  })
})

describe('A trigger entry', () => {
  it('O3: fills at its trigger plus slippage once the path reaches it: a long above, a short below', () => {
    // 105 + 10 bps = 105.105, to the tick 105.11; 95 − 10 bps = 94.905, to the tick 94.90
    scenario({
      slippage: '10bps',
      closeAtEnd: false,
      path: 'ohlc',
      candles: `
        open  high  low  close
        100   104   96   100
        100   105   95   100`,
      plan: `
        0  open core long quantity 1 trigger 105
        0  open hedge short quantity 1 trigger 95`,
    }).shows({
      fills: `
        at  phase  leg    side  price   expected  liquidity  slippage
        1   path   core   buy   105.11  105       taker      0.11
        1   path   hedge  sell  94.9    95        taker      0.1`,
    })
  })

  it('O3: fills at the open where the open has gapped past it', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        107   108   106  107`,
      plan: '0 open core long quantity 1 trigger 105',
    }).shows({
      fills: `
        at  phase  price  expected
        1   open   107    107`,
    })
  })
})
