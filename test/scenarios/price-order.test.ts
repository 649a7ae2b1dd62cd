import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('What fires first', () => {
  it('P5: along a straight stretch it is the nearer price: on a fall the higher', () => {
    scenario({
      path: 'ohlc',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   100   94   94`,
      plan: `
        0  open late long quantity 1 stop 95
        0  open middle long quantity 1 limit 96
        0  open early long quantity 1 stop 97
        0  open short short quantity 1 target 96.5`,
    }).shows({
      fills: `
        phase  leg     price  reason
        open   late    100    entry
        open   early   100    entry
        open   short   100    entry
        path   early   97     stop
        path   short   96.5   target
        path   middle  96     entry
        path   late    95     stop`,
    })
  })

  it('P5: on a rise it is the lower', () => {
    scenario({
      path: 'ohlc',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   106   100  106`,
      plan: `
        0  open late short quantity 1 stop 105
        0  open middle short quantity 1 limit 104
        0  open early short quantity 1 stop 103`,
    }).shows({
      fills: `
        phase  leg     price  reason
        open   late    100    entry
        open   early   100    entry
        path   early   103    stop
        path   middle  104    entry
        path   late    105    stop`,
    })
  })

  it('P5: at one price liquidation comes first, then stop, then target, then entries', () => {
    // With maintenance 20 % a 2.5x leg at 100 is liquidated at (100 − 40) ÷ 0.8 = 75. Ids run the other way round.
    scenario({
      path: 'ohlc',
      closeAtEnd: false,
      tiers: `
        upTo     maxLeverage  rate  amount
        1000000  10           20%   0`,
      candles: `
        open  high  low  close
        100   100   75   76`,
      plan: `
        0  open entry long quantity 1 limit 75
        0  open target short quantity 1 target 75
        0  open stop long quantity 1 stop 75
        0  open liquidated long quantity 1 @2.5x`,
    }).shows({
      fills: `
        phase  leg         order  price  reason
        open   target      2      100    entry
        open   stop        3      100    entry
        open   liquidated  4      100    entry
        path   liquidated  –      75     liquidation
        path   stop        6      75     stop
        path   target      5      75     target
        path   entry       1      75     entry`,
    })
  })

  it('P5: at one price and of one kind it is the order with the lower id', () => {
    // The stop of a is set anew at candle 1, so that of b is older.
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   94   96`,
      plan: `
        0  open a long quantity 1 stop 90
        0  open b long quantity 1 stop 95
        1  adjust a stop 95`,
    }).shows({
      fills: `
        at  leg  order  price  reason
        0   a    1      100    entry
        0   b    2      100    entry
        1   b    4      95     stop
        1   a    5      95     stop`,
      ambiguous: 0,
    })
  })

  it('P5: in a gap all stand at one price, the open: liquidation, stop, target, entries, however far their levels', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        80    81    79   80`,
      plan: `
        0  open entry long quantity 1 limit 99
        0  open target short quantity 1 target 98
        0  open stop long quantity 1 stop 97
        0  open liquidated long quantity 1 @10x`,
    }).shows({
      fills: `
        at  phase  leg         price  reason
        0   open   target      100    entry
        0   open   stop        100    entry
        0   open   liquidated  100    entry
        0   path   entry       99     entry
        1   open   liquidated  80     liquidation
        1   open   stop        80     stop
        1   open   target      80     target`,
    })
  })
})

describe('What a fill brings to life', () => {
  const wide = `
    open  high  low  close
    100   106   94   100`

  it('P6: a stop is not hit by what the path showed before its leg opened', () => {
    scenario({
      path: 'olhc',
      closeAtEnd: false,
      candles: wide,
      plan: '0 open core long quantity 1 trigger 103 stop 95',
    }).shows({
      fills: `
        phase  price  reason
        path   103    entry`,
    })
  })

  it('P6: it is hit by what the path shows after, in the same candle', () => {
    scenario({ path: 'ohlc', candles: wide, plan: '0 open core long quantity 1 trigger 103 stop 95' }).shows({
      fills: `
        phase  price  reason
        path   103    entry
        path   95     stop`,
    })
  })

  it('P6: it is hit further down the very stretch on which its leg opened', () => {
    scenario({ path: 'olhc', candles: wide, plan: '0 open core long quantity 1 limit 97 stop 95' }).shows({
      fills: `
        phase  price  reason
        path   97     entry
        path   95     stop`,
    })
  })

  it('P6: a target too lives for the rest of the path alone', () => {
    const plan = '0 open core long quantity 1 limit 97 target 104'
    scenario({ path: 'olhc', candles: wide, plan }).shows({
      fills: `
        price  reason
        97     entry
        104    target`,
    })
    scenario({ path: 'ohlc', candles: wide, plan, closeAtEnd: false }).shows({
      fills: `
        price  reason
        97     entry`,
    })
  })

  it('P6: a fresh leg can be liquidated in its candle', () => {
    // 20x from 103: (103 − 5.15) ÷ 0.99 = 98.838383838384
    scenario({ path: 'ohlc', candles: wide, plan: '0 open core long quantity 1 @20x trigger 103' }).shows({
      fills: `
        phase  price            reason
        path   103              entry
        path   98.838383838384  liquidation`,
    })
  })
})
