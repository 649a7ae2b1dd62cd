import { describe, expect, it } from 'vitest'
import { scenario } from './scenario.js'

const hours = `
  open  high  low  close
  100   100   100  100
  100   100   100  100
  100   100   100  100
  100   100   100  100`

describe('Fees by date', () => {
  it('L9: the rates are those in force as the candle opens', () => {
    // 1000 at 2 % in candle 1; 500 at 3 % in candle 2, and again at the end.
    const { result } = scenario({
      candles: hours,
      fees: `
        from  maker  taker
        0     0.5%   2%
        2     1%     3%`,
      balance: '10000',
      plan: `
        1 open core long quantity 10
        2 reduce core 5`,
    }).shows({
      fills: `
        at   leg   reason       liquidity  fee
        1    core  entry        taker      20
        2    core  reduce       taker      15
        end  core  end-of-data  taker      15`,
    })
    expect(result.assumptions).toContain(
      'Fees: from 2025-01-01T00:00:00Z maker 0.005, taker 0.02; from 2025-01-01T02:00:00Z maker 0.01, taker 0.03 of notional.',
    )
  })

  it('L9: maker rates are dated too', () => {
    scenario({
      candles: `
        open  high  low  close
        100   100   99   100
        100   100   98   100`,
      fees: `
        from  maker  taker
        0     0.5%   2%
        1     1%     3%`,
      plan: `
        0 open a long quantity 1 limit 99
        0 open b long quantity 1 limit 98`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  leg  price  liquidity  fee
        0   a    99     maker      0.495
        1   b    98     maker      0.98`,
    })
  })

  it('L9: before the first known state the first stands in, and the result says so', () => {
    const { result } = scenario({
      candles: hours,
      fees: `
        from  maker  taker
        2     1%     2%`,
      plan: '0 open core long quantity 1',
      closeAtEnd: false,
    }).shows({
      fills: `
        at  fee
        0   2`,
    })
    expect(result.assumptions).toContain('Fees: from 2025-01-01T02:00:00Z maker 0.01, taker 0.02 of notional.')
    expect(result.assumptions).toContain(
      'Fees before 2025-01-01T02:00:00Z are not known: the first known state stands in.',
    )
  })
})

const byVolume = `
  volume30d  maker  taker
  0          1%     2%
  1000       0.5%   1%`

/** Days at 100, but for the low of one of them. */
function days(count: number, lows: Readonly<Record<number, number>> = {}): string {
  const rows = Array.from({ length: count }, (_, day) => `100 100 ${lows[day] ?? 100} 100`)
  return ['open high low close', ...rows].join('\n')
}

describe('Fees by 30-day volume', () => {
  it('L9: a fill pays by what was traded before it, not by itself; in the same candle, too', () => {
    // 9.9 × 100 is 990, below 1000. The next brings the volume to 1000, and still pays 2 %. Then it is 1 %.
    const { result } = scenario({
      candles: hours,
      fees: byVolume,
      balance: '10000',
      plan: `
        0 open a long quantity 9.9
        0 open b long quantity 0.1
        0 open c long quantity 1
        1 close a`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  leg  side  quantity  fee
        0   a    buy   9.9       19.8
        0   b    buy   0.1       0.2
        0   c    buy   1         1
        1   a    sell  9.9       9.9`,
    })
    expect(result.assumptions).toContain(
      'Fees: maker 0.01, taker 0.02, from a 30-day volume of 1000 maker 0.005, taker 0.01 of notional.',
    )
    expect(result.assumptions).toContain(
      'The 30-day volume that fees go by is that of the run: its own fills, from zero at its beginning.',
    )
  })

  it('L9: a fill counts for less than 30 days', () => {
    // 1000 on day 0. On day 29 they count; on day 30, 30 days later, what counts are the 100 of day 29.
    scenario({
      timeframe: '1d',
      candles: days(32),
      fees: byVolume,
      balance: '10000',
      plan: `
        0  open a long quantity 10
        29 open b long quantity 1
        30 open c long quantity 1`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  leg  fee
        0   a    20
        29  b    1
        30  c    2`,
    })
  })

  it('L9: a liquidation is a fill of the account, and counts', () => {
    // Long 5 @10x from 100: liquidated at 450 ÷ (5 × 0.99) = 90.909090909091, which is 454.5454… of notional. With the 500
    // of the entry 954.5454…; with the 45 of b 999.5454…, which is too little for c; with the 10 of c enough for d.
    scenario({
      candles: `
        open  high  low  close
        100   100   90   100
        100   100   100  100
        100   100   100  100`,
      fees: byVolume,
      plan: `
        0 open a long quantity 5 @10x
        1 open b long quantity 0.45
        1 open c long quantity 0.1
        2 open d long quantity 0.1`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  leg  reason       fee
        0   a    entry        10
        0   a    liquidation  0
        1   b    entry        0.9
        1   c    entry        0.2
        2   d    entry        0.1`,
    })
  })

  it('L9, P3: each path goes by the volume of its own fills', () => {
    // 100 are bought at the open. High first, the target sells 110 at 1 %, then 210 are traded and 900 cost 0.5 %. Low
    // first, the 900 cost 1 %, and the sale of 110 then 0.5 %.
    const played = (path: 'ohlc' | 'olhc', fills: string) =>
      scenario({
        path,
        candles: `
          open  high  low  close
          100   110   90   100`,
        fees: byVolume.replace('1000', '150'),
        balance: '10000',
        plan: `
          0 open core long quantity 1 target 110
          0 open dip long quantity 10 limit 90`,
        closeAtEnd: false,
      }).shows({ fills })
    played(
      'ohlc',
      `
        leg   price  liquidity  fee
        core  100    taker      2
        core  110    maker      1.1
        dip   90     maker      4.5`,
    )
    played(
      'olhc',
      `
        leg   price  liquidity  fee
        core  100    taker      2
        dip   90     maker      9
        core  110    maker      0.55`,
    )
  })

  it('L9: dates and volumes together', () => {
    scenario({
      candles: hours,
      balance: '10000',
      fees: `
        from  volume30d  maker  taker
        0     0          1%     2%
        2     0          1%     4%
        2     1000       1%     3%`,
      plan: `
        0 open a long quantity 10
        1 open b long quantity 1
        2 open c long quantity 1`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  leg  fee
        0   a    20
        1   b    2
        2   c    3`,
    })
  })
})

describe('The closing fee in the test of a liquidation', () => {
  /** Long 10 @10x from 100: with a fee of 2 % 900 ÷ (10 × 0.97) = 92.7835…, with 1 % 900 ÷ (10 × 0.98) = 91.8367… */
  const plan = '0 open core long quantity 10 @10x'
  const liquidated = (at: string, price: string) => `
    at     price   reason
    0      100     entry
    ${at}  ${price}  liquidation`
  const untouched = `
    at  price  reason
    0   100    entry`

  it.each([
    [1, liquidated('1', '92.783505154639')],
    [2, untouched],
  ])('L3: is at the taker rate by date: a low of 92.5 in candle %i', (candle, fills) => {
    scenario({
      timeframe: '1d',
      candles: days(4, { [candle]: 92.5 }),
      closeFeeInTest: true,
      fees: `
        from  maker  taker
        0     0%     2%
        2     0%     1%`,
      plan,
      closeAtEnd: false,
    }).shows({ fills })
  })

  it.each([
    [0, liquidated('0', '92.783505154639'), 'nothing was traded as the candle opened'],
    [1, untouched, '1000 were traded'],
    [29, untouched, 'they still count'],
    [30, liquidated('30', '92.783505154639'), 'they count no more'],
  ])('L3: is at the taker rate by volume as the candle opens: a low of 92.5 on day %i: %#', (day, fills) => {
    scenario({
      timeframe: '1d',
      candles: days(33, { [day]: 92.5 }),
      closeFeeInTest: true,
      fees: byVolume,
      plan,
      closeAtEnd: false,
    }).shows({ fills })
  })
})
