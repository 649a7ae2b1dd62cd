import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { defineStrategy } from '#strategy/define.js'
import { scenario as play, type Settings } from './scenario.js'

const scenario = (settings: Settings) => play({ margin: 'cross', ...settings })

const flat = `
  open high low close
  100  100  100 100
  100  100  100 100
  100  100  100 100`

describe('L9: free margin of cross legs', () => {
  it('L9: initial margin and losses count, profits do not; told at each close', () => {
    // 300 less 100 and 50. At 110 the hedge has lost 50, at 90 the core 100; what the other has made is not free.
    const free: number[] = []
    scenario({
      balance: '300',
      candles: `
        open high low close
        100  100  100 100
        100  110  100 110
        110  110  90  90
        90   100  90  100`,
      strategy: defineStrategy({
        name: 'Hedge',
        legs: {
          core: { side: 'long', leverage: 10 },
          hedge: { side: 'short', leverage: 10 },
        },
        onStart({ freeMargin, equity, legs: { core, hedge } }) {
          free.push(freeMargin, equity)
          core.open({ quantity: 10 })
          hedge.open({ quantity: 5 })
        },
        onCandle({ freeMargin }) {
          free.push(freeMargin)
        },
      }),
    })
    expect(free).toEqual([300, 300, 150, 100, 50, 150])
  })

  it('L9: an entry may take what is free at its fill and not a cent more, its fee included', () => {
    // At the open of 110 free are 300 − 150 − 50 of the hedge’s loss = 100: 1 × 110 at 1.1x. With a fee it is too much.
    const candles = `
      open high low close
      100  100  100 100
      110  110  110 110`
    const plan = `
      0 open core  long  quantity 10 @10x
      0 open hedge short quantity 5  @10x
      1 open third long  quantity 1  @1.1x`
    scenario({ balance: '300', candles, plan }).shows({ refusals: 'none' })
    scenario({ balance: '300', candles, plan: plan.replace('1.1x', '1.0999x') }).shows({
      refusals: `
        leg   code   message
        third margin needs 100.00909174 margin + 0 fee, free margin is 100`,
    })
    // Fees of 0.75 are paid already, and 0.055 come with it.
    scenario({ balance: '300', fees: '0.05%', candles, plan }).shows({
      refusals: `
        leg   code   message
        third margin needs 100 margin + 0.055 fee, free margin is 99.25`,
    })
  })

  it('L9: losses are counted at the mark, profits of an isolated leg neither', () => {
    // The last price is 100 throughout; at a mark of 95 the core of 10 has lost 50: 300 − 100 − 20 − 50 = 130.
    const candles = `
      open high low close markOpen markHigh markLow markClose
      100  100  100 100   100      100      100     100
      100  100  100 100   95       95       95      95`
    const plan = `
      0 open core  long  quantity 10 @10x
      0 open apart short quantity 2  @10x isolated
      1 open third long  quantity 1.301 @1x`
    scenario({ balance: '300', candles, plan }).shows({
      refusals: `
        leg   code   message
        third margin needs 130.1 margin + 0 fee, free margin is 130`,
    })
  })

  it('L9: a scale of a cross leg needs the margin of what it adds', () => {
    scenario({
      balance: '300',
      candles: flat,
      plan: `
        0 open  core long quantity 10 @10x
        1 scale core quantity 20.001
        2 scale core quantity 20`,
    }).shows({
      refusals: 'at code message\n1 margin needs 200.01 margin + 0 fee, free margin is 200',
      fills: 'at quantity reason\n0 10 entry\n2 20 scale\nend 30 end-of-data',
    })
  })

  it('L9: the margin of a size is that of a cross leg too: notional = margin × leverage', () => {
    scenario({ balance: '300', candles: flat, plan: '0 open core long margin 300 @3x' }).shows({
      legs: 'leg quantity margin\ncore 9 300',
    })
  })
})

describe('L7: margin commands to cross legs', () => {
  it('L7: there is no collateral to add to or to take from', () => {
    scenario({
      balance: '300',
      candles: flat,
      plan: `
        0 open core long quantity 10 @10x
        1 addMargin core 10
        2 removeMargin core 10`,
    }).shows({
      refusals: `
        at leg  code                 message
        1  core margin               a cross leg has no collateral of its own: it answers with the wallet
        2  core margin-not-removable a cross leg has no collateral of its own: it answers with the wallet`,
      postings: 'none',
    })
  })

  it('L7: another leverage moves no money; it changes what is free', () => {
    // 100 of 300 at 10x; 250 at 4x. 51 more are refused then, 50 are not, and at 2x 500 would be bound.
    scenario({
      balance: '300',
      candles: `
        ${flat}
        100 100 100 100`,
      plan: `
        0 open core long quantity 10 @10x
        1 setLeverage core 4
        1 open third long quantity 0.51 @1x
        2 open third long quantity 0.5  @1x
        3 setLeverage core 2`,
    }).shows({
      fills: `
        at  leg   quantity reason
        0   core  10       entry
        2   third 0.5      entry
        end core  10       end-of-data
        end third 0.5      end-of-data`,
      refusals: `
        at leg   code   message
        1  third margin needs 51 margin + 0 fee, free margin is 50
        3  core  margin needs 250 more margin, free margin is 0`,
      postings: 'none',
      legs: 'leg leverage margin\ncore 4 100\nthird 1 50',
    })
  })

  it('L7: a higher leverage frees margin, as far as the tier of the whole side goes', () => {
    const tiers = `
      upTo   maxLeverage  rate  amount
      1200   20           1%    0
      10000  10           2%    12`
    scenario({
      balance: '300',
      tiers,
      candles: flat,
      plan: `
        0 open core  long quantity 10 @5x
        0 open third long quantity 5  @5x
        1 setLeverage core 11
        1 setLeverage core 10
        2 open hedge short quantity 10 @10x`,
    }).shows({
      refusals: `
        at leg  code         message
        1  core max-leverage leverage 11 exceeds 10, the most for a notional of 1500`,
      fills: `
        at  leg   reason
        0   core  entry
        0   third entry
        2   hedge entry
        end core  end-of-data
        end third end-of-data
        end hedge end-of-data`,
    })
  })
})

describe('L8: a stop beyond the liquidation of the pool', () => {
  const warned = (plan: string) => scenario({ balance: '300', candles: flat, plan }).result.warnings

  it('L8: is warned of when it is set with the entry, and when it is moved there', () => {
    // 700 ÷ 9.9 = 70.7070….
    const message = 'core: the stop 70 lies beyond the liquidation price 70.7071: liquidation comes first'
    expect(warned('0 open core long quantity 10 @10x stop 70')).toEqual([`2025-01-01T00:00:00Z ${message}`])
    expect(warned('0 open core long quantity 10 @10x stop 71')).toEqual([])
    expect(warned('0 open core long quantity 10 @10x stop 90\n1 adjust core stop 70')).toEqual([
      `2025-01-01T01:00:00Z ${message}`,
    ])
  })

  it('L8: of a short it lies above', () => {
    // 300 + 1000 ≤ 10.1 P: 128.7128….
    expect(warned('0 open core short quantity 10 @10x stop 129')).toEqual([
      '2025-01-01T00:00:00Z core: the stop 129 lies beyond the liquidation price 128.7129: liquidation comes first',
    ])
    expect(warned('0 open core short quantity 10 @10x stop 128')).toEqual([])
  })

  it('L8: where the pool is liquidated on the other side alone, no stop of the leg is dead', () => {
    // Net short: a rise. The core's stop below lives.
    const hedged = '0 open hedge short quantity 10 @10x\n0 open core long quantity 5 @10x stop 1'
    expect(warned(hedged)).toEqual([])
  })

  it('L8: between stop and pool the path decides, and at a gap the liquidation comes first', () => {
    const plan = '0 open core long quantity 10 @10x stop 72'
    scenario({ balance: '300', candles: 'open high low close\n100 100 60 60', plan }).shows({
      fills: 'price reason\n100 entry\n72 stop',
    })
    scenario({ balance: '300', candles: 'open high low close\n100 100 100 100\n60 60 60 60', plan }).shows({
      fills: 'price reason\n100 entry\n60 liquidation',
    })
  })
})

describe('F3: funding of cross legs', () => {
  it.each(['collateral', 'wallet'] as const)('F3: comes from the wallet, with fundingFrom %s too', (fundingFrom) => {
    // 1 % of 1000 from the core, 1 % of 500 to the hedge, 1 % of 100 to the isolated leg's own purse.
    const purse = fundingFrom === 'collateral' ? 'collateral:3' : 'available'
    const found = scenario({
      balance: '300',
      fundingFrom,
      candles: flat,
      funding: 'at rate\n1 1%',
      closeAtEnd: false,
      plan: `
        0 open core  long  quantity 10 @10x
        0 open hedge short quantity 5  @10x
        0 open apart short quantity 1  @10x isolated`,
    }).result.journal.flatMap(({ what, postings }) => (what === 'funding' ? [postings] : []))
    const posting = (account: string, amount: string) => ({ account, amount })
    expect(found).toEqual([
      [posting('funding:1', '10'), posting('available', '-10')],
      [posting('funding:2', '-5'), posting('available', '5')],
      expect.arrayContaining([posting('funding:3', '-1'), posting(purse, '1')]),
    ])
  })

  it('F3: funding may empty the pool: it is liquidated at that open', () => {
    // 100 − 95 = 5 are less than the 10 of maintenance.
    scenario({
      balance: '100',
      candles: flat,
      funding: 'at rate\n1 9.5%',
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      fills: `
        at phase price reason
        0  open  100   entry
        1  open  100   liquidation`,
      legs: 'leg price funding liquidation net\ncore 0 -95 0 -95',
      equity: '5',
    })
  })

  it('F3: and take the wallet below zero while the leg lives on its profit', () => {
    // At 130: 20 % of 1300 = 260 of a wallet of 100. Equity − 160 + 300 = 140 is more than 13: it lives, and ends so.
    scenario({
      balance: '100',
      candles: `
        open high low close
        100  130  100 130
        130  130  130 130`,
      funding: 'at rate\n1 20%',
      plan: '0 open core long quantity 10 @10x',
    }).shows({
      postings: `
        at  what    account   amount
        1   funding funding:1 260
        1   funding available -260
        end exit    price:1   -300
        end exit    available 300`,
      equity: '140',
    })
  })
})

describe('L9: figures of cross legs', () => {
  it('L9: return on margin is of the peak initial margin; margin use counts what is bound', () => {
    // 100, then 155 with 5 more at 110, at 120 + 250: 250 ÷ 155. Bound of the wallet of 500 at the four
    // closes: 20 %, 31 %, 31 % and, all closed, nothing.
    const { result } = scenario({
      balance: '500',
      candles: `
        open high low close
        100  110  100 110
        110  110  110 110
        110  120  110 120
        120  120  120 120`,
      plan: `
        0 open core long quantity 10 @10x
        1 scale core quantity 5`,
    }).shows({ legs: 'leg margin price return\ncore 155 250 1.612903225806' })
    const { metrics } = figuresOf(result, { periodsPerYear: 365, riskFree: 0 })
    expect([metrics.marginUseMean, metrics.marginUseMax]).toEqual([0.205, 0.31])
  })

  it('L4: the least distance to liquidation is that of the pool, from whichever side', () => {
    // Long 10, short 9.95, 240, maintenance 10 %: a rise to 120.822622107969; the nearest close is 118.
    const { result } = scenario({
      balance: '240',
      tiers: 'upTo maxLeverage rate amount\n1000000000 10 10% 0',
      candles: `
        open high low close
        100  100  100 100
        100  118  100 118
        118  118  100 100`,
      plan: `
        0 open core  long  quantity 10   @10x
        0 open hedge short quantity 9.95 @10x`,
    })
    const { nearestLiquidation } = figuresOf(result, { periodsPerYear: 365, riskFree: 0 })
    expect(nearestLiquidation?.distance).toBeCloseTo(120.822622107969 / 118 - 1, 8)
  })
})
