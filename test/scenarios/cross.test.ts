import { describe, expect, it } from 'vitest'
import { scenario as play, type Settings } from './scenario.js'

const scenario = (settings: Settings) => play({ margin: 'cross', ...settings })

const flat = `
  open high low close
  100  100  100 100
  100  100  100 100`

/** One tier of 10 %: maintenance of both sides of a hedge soon outgrows its net. */
const dear = `
  upTo       maxLeverage  rate  amount
  1000000000 10           10%   0`

/** Net long 0.05: equity 235 + 0.05 P of a wallet of 240. */
const slightlyLong = `
  0 open core  long  quantity 10   @10x
  0 open hedge short quantity 9.95 @10x`

describe('L1: cross margin', () => {
  it('L1: a leg answers with the whole wallet: it lives where its initial margin would be gone', () => {
    // 300 + 10 P − 1000 ≤ 0.1 P: 700 ÷ 9.9. With the 100 of its initial margin it had been 90.909….
    scenario({
      balance: '300',
      candles: `
        open high low close
        100  100  75  75
        75   75   72  72
        72   72   70  71`,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        at phase side quantity price           reason
        0  open  buy  10       100             entry
        2  path  sell 10       70.707070707071 liquidation`,
      legs: 'leg margin liquidatesAt price liquidation net\ncore 100 – -292.92929293 0 -292.92929293',
      postings: `
        at what        account   amount
        2  liquidation price:1   292.92929293
        2  liquidation available -292.92929293`,
      equity: '7.07070707',
    })
  })

  it('L1: isolated collateral stays outside: neither side pays for the other', () => {
    // 200 of 500 are the third's collateral, 300 the pool. The pool ends at 70.707…, − 292.92929293; the third, short 10
    // at 5x, lives and has 300 at 70. Without its 200 apart the pool had lived to 50.5.
    scenario({
      balance: '500',
      candles: `
        open high low close
        100  100  70  70
        70   70   70  70`,
      plan: `
        0 open core  long  quantity 10 @10x
        0 open third short quantity 10 @5x isolated`,
    }).shows({
      legs: `
        leg   id liquidatesAt     reason      net
        core  1  –                liquidation -292.92929293
        third 2  118.811881188119 end-of-data 300`,
      equity: '507.07070707',
    })
  })

  it('L1: nor does the pool pay for an isolated leg that is liquidated', () => {
    // The third's 100 are gone at 90.909…; the pool of 300 stands where it stood: (1000 − 300) ÷ 9.9.
    scenario({
      balance: '400',
      candles: `
        open high low close
        100  100  80  80
        80   80   80  80`,
      plan: `
        0 open core  long quantity 10 @10x
        0 open third long quantity 10 @10x isolated`,
    }).shows({
      legs: `
        leg   id reason      net
        core  1  end-of-data -200
        third 2  liquidation -100`,
      pool: '70.707070707071 –',
      equity: '100',
    })
  })

  it('L1: an isolated leg that closes past its bankruptcy is the fund’s, not the pool’s', () => {
    // The mark stays; the last price gaps to 80, the stop sells there: − 200 of 100 of collateral. 300 are still free.
    scenario({
      balance: '400',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        80   80   80  80    100      100      100     100`,
      plan: `
        0 open core  long quantity 1  @10x
        0 open third long quantity 10 @10x stop 95 isolated`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at leg   price reason
        0  core  100   entry
        0  third 100   entry
        1  third 80    stop`,
      legs: `
        leg   price liquidation net
        core  0     0           0
        third -200  100         -100`,
      insurance: '-100',
      equity: '300',
    })
  })

  it('L1: margin is settable per leg, over the account’s, both ways', () => {
    play({
      balance: '300',
      candles: 'open high low close\n100 100 88 90\n90 90 90 90',
      legs: { third: { margin: 'cross' } },
      plan: `
        0 open core  long quantity 10 @10x
        0 open hedge long quantity 5  @10x cross
        0 open third long quantity 5  @10x`,
    }).shows({
      legs: `
        leg   liquidatesAt    reason
        core  90.909090909091 liquidation
        hedge –               end-of-data
        third –               end-of-data`,
    })
  })
})

describe('L2: maintenance of a pool', () => {
  const tiers = `
    upTo    maxLeverage  rate  amount
    10000   75           1%    0
    100000  50           1.5%  50`

  it.each([
    // 2000 + 60 P − 18000 ≤ 0.9 P − 50: two legs of 9000 are 18000 together, in the second tier.
    ['2000', '269.881556683587'],
    // 9000 + 60 P − 18000 ≤ 0.6 P: at 151.51… the 60 are 9090, in the first tier again.
    ['9000', '151.515151515152'],
    // 8100: in the second tier 9850 ÷ 59.1 = 166.666… = 10000 ÷ 60, where both tiers say the same.
    ['8100', '166.666666666667'],
  ])('L2: same-side legs are added; with %s it is solved through the tiers', (balance, below) => {
    scenario({
      balance,
      tiers,
      candles: 'open high low close\n300 300 300 300',
      plan: `
        0 open core  long quantity 30 @20x
        0 open third long quantity 30 @20x`,
    }).shows({ pool: `${below} –` })
  })

  it('L2: a pool that grows into a dearer tier as it rises is liquidated by that tier', () => {
    // Short 30 at 300 with 1000: the first tier would say 10000 ÷ 30.3 = 330.03, a notional of 9901: right.
    // With 1200: 10200 ÷ 30.3 = 336.63 is 10099; the second says (10200 + 50) ÷ 30.45 = 336.617405582923.
    const plan = '0 open hedge short quantity 30 @20x'
    const candles = 'open high low close\n300 300 300 300'
    scenario({ balance: '1000', tiers, candles, plan }).shows({ pool: '– 330.03300330033' })
    scenario({ balance: '1200', tiers, candles, plan }).shows({ pool: '– 336.617405582923' })
  })

  it('L2: the highest leverage of a cross leg is that of all cross legs of its side', () => {
    // 30 + 10 at 300 are 12000: 50x. The short and the isolated leg stand alone with their 3000.
    scenario({
      balance: '20000',
      tiers,
      candles: 'open high low close\n300 300 300 300',
      plan: `
        0 open core  long  quantity 30 @20x
        0 open third long  quantity 10 @75x
        0 open hedge short quantity 10 @75x
        0 open apart long  quantity 10 @75x isolated`,
    }).shows({
      refusals: `
        leg   code         message
        third max-leverage leverage 75 exceeds 50, the most for a notional of 12000`,
      legs: 'leg leverage\ncore 20\nhedge 75\napart 75',
    })
  })

  it('L2: a table that comes into force moves the pool’s price, and may liquidate it', () => {
    // 300 + 10 P − 1000 ≤ 2 P from candle 1 on: 87.5. At 90 the first table says no, at 85 the second yes.
    scenario({
      balance: '300',
      tiers: `
        from upTo       maxLeverage  rate  amount
        0    1000000000 10           1%    0
        1    1000000000 5            20%   0`,
      candles: `
        open high low close
        100  100  86  90
        90   90   85  85`,
      plan: '0 open core long quantity 10 @10x',
    }).shows({ fills: 'at price reason\n0 100 entry\n1 87.5 liquidation' })
  })
})

describe('L4: where a pool is liquidated', () => {
  it('L4: a slightly net-long hedge is liquidated by a rise; the short goes, the long stays', () => {
    // 235 + 0.05 P ≤ 10 % of 19.95 P: P ≥ 235 ÷ 1.945. The short loses 9.95 × 20.822622107969 = 207.18508997, after
    // which 32.81491003 + 208.23 is more than the long's 120.82. At 121 the long has 210.
    scenario({
      balance: '240',
      tiers: dear,
      path: 'olhc',
      candles: `
        open high low close
        100  120.82 90 100
        100  121  100 121`,
      plan: slightlyLong,
    }).shows({
      fills: `
        at  leg   side quantity price            reason
        0   core  buy  10       100              entry
        0   hedge sell 9.95     100              entry
        1   hedge buy  9.95     120.822622107969 liquidation
        end core  sell 10       121              end-of-data`,
      legs: `
        leg   price         net
        core  210           210
        hedge -207.18508997 -207.18508997`,
      equity: '242.81491003',
    })
  })

  it('L4: both legs of a hedge go one after the other, where the price turns: the rise takes the short, the fall the long', () => {
    // After the short is gone the long stands alone: 32.81491003 + 10 P − 1000 ≤ P, 967.18508997 ÷ 9. High first is worse.
    scenario({
      balance: '240',
      tiers: dear,
      candles: `
        open high low close
        100  100  100 100
        100  121  100 121`,
      plan: slightlyLong,
    }).shows({
      fills: `
        at leg   side quantity price            reason
        0  core  buy  10       100              entry
        0  hedge sell 9.95     100              entry
        1  hedge buy  9.95     120.822622107969 liquidation
        1  core  sell 10       107.465009996667 liquidation`,
      legs: 'leg price\ncore 74.65009997\nhedge -207.18508997',
      equity: '107.46501',
      insurance: '0',
      ambiguous: 1,
    })
  })

  it.each([
    // Both sides: 1.945 P ≥ 235. A fall is safe: 235 + 0.05 P stays above 1.995 P.
    ['sum', '– 120.822622107969'],
    // The larger: 10 % of 10 P, 0.95 P ≥ 235.
    ['larger', '– 247.368421052632'],
    // The difference: 10 % of 0.05 P is less than the 0.05 P that it earns.
    ['net', '– –'],
  ] as const)('L4: hedgedMaintenance %s', (hedgedMaintenance, pool) => {
    scenario({ balance: '240', tiers: dear, candles: flat, plan: slightlyLong, hedgedMaintenance }).shows({ pool })
  })

  it.each([
    // 100 − 1000 + 800 + 2 P is the equity.
    // sum: −100 + 2 P ≤ 0.18 P: 54.945…. larger: ≤ 0.1 P: 52.631…. net: ≤ 0.02 P: 50.505….
    ['sum', '54.945054945055 –'],
    ['larger', '52.631578947368 –'],
    ['net', '50.505050505051 –'],
  ] as const)('L4: %s of a hedge that is clearly net long: a fall', (hedgedMaintenance, pool) => {
    const plan = `
      0 open core  long  quantity 10 @100x
      0 open hedge short quantity 8  @100x`
    scenario({ balance: '100', candles: flat, plan, hedgedMaintenance }).shows({ pool })
  })

  it('L4: a hedge may have a price below and one above', () => {
    // 60 − 1000 + 900 + P. Up to a notional of 1500 both are of the first tier: −40 + P ≤ 0.19 P, 40 ÷ 0.81. Above, of the
    // second: −40 + P ≤ 2.28 P − 330, 290 ÷ 1.28.
    scenario({
      balance: '60',
      tiers: `
        upTo     maxLeverage  rate  amount
        1500     100          1%    0
        1000000  5            12%   165`,
      candles: flat,
      plan: `
        0 open core  long  quantity 10 @100x
        0 open hedge short quantity 9  @100x`,
    }).shows({ pool: '49.382716049383 226.5625' })
  })

  it('L4: maintenanceOn entry keeps what it asks; closeFeeInTest adds the fee of closing all', () => {
    // Entry: 300 + 10 P − 1000 ≤ 10. With a taker fee of 1 %, 10 paid: 290 + 10 P − 1000 ≤ 0.1 P + 0.1 P.
    const plan = '0 open core long quantity 10 @10x'
    scenario({ balance: '300', candles: flat, plan, maintenanceOn: 'entry' }).shows({ pool: '71 –' })
    scenario({ balance: '300', candles: flat, plan, fees: '1%', closeFeeInTest: true }).shows({
      pool: '72.448979591837 –',
    })
    // Both, of a hedge that paid 19.95: 280.05 − 5 + 0.05 P ≤ 199.5 + 0.1995 P, 75.55 ÷ 0.1495.
    scenario({
      balance: '300',
      tiers: dear,
      fees: '1%',
      candles: flat,
      plan: slightlyLong,
      maintenanceOn: 'entry',
      closeFeeInTest: true,
    }).shows({ pool: '– 505.351170568562' })
    // With larger the costs count as the quantities do, 1000 of 1000 and 800: 240 − 200 + 2 P ≤ 100.
    scenario({
      balance: '240',
      tiers: dear,
      candles: flat,
      plan: '0 open core long quantity 10 @10x\n0 open hedge short quantity 8 @10x',
      maintenanceOn: 'entry',
      hedgedMaintenance: 'larger',
    }).shows({ pool: '30 –' })
  })

  it('L4: a gap: the pool closes at the open, and what it lacks the fund pays', () => {
    // At 60: − 400 of 300.
    scenario({
      balance: '300',
      candles: `
        open high low close
        100  100  100 100
        60   65   60  65`,
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        at phase price reason
        0  open  100   entry
        1  open  60    liquidation`,
      legs: 'leg price liquidation net\ncore -400 100 -300',
      insurance: '-100',
      equity: '0',
    })
  })

  it('L4: the mark decides, not the last price; the leg closes at the trigger mark', () => {
    // 70.707… of the mark in candle 2; the last price was at 60 before, and is never at 70.7 in that candle.
    scenario({
      balance: '300',
      candles: `
        open high low close markOpen markHigh markLow markClose
        100  100  100 100   100      100      100     100
        100  100  60  100   100      100      80      100
        100  100  90  95    100      100      70      95`,
      plan: '0 open core long quantity 10 @10x',
    }).shows({ fills: 'at price reason\n0 100 entry\n2 70.707070707071 liquidation' })
  })

  it('L4: of an isolated leg and the pool that reach their levels at one price, the older goes first', () => {
    // Both at (1000 − 100) ÷ 9.9: the third's collateral is 100, and so is what is left for the pool.
    const outcome = (first: string, second: string) =>
      scenario({
        balance: '200',
        candles: 'open high low close\n100 100 85 85',
        plan: `
          0 open ${first}
          0 open ${second}`,
      }).result.fills.flatMap(({ name, reason }) => (reason === 'liquidation' ? [name] : []))
    const cross = 'core long quantity 10 @10x'
    const isolated = 'third long quantity 10 @10x isolated'
    expect(outcome(cross, isolated)).toEqual(['core', 'third'])
    expect(outcome(isolated, cross)).toEqual(['third', 'core'])
  })
})
