import { describe, expect, it } from 'vitest'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'
import { meanHedgeRatios } from '#analysis/mean-hedge-ratio.js'
import { HOUR_MS } from '#domain/time.js'
import { bareResult, START, trade } from './bare-result.js'

type Step = readonly [candle: number, leg: number, name: string, reason: FillResult['reason'], quantity: string]

const fill = ([candle, leg, name, reason, quantity]: Step): FillResult => ({
  at: START + candle * HOUR_MS,
  leg,
  name,
  order: 1,
  side: 'buy',
  price: '100',
  expected: '100',
  quantity,
  fee: '0',
  slippage: '0',
  liquidity: 'taker',
  reason,
  phase: 'open',
})

/** Ten candles; legs by id as declared. */
function held(
  declared: readonly (readonly [name: string, side: LegResult['side'], hedges: string | null])[],
  steps: readonly Step[],
): BacktestResult {
  return bareResult(Array<number>(10).fill(1000), {
    strategy: {
      name: 'Held',
      params: {},
      legs: declared.map(([name, side, hedges]) => ({ name, side, leverage: 2, hedges })),
    },
    legs: declared.map(([name, side], at) => ({ ...trade(at + 1, name, '0'), side })),
    fills: steps.map(fill),
  })
}

const pair = [
  ['core', 'long', null],
  ['hedge', 'short', 'core'],
] as const

describe('the mean hedge ratio', () => {
  it('is that of the closes at which the core is open', () => {
    const result = held(pair, [
      [1, 1, 'core', 'entry', '10'],
      [3, 2, 'hedge', 'entry', '4'],
      [5, 1, 'core', 'reduce', '5'],
      [7, 2, 'hedge', 'signal', '4'],
      [9, 1, 'core', 'signal', '5'],
    ])
    // Candles 1 and 2 without, 3 and 4 with 4 of 10, 5 and 6 with 4 of 5, 7 and 8 without: (2 × 0.4 + 2 × 0.8) ÷ 8.
    expect(meanHedgeRatios(result)).toEqual(new Map([['core', 0.3]]))
  })

  it('leaves out a hedge without its core, and is null where the core was never open', () => {
    const alone = held(pair, [
      [0, 2, 'hedge', 'entry', '4'],
      [5, 1, 'core', 'entry', '8'],
      [6, 1, 'core', 'stop', '8'],
    ])
    expect(meanHedgeRatios(alone).get('core')).toBe(0.5)
    expect(meanHedgeRatios(held(pair, [[0, 2, 'hedge', 'entry', '4']])).get('core')).toBeNull()
  })

  it('counts hedges of a hedge to the core, by their sides, and has none of a leg that nothing hedges', () => {
    const result = held(
      [
        ['core', 'short', null],
        ['hedge', 'long', 'core'],
        ['back', 'short', 'hedge'],
        ['other', 'long', null],
      ],
      [
        [0, 1, 'core', 'entry', '10'],
        [0, 2, 'hedge', 'entry', '8'],
        [0, 3, 'back', 'entry', '2'],
        [0, 4, 'other', 'entry', '5'],
      ],
    )
    expect(meanHedgeRatios(result)).toEqual(new Map([['core', 0.6]]))
  })
})
