import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const candles = `
  open  high  low  close
  100   101   99   100
  110   111   109  110`

describe('The size of an entry', () => {
  it.each([
    ['quantity 2.5', '2.5', '2.5 as given'],
    ['notional 555', '5.55', '555 ÷ 100'],
    ['margin 100', '1', '100 × 1 ÷ 100: leverage 1 by default'],
    ['margin 100 @5x', '5', '100 × 5 ÷ 100'],
    ['fractionOfEquity 0.5', '5', '1000 × 0.5 ÷ 100'],
    ['riskOfEquity 0.01 stop 95', '2', '1000 × 0.01 ÷ (100 − 95)'],
    ['riskOfEquity 0.01 stop 8%', '1.25', '1000 × 0.01 ÷ (100 − 92)'],
  ])('O11: %s buys %s, that is %s', (size, quantity) => {
    scenario({ candles, closeAtEnd: false, plan: `0 open core long ${size}` }).shows({
      fills: `
        at  side  quantity     price
        0   buy   ${quantity}  100`,
    })
  })

  it('O11: riskOfEquity is what a stop loses, for a short too, fees left out', () => {
    // 1000 × 0.02 ÷ (104 − 100) = 5, which loses 20 at 104
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   105   99   104`,
      plan: '0 open hedge short riskOfEquity 0.02 stop 104',
    }).shows({
      fills: `
        at  side  quantity  price  reason
        0   sell  5         100    entry
        0   buy   5         104    stop`,
      equity: '980',
    })
  })

  it('O11: leverage sets the collateral and never the size', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open a long notional 500
        0  open b long notional 500 @4x`,
    }).shows({
      legs: `
        leg  leverage  quantity  margin
        a    1         5         500
        b    4         5         125`,
    })
  })

  it('O11: ratioOf is a multiple of the other leg at that price, whatever it has cost', () => {
    // At 110 core is 10 × 110 = 1100; 0.4 of it is 440, 4 base units.
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10 @5x
        1  open hedge short ratioOf core 0.4 @5x`,
    }).shows({
      fills: `
        at  leg    side  quantity  price
        0   core   buy   10        100
        1   hedge  sell  4         110`,
    })
  })

  it('O11: equity is what it is at the fill, unrealized profit included', () => {
    // 1000 + 10 × (110 − 100) = 1100, half of it ÷ 110 = 5
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10 @5x
        1  open hedge short fractionOfEquity 0.5`,
    }).shows({
      fills: `
        at  leg    quantity  price
        0   core   10        100
        1   hedge  5         110`,
    })
  })

  it('O11: sizes resolve in order of id: what an earlier order of the instant did, a later one sees', () => {
    // Fee 10 × 100 × 0.1 % = 1: equity 999, half of it ÷ 100 = 4.995
    scenario({
      candles,
      fees: '0.1%',
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10 @5x
        0  open hedge short ratioOf core 0.4 @5x
        0  open third long fractionOfEquity 0.5 @5x`,
    }).shows({
      fills: `
        at  leg    order  quantity
        0   core   1      10
        0   hedge  2      4
        0   third  3      4.993`,
    })
  })

  it('O11: so a hedge given before its core finds nothing to hedge', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open hedge short ratioOf core 0.4
        0  open core long quantity 5`,
    }).shows({
      fills: `
        at  leg   quantity
        0   core  5`,
      refusals: `
        at  leg    code          message
        0   hedge  min-quantity  0 is less than one lot of 0.001 (ratioOf core, which is flat)`,
    })
  })

  it('O11: is divided by the open, before slippage', () => {
    // 500 ÷ 100 = 5, not 500 ÷ 101
    scenario({ candles, slippage: '100bps', closeAtEnd: false, plan: '0 open core long notional 500' }).shows({
      fills: `
        at  quantity  price  expected
        0   5         101    100`,
    })
  })

  it('O11: of an order with a price of its own is divided by that', () => {
    // 475 ÷ 95 and 525 ÷ 105
    scenario({
      closeAtEnd: false,
      path: 'olhc',
      candles: `
        open  high  low  close
        100   106   94   100`,
      plan: `
        0  open a long notional 475 limit 95
        0  open b long notional 525 trigger 105`,
    }).shows({
      fills: `
        leg  quantity  price
        a    5         95
        b    5         105`,
    })
  })

  it('O11: … also where the open is better, or has gapped past the trigger', () => {
    // 475 ÷ 95 and 525 ÷ 105, though they fill at 90 and 110
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        90    91    89   90
        110   111   109  110`,
      plan: `
        0  open a long notional 475 limit 95
        0  open b long notional 525 trigger 105`,
    }).shows({
      fills: `
        at  leg  quantity  price
        1   a    5         90
        2   b    5         110`,
    })
  })
})

describe('The size of a scale', () => {
  it('O11: as margin it has the leverage of its leg', () => {
    // 55 × 5 ÷ 110 = 2.5
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 5 @5x
        1  scale core margin 55`,
    }).shows({
      fills: `
        at  quantity  price  reason
        0   5         100    entry
        1   2.5       110    scale`,
      legs: `
        leg   quantity  margin
        core  7.5       155`,
    })
  })

  it('O11: as riskOfEquity it is measured to the stop that the leg has', () => {
    // Equity 1000 + 1 × 10 = 1010; 1010 × 0.01 ÷ (110 − 90) = 0.505
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 1 stop 90
        1  scale core riskOfEquity 0.01`,
    }).shows({
      fills: `
        at  quantity  price  reason
        0   1         100    entry
        1   0.505     110    scale`,
      refusals: 'none',
    })
  })
})
