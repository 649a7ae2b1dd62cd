import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import { scenario } from './scenario.js'

const flat = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  100 100`

describe('F1: what a leg pays', () => {
  it('F1: longs pay shorts where the rate is positive, on quantity × mark, whatever the entry and the leverage', () => {
    // At 110: the core 10 × 110 × 0.1 % = 1.1, the hedge receives 4 × 110 × 0.1 % = 0.44; at −0.2 % twice as much back.
    scenario({
      candles: `
        open high low close
        100  110  100 110
        110  110  110 110
        110  110  110 110`,
      funding: `
        at rate
        1  0.1%
        2  -0.2%`,
      plan: `
        0 open core  long  quantity 10 @2x
        0 open hedge short quantity 4  @5x`,
    }).shows({
      postings: `
        at  what    leg   account      amount
        0   entry   core  collateral:1 500
        0   entry   core  available    -500
        0   entry   hedge collateral:2 80
        0   entry   hedge available    -80
        1   funding core  collateral:1 -1.1
        1   funding core  funding:1    1.1
        1   funding hedge collateral:2 0.44
        1   funding hedge funding:2    -0.44
        2   funding core  collateral:1 2.2
        2   funding core  funding:1    -2.2
        2   funding hedge collateral:2 -0.88
        2   funding hedge funding:2    0.88
        end exit    core  collateral:1 -501.1
        end exit    core  price:1      -100
        end exit    core  available    601.1
        end exit    hedge collateral:2 -79.56
        end exit    hedge price:2      40
        end exit    hedge available    39.56`,
      legs: 'leg price funding net\ncore 100 1.1 101.1\nhedge -40 -0.44 -40.44',
      equity: '1060.66',
    })
  })

  it('F1: the mark is its own series: its open, not the open of the trades', () => {
    scenario({
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      130      100     130
        100  100  100 100   120      120      90      90`,
      funding: 'at rate\n1 0.1%',
      plan: '0 open core long quantity 10',
    }).shows({ legs: 'leg funding\ncore -1.2' })
  })

  it('F1: a leg that opens at that very instant does not pay', () => {
    scenario({
      candles: flat,
      funding: 'at rate\n1 0.1%\n2 0.1%',
      plan: `
        0 open early long quantity 10
        1 open core  long quantity 10 @5x
        1 open rests long quantity 10 @5x limit 100`,
      balance: '2000',
    }).shows({ legs: 'leg opened funding\nearly 0 -2\nrests 1 -1\ncore 1 -1' })
  })

  it('F1: one that a market order closes at it pays', () => {
    scenario({
      candles: flat,
      funding: 'at rate\n1 0.1%\n2 0.1%',
      plan: `
        0 open core long quantity 10 @5x
        1 close core`,
    }).shows({ legs: 'leg closed reason funding\ncore 1 signal -1' })
  })

  it('F1: one that was closed on the path before pays no more', () => {
    scenario({
      candles: `
        open high low close
        100  100  94  96
        96   96   96  96`,
      funding: 'at rate\n1 0.1%',
      plan: '0 open core long quantity 10 @5x stop 95',
    }).shows({ legs: 'leg closed funding\ncore 0 0' })
  })

  it('F1: what is reduced at it paid on all of it before', () => {
    scenario({
      candles: flat,
      funding: 'at rate\n1 0.1%\n2 0.1%',
      plan: `
        0 open core long quantity 10 @5x
        1 reduce core 50%`,
    }).shows({ legs: 'leg funding\ncore -1.5' })
  })
})

describe('T2: funding comes first at an open', () => {
  it('T2: it may be what liquidates a leg that the open has not reached', () => {
    // 200 of collateral: liquidated at 80.81. 1 % on 10 × 81.5 is 8.15: (1000 − 191.85) ÷ 9.9 = 81.6313131313….
    // The open at 81.5 is past that: the leg goes there. −185, and 6.85 are left for the fund.
    scenario({
      candles: `
        open high low  close
        100  100  81.5 81.5
        81.5 90   81.5 90`,
      funding: 'at rate\n1 1%',
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      fills: 'at phase price reason\n0 open 100 entry\n1 open 81.5 liquidation',
      legs: 'leg price funding liquidation net\ncore -185 -8.15 -6.85 -200',
    })
  })
})

describe('F2: when a print counts', () => {
  const rises = `
    open high low close
    100  100  100 100
    100  105  100 105
    105  105  105 105`
  // One leg is closed at the open of candle 1, another opens there.
  const plan = `
    0 open before long quantity 10 @5x
    1 close before
    1 open after  long quantity 10 @5x`

  it.each(['1', '1+4s', '1+60s'])('F2: %s is at the open of candle 1: who was open then pays on 100', (at) => {
    scenario({ candles: rises, funding: `at rate\n${at} 0.1%`, plan }).shows({
      legs: 'leg funding\nbefore -1\nafter 0',
    })
  })

  it.each(['1+61s', '1+30m', '1+59m'])('F2: %s is inside: who is open at the close pays on 105', (at) => {
    scenario({ candles: rises, funding: `at rate\n${at} 0.1%`, plan }).shows({
      legs: 'leg funding\nbefore 0\nafter -1.05',
    })
  })

  it('F2: it is booked at its own time, after what the candle’s path did', () => {
    scenario({
      candles: `
        open high low close
        100  105  94  104`,
      funding: 'at rate\n0+30m 0.1%',
      plan: `
        0 open core  long quantity 10 @5x
        0 open third long quantity 10 @5x stop 95`,
    }).shows({
      postings: `
        at     what    leg   account      amount
        0      entry   core  collateral:1 200
        0      entry   core  available    -200
        0      entry   third collateral:2 200
        0      entry   third available    -200
        0      exit    third collateral:2 -200
        0      exit    third price:2      50
        0      exit    third available    150
        0+30m  funding core  collateral:1 -1.04
        0+30m  funding core  funding:1    1.04
        end    exit    core  collateral:1 -198.96
        end    exit    core  price:1      -40
        end    exit    core  available    238.96`,
    })
  })

  it('P3, F2: what falls due at the close counts when the paths are compared', () => {
    // High first: bought at 98 after the high, still open at 100: + 20, and 3 % of 1000 received: + 50.
    // Low first: bought at 98, sold at 102: + 40. Without the funding the first would be the worse.
    const ambiguous = {
      candles: `
        open high low close
        100  102  98  100`,
      plan: '0 open core long quantity 10 @5x limit 98 target 102',
    } as const
    const funding = 'at rate\n0+30m -3%'
    scenario({ ...ambiguous, funding }).shows({ legs: 'leg reason funding net\ncore target 0 40', ambiguous: 1 })
    scenario({ ...ambiguous, funding, path: 'best' }).shows({ legs: 'leg reason funding net\ncore end-of-data 30 50' })
    scenario(ambiguous).shows({ legs: 'leg reason net\ncore end-of-data 20' })
  })

  it('F2: times come from the series: hours between prints may change', () => {
    scenario({
      candles: `${flat}
        100 100 100 100
        100 100 100 100
        100 100 100 100`,
      funding: 'at rate\n1 0.1%\n4 0.1%\n5 0.1%',
      plan: '0 open core long quantity 10 @5x',
    }).shows({ legs: 'leg funding\ncore -3' })
  })

  it('F4: a constant falls on multiples of its hours from 00:00 UTC', () => {
    // From 06:00 on: 08:00 is candle 2, 16:00 is out of sight. 10 × 100 × 0.01 %.
    scenario({
      candles: `
        time                 open high low close
        2025-01-01T06:00:00Z 100  100  100 100
        2025-01-01T07:00:00Z 100  100  100 100
        2025-01-01T08:00:00Z 100  100  100 100
        2025-01-01T09:00:00Z 100  100  100 100`,
      funding: { kind: 'constant', constant: { rate: 0.0001, everyMs: 8 * HOUR_MS } },
      plan: '0 open core long quantity 10 @5x',
    }).shows({
      postings: `
        at  what    account      amount
        0   entry   collateral:1 200
        0   entry   available    -200
        2   funding collateral:1 -0.1
        2   funding funding:1    0.1
        end exit    collateral:1 -199.9
        end exit    available    199.9`,
    })
  })

  it('F5: without a mark series the trades stand in, and the result says so', () => {
    const { result } = scenario({ candles: flat, plan: '0 open core long quantity 10' })
    expect(result.assumptions).toContain('There is no mark series: the traded candles stand in for the mark price.')
  })
})

describe('F3: where it is booked', () => {
  // 1 % of 1000 is 10. From the collateral: (1000 − 190) ÷ 9.9 = 81.818181818182. From the wallet: 800 ÷ 9.9, as it was.
  const falls = `
    open high low   close
    100  100  100   100
    100  100  81.82 90
    90   90   81.81 90`
  const plan = '0 open core long quantity 10 @5x'

  it('F3: from the collateral: the liquidation price moves towards the market', () => {
    scenario({ candles: falls, funding: 'at rate\n1 1%', plan }).shows({
      fills: 'at price reason\n0 100 entry\n2 81.818181818182 liquidation',
      legs: 'leg price funding liquidation net\ncore -181.81818182 -10 -8.18181818 -200',
      levels: `
        at what        price
        0  liquidation 80.80808081
        1  liquidation 81.81818182
        2  liquidation –`,
    })
  })

  it('F3: what the collateral receives moves it away', () => {
    scenario({ candles: falls, funding: 'at rate\n1 -1%', plan }).shows({
      legs: 'leg liquidatesAt funding net\ncore 79.79797979798 10 -90',
    })
  })

  it('F3: from the wallet: it stays', () => {
    scenario({ candles: falls, funding: 'at rate\n1 1%', fundingFrom: 'wallet', plan }).shows({
      legs: 'leg liquidatesAt reason funding net\ncore 80.808080808081 end-of-data -10 -110',
      postings: `
        at  what    account      amount
        0   entry   collateral:1 200
        0   entry   available    -200
        1   funding funding:1    10
        1   funding available    -10
        end exit    collateral:1 -200
        end exit    price:1      100
        end exit    available    100`,
    })
  })

  it('F3: what the collateral cannot pay is taken from what is available', () => {
    // 25 % of 1000 is 250: all 200, and 50 more. Nothing is left: the leg goes at the open, where it stands at its entry.
    scenario({ candles: falls, funding: 'at rate\n1 25%', plan }).shows({
      postings: `
        at what        account      amount
        0  entry       collateral:1 200
        0  entry       available    -200
        1  funding     collateral:1 -200
        1  funding     funding:1    250
        1  funding     available    -50`,
      fills: 'at phase price reason\n0 open 100 entry\n1 open 100 liquidation',
      legs: 'leg price funding liquidation net\ncore 0 -250 0 -250',
    })
  })

  it('F3: from the wallet first, the rest from the collateral', () => {
    // 800 of the 1000 are set aside, 200 are available; 30 % of 1000 is 300.
    scenario({
      candles: flat,
      funding: 'at rate\n1 30%',
      fundingFrom: 'wallet',
      plan: '0 open core long quantity 10 @1.25x',
    }).shows({
      postings: `
        at  what    account      amount
        0   entry   collateral:1 800
        0   entry   available    -800
        1   funding collateral:1 -100
        1   funding funding:1    300
        1   funding available    -200
        end exit    collateral:1 -700
        end exit    available    700`,
    })
  })
})
