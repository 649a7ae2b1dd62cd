import { describe, expect, it } from 'vitest'
import { scenario } from './scenario.js'

describe('What once slipped through', () => {
  it('L3: a leg whose liquidation falls on a tier boundary is liquidated', () => {
    // 5280 × 18.75 = 99,000 at 2x: collateral 49,500. (99,000 − 49,500) ÷ (5280 × 0.99) = 9.4696…, a notional of
    // exactly 50,000, where one tier ends and the next begins.
    scenario({
      balance: '100000',
      tiers: `
        upTo   maxLeverage  rate  amount
        50000  50           1%    0
        250000 20           2.5%  750`,
      candles: `
        open  high  low   close volume
        18.75 18.75 18.75 18.75 9000
        18.75 18.75 9.38  18.75 9000`,
      plan: '0 open core long quantity 5280 @2x',
    }).shows({
      fills: `
        leg  price          reason
        core 18.75          entry
        core 9.469696969697 liquidation`,
    })
  })

  it('L3: the nearest liquidation price is kept beside a leg that has none', () => {
    const { result } = scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100`,
      plan: `
        0 open core  long quantity 1 @5x
        0 open third long quantity 1 @1x`,
      closeAtEnd: false,
    })
    expect(result.curve.spans.at(-1)!.liquidationBelow).toBeCloseTo(80.808, 3)
  })

  it('O8: two legs whose stops on the mark stand at one level fill alike, on the tick', () => {
    const { result } = scenario({
      path: 'olhc',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        100  100  87  95    100      100      90      95`,
      plan: `
        0 open core  long quantity 1 stop 95 on mark
        0 open third long quantity 1 stop 95 on mark`,
    })
    expect(result.fills.filter(({ reason }) => reason === 'stop').map(({ price }) => price)).toEqual(['93.5', '93.5'])
  })

  it('L9: where the last price alone is past bankruptcy, an exit fills at the market and the fund pays the rest', () => {
    // Long 1 at 100 with 10: bankrupt at 90. Closed at an open of 85 while the mark is 96: −15, of which the fund pays 5.
    scenario({
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        85   85   85  85    96       96       96      96`,
      plan: `
        0 open core long quantity 1 @10x
        1 close core`,
    }).shows({
      fills: `
        leg  price reason
        core 100   entry
        core 85    signal`,
      legs: `
        leg  price liquidation net
        core -15   5           -10`,
      insurance: '-5',
    })
  })

  it('O6: an adjustment that changes nothing is none', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100`,
      plan: `
        0 open core long quantity 1 stop 90
        1 adjust core stop 90
        2 adjust core stop 90`,
    }).shows({
      levels: `
        at  leg  what        price
        0   core stop        90
        end core stop        –`,
    })
  })
})
