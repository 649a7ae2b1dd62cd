import { describe, expect, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A1: every movement is one entry', () => {
  it('A1: a round trip of a hedged account, posting by posting', () => {
    // Core: bought at 100, 10 bps up 100.1: 2002 of cost, 667.33333333 of collateral at 3x, fee 2002 × 0.05 % = 1.001.
    // Hedge: sold at 99.9: 799.2, a quarter of it collateral, fee 0.3996.
    // Funding 0.1 % at 110: the core pays 2.2, the hedge receives 0.88.
    // Closed at 110: the core at 109.89, (109.89 − 100.1) × 20 = 195.8; the hedge at 110.11, (99.9 − 110.11) × 8 = −81.68.
    // Fees 2197.8 × 0.05 % = 1.0989 and 880.88 × 0.05 % = 0.44044.
    scenario({
      fees: '0.05%',
      slippage: '10bps',
      candles: `
        open high low close
        100  110  100 110
        110  110  110 110`,
      funding: 'at rate\n1 0.1%',
      plan: `
        0 open core  long  quantity 20 @3x
        0 open hedge short quantity 8  @4x
        1 close core
        1 close hedge`,
    }).shows({
      postings: `
        at what    leg   account      amount
        0  entry   core  collateral:1 667.33333333
        0  entry   core  price:1      -2
        0  entry   core  slippage:1   2
        0  entry   core  fees:1       1.001
        0  entry   core  available    -668.33433333
        0  entry   hedge collateral:2 199.8
        0  entry   hedge price:2      -0.8
        0  entry   hedge slippage:2   0.8
        0  entry   hedge fees:2       0.3996
        0  entry   hedge available    -200.1996
        1  funding core  collateral:1 -2.2
        1  funding core  funding:1    2.2
        1  funding hedge collateral:2 0.88
        1  funding hedge funding:2    -0.88
        1  exit    core  collateral:1 -665.13333333
        1  exit    core  price:1      -198
        1  exit    core  slippage:1   2.2
        1  exit    core  fees:1       1.0989
        1  exit    core  available    859.83443333
        1  exit    hedge collateral:2 -200.68
        1  exit    hedge price:2      80.8
        1  exit    hedge slippage:2   0.88
        1  exit    hedge fees:2       0.44044
        1  exit    hedge available    118.55956`,
      // 20 × 10 and −8 × 10 at the expected prices.
      legs: `
        leg   price slippage fees     funding liquidation net
        core  200   -4.2     -2.0999  -2.2    0           191.5001
        hedge -80   -1.68    -0.84004 0.88    0           -81.64004`,
      equity: '1109.86006',
    })
  })
})

describe('A2, A3: the parts are the account', () => {
  it('A2: wallet = initial + price + slippage + fees + funding + liquidation', () => {
    // Core: 202 of collateral; 1 % on 1000 of funding takes 10; (1010 − 192) ÷ 9.9 = 82.626262626263.
    // 10 × (82.626262626263 − 101) = −183.73737374, of which 10 is the slippage of the entry; 8.26262626 for the fund.
    // Hedge: 5 from 99 to 80.8 (80 and 1 %).
    const { result } = scenario({
      fees: '0.1%',
      slippage: '100bps',
      candles: `
        open high low close
        100  100  100 100
        100  100  80  80`,
      funding: 'at rate\n1 1%',
      plan: `
        0 open core  long  quantity 10 @5x
        0 open hedge short quantity 5  @5x`,
    }).shows({
      legs: `
        leg   price         slippage fees   funding liquidation net
        core  -173.73737374 -10      -1.01  -10     -8.26262626 -203.01
        hedge 100           -9       -0.899 5       0           95.101`,
      equity: '892.091',
    })
    // 1000 − 73.73737374 − 19 − 1.909 − 5 − 8.26262626
    expect(result.account.wallet).toBe('892.091')
    expect(result.account.insurance).toBe('8.26262626')
  })

  it('A3: a leg left open nets its unrealized PnL, which is not in the wallet', () => {
    const { result } = scenario({
      fees: '0.1%',
      closeAtEnd: false,
      candles: `
        open high low close
        100  110  100 110`,
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      legs: 'leg closed exit reason price fees unrealized net\ncore – – – 0 -1 100 99',
      equity: '1099',
    })
    expect(result.account.wallet).toBe('999')
  })
})

describe('A4: marks', () => {
  it('A4: the curve is the equity at each mark close', () => {
    const { result } = scenario({
      fees: '0.1%',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      101      100     100.5
        100  104  100 104   100.5    104      100     103
        104  104  95  95    103      103      95      96`,
      plan: '1 open core long quantity 10 @5x',
    })
    // A fee of 1, then 10 × (103 − 100). At the end it is closed at the last close of the trades, 95, with a fee of 0.95.
    expect([...result.curve.equity]).toEqual([1000, 1029, 948.05])
  })
})

describe('A5: rounding', () => {
  it('A5: half of the eighth place goes to the even digit', () => {
    // A rate of 0.00000000015: on 100 a fee of 0.000000015, on 300 of 0.000000045. Down at 0.000000045, up at 0.000000015.
    scenario({
      fees: '0.00000000015',
      closeAtEnd: false,
      candles: `
        open high low close
        100  100  100 100`,
      plan: `
        0 open core  long  quantity 1
        0 open hedge short quantity 3`,
    }).shows({ fills: 'leg fee\ncore 0.00000002\nhedge 0.00000004' })
  })

  it('A5: the last close takes the whole remaining cost, and all that is left of the collateral', () => {
    // 1 at 100 and 2 at 100.01 cost 300.02, a third of it is collateral: 33.33333333 + 66.67333333 = 100.00666666.
    // A third goes at 110: cost 100.00666667, 33.33555555 released, 9.99333333 earned.
    // The rest at 110: cost 200.01333333, 66.67111111 released, 19.98666667 earned: 29.98 in all, as 330 − 300.02.
    scenario({
      candles: `
        open   high   low    close
        100    100    100    100
        100.01 110    100.01 110
        110    110    110    110
        110    110    110    110`,
      plan: `
        0 open   core long quantity 1 @3x
        1 scale  core quantity 2
        2 reduce core 1
        3 close  core`,
    }).shows({
      postings: `
        at what  account      amount
        0  entry collateral:1 33.33333333
        0  entry available    -33.33333333
        1  entry collateral:1 66.67333333
        1  entry available    -66.67333333
        2  exit  collateral:1 -33.33555555
        2  exit  price:1      -9.99333333
        2  exit  available    43.32888888
        3  exit  collateral:1 -66.67111111
        3  exit  price:1      -19.98666667
        3  exit  available    86.65777778`,
      legs: 'leg entry exit quantity margin price net\ncore 100.006666666667 110 3 100.00666666 29.98 29.98',
    })
  })

  it('A5: a short’s rounding is the same', () => {
    scenario({
      candles: `
        open  high  low   close
        100   100   99.99 99.99
        99.99 99.99 90    90
        90    90    90    90
        90    90    90    90`,
      plan: `
        0 open   hedge short quantity 1 @3x
        1 scale  hedge quantity 2
        2 reduce hedge 1
        3 close  hedge`,
    }).shows({ legs: 'leg entry price net\nhedge 99.993333333333 29.98 29.98' })
  })
})
