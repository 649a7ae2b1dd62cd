import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const falls = `
  open high low close
  100  100  100 100
  100  100  85  85`

describe('A liquidation settled by clearance', () => {
  it('L5: slippage and the clearance fee are charged, and what is left returns', () => {
    // Long 10 at 100.02 with 100.02: (1000.2 − 100.02) ÷ 9.9 = 90.9272…; less 2 bps 90.9090…, to the tick 90.90.
    // Realized 10 × (90.90 − 100.02) = −91.2; fee 1 % of 909 = 9.09; 100.02 − 91.2 − 9.09 = −0.27: the fund pays it.
    scenario({
      balance: '1000',
      slippage: '2bps',
      clearanceFee: '1%',
      fees: '0',
      candles: falls,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        leg  price expected        quantity fee   reason
        core 100.02 100            10       0     entry
        core 90.9  90.927272727273 10       9.09  liquidation`,
      insurance: '-0.27',
    })
  })

  it('L5: with a fee below what is left, the rest is the trader’s', () => {
    // No slippage: realized 10 × (90.909090909091 − 100) = −90.90909091; fee 0.5 % of 909.09… = 4.54545455;
    // 100 − 90.90909091 − 4.54545455 = 4.54545454 return.
    scenario({
      balance: '1000',
      clearanceFee: '0.5%',
      candles: falls,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      legs: `
        leg  reason      price        liquidation net
        core liquidation -90.90909091 -4.54545455 -95.45454546`,
      postings: `
        leg  what        account       amount
        core entry       collateral:1  100
        core entry       available     -100
        core liquidation collateral:1  -100
        core liquidation price:1       90.90909091
        core liquidation liquidation:1 4.54545455
        core liquidation available     4.54545454`,
      insurance: '0',
      equity: '904.54545454',
    })
  })

  it('L5: in a gap the fund pays what is missing, never the trader', () => {
    // At the open of 80: −200 of 100, and 1 % of 800: the fund pays 108.
    scenario({
      balance: '1000',
      clearanceFee: '1%',
      candles: `
        open high low close
        100  100  100 100
        80   80   80  80`,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      legs: `
        leg  reason      price liquidation net
        core liquidation -200  100         -100`,
      insurance: '-108',
    })
  })
})
