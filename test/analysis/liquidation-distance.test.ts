import { describe, expect, it } from 'vitest'
import { accountLiquidationDistance, legLiquidationDistance } from '#analysis/liquidation-distance.js'
import { marginUse } from '#analysis/margin-use.js'
import type { Candles } from '#domain/candles.js'
import type { AccountSpan, BacktestResult, LevelChange } from '#domain/result.js'
import { HOUR_MS } from '#domain/time.js'
import { bareResult, flatCandles, START } from './bare-result.js'
import { type Opening, openings } from './openings.js'

const flat: AccountSpan = {
  fromCandle: 0,
  wallet: 1000,
  collateral: 0,
  offset: 1000,
  netQuantity: 0,
  grossQuantity: 0,
  liquidationBelow: Number.NaN,
  liquidationAbove: Number.NaN,
}

/** Closes at 100, lows at 90, highs at 105; candle 5 falls to 80. */
function market(): Candles {
  const candles = flatCandles(new Float64Array(10).fill(100))
  const low = new Float64Array(10).fill(90)
  low[5] = 80
  return { ...candles, low, high: new Float64Array(10).fill(105) }
}

function run(
  given: readonly Opening[],
  spans: readonly AccountSpan[],
  levels: readonly LevelChange[] = [],
): BacktestResult {
  const candles = market()
  const equity = new Float64Array(10).fill(1000)
  return bareResult([...equity], { candles, mark: candles, curve: { equity, spans }, levels, ...openings(given) })
}

const at = (candle: number) => START + candle * HOUR_MS
const level = (candle: number, price: string | null, leg = 1): LevelChange => ({
  at: at(candle),
  leg,
  what: 'liquidation',
  price,
})

describe('the smallest distance of the account to liquidation', () => {
  it('is at the lowest low or the highest high of a candle, whichever is nearer to its price', () => {
    const open = { ...flat, fromCandle: 1, liquidationBelow: 60, liquidationAbove: 140 }
    const found = accountLiquidationDistance(run([{ name: 'core', opens: 1, closes: null }], [flat, open]))
    expect(found).toEqual({ distance: 0.25, at: at(5) })
    const shorter = { ...open, liquidationAbove: 126 }
    const above = accountLiquidationDistance(run([{ name: 'core', opens: 1, closes: null }], [flat, shorter]))
    expect(above).toEqual({ distance: 0.2, at: at(2) })
  })

  it('takes the close alone of a candle in which something filled', () => {
    const open = { ...flat, fromCandle: 5, liquidationBelow: 60 }
    const result = run([{ name: 'core', opens: 5, closes: 6 }], [flat, open, { ...flat, fromCandle: 6 }])
    expect(accountLiquidationDistance(result)).toEqual({ distance: 0.4, at: at(5) })
  })

  it('takes a candle without a fill by the prices with which it began', () => {
    const open = { ...flat, fromCandle: 1, liquidationBelow: 60 }
    const moved = { ...flat, fromCandle: 5, liquidationBelow: 10 }
    const result = run([{ name: 'core', opens: 1, closes: null }], [flat, open, moved])
    expect(accountLiquidationDistance(result)).toEqual({ distance: 0.25, at: at(5) })
  })

  it('is zero where a leg was liquidated', () => {
    const open = { ...flat, fromCandle: 1, liquidationBelow: 80 }
    const liquidated = { name: 'core', opens: 1, closes: 5, closesIn: 'path', reason: 'liquidation' } as const
    const result = run([liquidated], [flat, open, { ...flat, fromCandle: 5 }])
    expect(accountLiquidationDistance(result)).toEqual({ distance: 0, at: at(5) })
  })

  it('of two equal ones is the first', () => {
    const forced = { name: 'core', opens: 1, reason: 'liquidation' } as const
    const result = run(
      [
        { ...forced, closes: 7 },
        { ...forced, closes: 3 },
      ],
      [flat],
    )
    expect(accountLiquidationDistance(result)).toEqual({ distance: 0, at: at(3) })
  })

  it('is undefined where nothing could be liquidated', () => {
    expect(accountLiquidationDistance(run([], [flat]))).toBeNull()
  })
})

describe('the smallest distance of a leg', () => {
  it('follows its own price as it moves', () => {
    const result = run([{ name: 'core', opens: 1, closes: 8 }], [], [level(1, '50'), level(6, '75'), level(8, null)])
    // 80 is nearer to 50 than 90 is to 75: (80 − 50) ÷ 80 = 0.375; (90 − 75) ÷ 90 = 0.1667
    expect(legLiquidationDistance(result, result.legs)).toEqual({ distance: expect.closeTo(15 / 90, 12), at: at(6) })
  })

  it('takes the close of the candle in which it opens, and leaves out that in which it closes', () => {
    const result = run([{ name: 'core', opens: 4, closes: 5 }], [], [level(4, '60'), level(5, null)])
    expect(legLiquidationDistance(result, result.legs)).toEqual({ distance: 0.4, at: at(4) })
  })

  it('looks up for a price above the mark, and at the given openings alone', () => {
    const given = [
      { name: 'core', opens: 0, closes: null },
      { name: 'hedge', opens: 0, closes: null },
    ]
    const result = run(given, [], [level(0, '79'), level(0, '126', 2)])
    expect(legLiquidationDistance(result, [result.legs[1]])).toEqual({ distance: 0.2, at: at(1) })
    expect(legLiquidationDistance(result, [])).toBeNull()
  })
})

describe('margin use', () => {
  it('is collateral ÷ wallet at closes: its mean and its maximum', () => {
    const spans = [flat, { ...flat, fromCandle: 4, collateral: 250 }, { ...flat, fromCandle: 9, collateral: 600 }]
    expect(marginUse(run([], spans))).toEqual({ mean: (5 * 0.25 + 0.6) / 10, max: 0.6 })
  })

  it('leaves closes with an empty wallet out', () => {
    const spans = [
      { ...flat, collateral: 100 },
      { ...flat, fromCandle: 5, wallet: 0 },
    ]
    expect(marginUse(run([], spans))).toEqual({ mean: 0.1, max: 0.1 })
    expect(marginUse(run([], [{ ...flat, wallet: 0 }]))).toEqual({ mean: null, max: null })
  })
})
