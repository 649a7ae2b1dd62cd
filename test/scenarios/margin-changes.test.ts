import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const quiet = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  90  95
  95   95   95  95`

describe('Margin and leverage of an open leg', () => {
  it('L7: added margin moves the liquidation price away, and is a ledger entry', () => {
    // Collateral 1000 ÷ 10 = 100, long: (1000 − 100) ÷ (10 × 0.99) = 90.909…; with 50 more: 850 ÷ 9.9 = 85.858…
    scenario({
      balance: '1000',
      candles: quiet,
      plan: `
        0 open core long quantity 10 @10x
        1 addMargin core 50`,
      closeAtEnd: false,
    }).shows({
      fills: `
        leg  reason
        core entry`,
      legs: `
        leg  liquidatesAt
        core 85.858585858586`,
      postings: `
        leg  what   account      amount
        core entry  collateral:1 100
        core entry  available    -100
        core margin collateral:1 50
        core margin available    -50`,
    })
  })

  it('L7: without it the same leg is liquidated on the way to 90', () => {
    scenario({ balance: '1000', candles: quiet, plan: '0 open core long quantity 10 @10x' }).shows({
      fills: `
        leg  price           reason
        core 100             entry
        core 90.909090909091 liquidation`,
    })
  })

  it('L7: what was added may be taken out again, less an unrealized loss, and no more', () => {
    // 60 added; at the close of 95 the loss is 50: 10 may be taken, 11 not.
    scenario({
      balance: '1000',
      candles: quiet,
      plan: `
        0 open core long quantity 10 @10x
        1 addMargin core 60
        3 removeMargin core 11
        3 removeMargin core 10`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        leg  code                 message
        core margin-not-removable asks for 11, removable are 10`,
      postings: `
        leg  what   account      amount
        core entry  collateral:1 100
        core entry  available    -100
        core margin collateral:1 60
        core margin available    -60
        core margin collateral:1 -10
        core margin available    10`,
    })
  })

  it('L7: more than is free cannot be added, nor anything to a leg that is not open', () => {
    scenario({
      balance: '120',
      candles: quiet,
      plan: `
        0 open core long quantity 10 @10x
        1 addMargin core 20.5
        1 addMargin hedge 5
        1 open hedge short quantity 1 limit 200`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        leg   code     message
        core  margin   asks for 20.5, free margin is 20
        hedge leg-flat the leg is not open`,
    })
  })

  it('L7: lower leverage takes the difference of the initial margins from what is free', () => {
    // 1000 ÷ 5 − 1000 ÷ 10 = 100 more; (1000 − 200) ÷ 9.9 = 80.808…
    scenario({
      balance: '1000',
      candles: quiet,
      plan: `
        0 open core long quantity 10 @10x
        1 setLeverage core 5`,
      closeAtEnd: false,
    }).shows({
      legs: `
        leg  leverage liquidatesAt
        core 5        80.808080808081`,
      postings: `
        leg  what   account      amount
        core entry  collateral:1 100
        core entry  available    -100
        core margin collateral:1 100
        core margin available    -100`,
    })
  })

  it('L7: higher leverage releases it, unless a loss needs it', () => {
    // At 100 nothing is lost: 200 − 100 = 100 go back. At 95 the loss of 50 leaves no more than 50 of the next 50 …
    scenario({
      balance: '1000',
      candles: quiet,
      plan: `
        0 open core long quantity 10 @5x
        1 setLeverage core 10
        1 addMargin core 60
        3 setLeverage core 20`,
      closeAtEnd: false,
    }).shows({
      refusals: 'none',
      postings: `
        leg  what   account      amount
        core entry  collateral:1 200
        core entry  available    -200
        core margin collateral:1 -100
        core margin available    100
        core margin collateral:1 60
        core margin available    -60
        core margin collateral:1 -50
        core margin available    50`,
    })
    // … and without the 60 there are 100 − 50 − 50 = 0 to take.
    scenario({
      balance: '1000',
      candles: quiet.replace('90  95', '92  95'),
      plan: `
        0 open core long quantity 10 @10x
        3 setLeverage core 20`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        leg  code                 message
        core margin-not-removable would release 50, removable are 0`,
    })
  })

  it('L7: the highest leverage is that of the tier', () => {
    scenario({
      candles: quiet,
      plan: `
        0 open core long quantity 5 @1x
        1 setLeverage core 1000`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        leg  code
        core max-leverage`,
    })
  })
})
