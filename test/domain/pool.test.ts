import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import { poolLiquidation } from '#domain/pool-liquidation.js'
import {
  type HedgedMaintenance,
  isPoolLiquidatable,
  type Pool,
  poolBankruptcyPrice,
  poolEquity,
  poolRequirement,
  type PoolRules,
} from '#domain/pool.js'
import { position } from './positions.js'
import { taoTiers, tierTable } from './tao-tiers.js'

const rules: PoolRules = { maintenanceOn: 'mark', closeFeeRate: ZERO, hedgedMaintenance: 'sum' }
const flatPercent = tierTable([[1e12, 100, 0.01, 0]])

/** Longs and shorts as `quantity@entry`. */
function pool(wallet: string, longs: readonly string[], shorts: readonly string[] = []): Pool {
  const leg = (side: 'long' | 'short') => (text: string) => {
    const [quantity, entry] = text.split('@')
    return position(side, quantity, entry, 1)
  }
  return { wallet: decimal(wallet), legs: [...longs.map(leg('long')), ...shorts.map(leg('short'))] }
}

function prices(of: Pool, mark: string, tiers: readonly Tier[], with_: PoolRules = rules) {
  const { below, above } = poolLiquidation(of, decimal(mark), tiers, with_)
  return [below?.toFixed() ?? null, above?.toFixed() ?? null]
}

describe('L4: the inequality of a pool', () => {
  // At 250: 1500 + 10 × −20 − 4 × −20 = 1380; maintenance 25 and 10.
  const hedge = pool('1500', ['10@270'], ['4@270'])

  it('has the wallet and all unrealized PnL on one side', () => {
    expect(poolEquity(hedge, decimal(250)).toFixed()).toBe('1380')
    expect(poolEquity(pool('-100', ['10@270', '5@240']), decimal(280)).toFixed()).toBe('200')
  })

  it('holds from where both sides are equal', () => {
    const at = (wallet: string, mark: string) =>
      isPoolLiquidatable(pool(wallet, ['10@270']), decimal(mark), flatPercent, rules)
    // 10 at 265 have lost 50 and need 1 % of 2650.
    expect([at('76.5', '265'), at('76.5', '265.01'), at('76.51', '265')]).toEqual([true, false, false])
  })

  it('does not hold for a pool without legs', () => {
    expect(isPoolLiquidatable(pool('-5', []), decimal(1), flatPercent, rules)).toBe(false)
    expect(prices(pool('-5', []), '1', flatPercent)).toEqual([null, null])
  })
})

type Required = readonly [hedged: HedgedMaintenance, required: string, worked: string]

describe('L2: maintenance of hedged legs', () => {
  // At 300: longs 60 and 40 are 30000 together, 30000 × 1.5 % − 50 = 400; the short of 30 is 9000 × 1 % = 90.
  const hedge = pool('5000', ['60@280', '40@310'], ['30@300'])

  it.each<Required>([
    ['sum', '490', 'by side: 400 + 90, not 60, 40 and 30 apart'],
    ['larger', '400', 'the longs alone'],
    ['net', '265', '70 net: 21000 × 1.5 % − 50'],
  ])('%s: %s (%s)', (hedgedMaintenance, required) => {
    const ofMark = { ...rules, hedgedMaintenance }
    expect(poolRequirement(hedge, decimal(300), taoTiers, ofMark).toFixed()).toBe(required)
    // The fee is that of closing all 130: 39000 × 0.05 % = 19.5.
    const withFee = { ...ofMark, closeFeeRate: decimal('0.0005') }
    expect(poolRequirement(hedge, decimal(300), taoTiers, withFee).toFixed()).toBe(
      decimal(required).plus('19.5').toFixed(),
    )
  })

  it.each<Required>([
    ['sum', '484', '16800 + 12400 = 29200 × 1.5 % − 50 = 388; 9600 × 1 % = 96'],
    ['larger', '388', 'the longs alone'],
    ['net', '244', '19600 × 1.5 % − 50'],
  ])('on the entry, %s: %s (%s)', (hedgedMaintenance, required) => {
    const dearer = pool('5000', ['60@280', '40@310'], ['30@320'])
    const onEntry: PoolRules = { ...rules, maintenanceOn: 'entry', hedgedMaintenance }
    for (const mark of [100, 300, 900]) {
      expect(poolRequirement(dearer, decimal(mark), taoTiers, onEntry).toFixed()).toBe(required)
    }
  })
})

describe('L4: liquidation prices of a pool, below and above', () => {
  it('a hedge that is net long is liquidated by a fall', () => {
    // 1500 − 2700 + 1080 = −120; slope 10 − 4 − 0.14 = 5.86. 120 ÷ 5.86
    expect(prices(pool('1500', ['10@270'], ['4@270']), '270', flatPercent)).toEqual(['20.477815699659', null])
  })

  it('a hedge that is slightly net long is liquidated by a rise', () => {
    // Net 0.1, but 1 % of 19.9 is more: 100 − 2700 + 2673 = 73; slope 0.1 − 0.199 = −0.099. 73 ÷ 0.099
    const hedge = pool('100', ['10@270'], ['9.9@270'])
    expect(prices(hedge, '270', flatPercent)).toEqual([null, '737.373737373737'])
    expect(isPoolLiquidatable(hedge, decimal('737.3'), flatPercent, rules)).toBe(false)
    expect(isPoolLiquidatable(hedge, decimal('737.4'), flatPercent, rules)).toBe(true)
  })

  it('by a rise that takes both legs into dearer tiers', () => {
    // 100 and 98 at 300, wallet 1510. From 100000 ÷ 98 = 1020.41 to 5000 both are in the third tier:
    // 1510 − 600 + 550 + 550 = 2010; slope 2 − 198 × 2 % = −1.96.
    expect(prices(pool('1510', ['100@300'], ['98@300']), '300', taoTiers)).toEqual([null, '1025.510204081633'])
  })

  it('at the border of two tiers where both say so', () => {
    // With 1500: up to 100000 ÷ 98 the long is in the third tier, the short in the second: 1500 ÷ (2 − 2 − 1.47).
    expect(prices(pool('1500', ['100@300'], ['98@300']), '300', taoTiers)).toEqual([null, '1020.408163265306'])
  })

  it('at the border where the amount of a table is a cent off, and maintenance steps over what is left', () => {
    // A short of 10 at 500: at 1000, 5100.005 − 5000 is half a cent above 100, and half a cent below 150 − 49.99.
    const table = tierTable([
      [10_000, 75, 0.01, 0],
      [50_000, 50, 0.015, 49.99],
    ])
    expect(prices(pool('5100.005', [], ['10@500']), '500', table)).toEqual([null, '1000'])
  })

  it('below and above at once: 4 net long of 196', () => {
    // Below 100 both are in the first tier: 1150 − 1200 = −50; slope 4 − 1.96 = 2.04.
    // From 500000 ÷ 96 = 5208.33 to 10000 both are in the fourth: −50 + 3050 + 3050 = 6050; slope 4 − 196 × 2.5 % = −0.9.
    expect(prices(pool('1150', ['100@300'], ['96@300']), '300', taoTiers)).toEqual([
      '24.509803921569',
      '6722.222222222222',
    ])
  })

  it('a fully hedged pool has one above, as maintenance grows with the price: 90 ÷ 0.2', () => {
    expect(prices(pool('90', ['10@270'], ['10@270']), '270', flatPercent)).toEqual([null, '450'])
  })

  it('a net short is liquidated by a rise', () => {
    // 500 − 1080 + 2700 = 2120; slope −6 − 0.14. 2120 ÷ 6.14
    expect(prices(pool('500', ['4@270'], ['10@270']), '270', flatPercent)).toEqual([null, '345.276872964169'])
  })

  it('is null on both sides where the wallet pays down to zero and up without end', () => {
    expect(prices(pool('5000', ['10@270']), '270', flatPercent)).toEqual([null, null])
  })

  it('is the mark itself where the inequality holds there', () => {
    expect(prices(pool('10', ['10@270']), '270', flatPercent)).toEqual(['270', '270'])
  })

  it('lets profit of one leg pay for a wallet below zero', () => {
    // −300 − 2000 = −2300; slope 9.9.
    expect(prices(pool('-300', ['10@200']), '270', flatPercent)).toEqual(['232.323232323232', null])
  })

  it('counts only what the venue counts', () => {
    const hedge = pool('100', ['10@270'], ['9.9@270'])
    // larger: slope 0.1 − 0.1 = 0 and 73 to spare; net: 0.1 − 0.001.
    expect(prices(hedge, '270', flatPercent, { ...rules, hedgedMaintenance: 'larger' })).toEqual([null, null])
    expect(prices(hedge, '270', flatPercent, { ...rules, hedgedMaintenance: 'net' })).toEqual([null, null])
    // A wallet of 20 is 7 short at zero: 7 ÷ 0.099.
    const poor = pool('20', ['10@270'], ['9.9@270'])
    expect(prices(poor, '270', flatPercent, { ...rules, hedgedMaintenance: 'net' })).toEqual(['70.707070707071', null])
    // The fee of closing 19.9 at 0.05 % is 0.00995 per unit of price: 73 ÷ 0.10895.
    expect(prices(hedge, '270', flatPercent, { ...rules, closeFeeRate: decimal('0.0005') })).toEqual([
      null,
      '670.032124827903',
    ])
  })

  it('on the entry: maintenance stays, so that only a net position has a price', () => {
    const onEntry: PoolRules = { ...rules, maintenanceOn: 'entry' }
    // Maintenance 27 + 10.8: 1500 − 2700 + 1080 − 37.8 = −157.8; slope 6.
    expect(prices(pool('1500', ['10@270'], ['4@270']), '270', flatPercent, onEntry)).toEqual(['26.3', null])
    expect(prices(pool('90', ['10@270'], ['10@270']), '270', flatPercent, onEntry)).toEqual([null, null])
  })
})

describe("L4: Binance's published example", () => {
  // Binance FAQ "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts": a wallet of 1,535,443.01 with two cross
  // longs on different pairs. The other pair stands still: its maintenance and its PnL count as part of the wallet.
  it.each([
    ['ETHUSDT', '3683.979', '1456.84', '71200.81144', '-56354.57', [0.1, 135_365], '1153.26'],
    ['BTCUSDT', '109.488', '32481.98', '356512.508', '-448192.89', [0.025, 16_300], '26316.89'],
  ] as const)('%s', (_, quantity, entry, otherMaintenance, otherPnl, [rate, amount], published) => {
    const wallet = decimal('1535443.01').minus(otherMaintenance).plus(otherPnl)
    const tiers = tierTable([[1e9, 20, rate, amount]])
    const { below } = poolLiquidation(pool(wallet.toFixed(), [`${quantity}@${entry}`]), decimal(entry), tiers, rules)
    expect(below!.toFixed(2)).toBe(published)
  })
})

describe('L6: the bankruptcy price of a pool', () => {
  it.each<readonly [wallet: string, long: string, short: string, price: string | null, worked: string]>([
    ['1500', '10@270', '4@270', '20', '(2700 − 1080 − 1500) ÷ 6'],
    ['500', '4@270', '10@270', '353.333333333333', '(500 − 1080 + 2700) ÷ 6'],
    ['100', '10@270', '10@270', null, 'a full hedge neither gains nor loses'],
    ['5000', '10@270', '4@270', null, 'the wallet pays down to zero'],
  ])('wallet %s, long %s, short %s: %s (%s)', (wallet, long, short, price) => {
    expect(poolBankruptcyPrice(pool(wallet, [long], [short]))?.toFixed() ?? null).toBe(price)
  })
})
