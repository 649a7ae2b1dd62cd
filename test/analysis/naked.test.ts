import { describe, expect, it } from 'vitest'
import { figuresOf } from '#analysis/figures.js'
import { nakedStretches } from '#analysis/naked-stretches.js'
import { nakedTime } from '#analysis/naked-time.js'
import type { RefusalCode } from '#domain/event.js'
import type { AccountSpan, BacktestResult } from '#domain/result.js'
import { HOUR_MS } from '#domain/time.js'
import { bareResult, START } from './bare-result.js'
import { coreAndHedge, type Opening, openings } from './openings.js'

interface Refused {
  readonly candle: number
  readonly code?: RefusalCode
  readonly leg?: string
}

const spans: readonly AccountSpan[] = [
  {
    fromCandle: 0,
    wallet: 1000,
    collateral: 0,
    offset: 0,
    netQuantity: 5,
    grossQuantity: 5,
    liquidationBelow: Number.NaN,
    liquidationAbove: Number.NaN,
  },
]

/** Ten hourly candles, net long 5 at 100 throughout; a refusal at the open of a candle. */
function run(given: readonly Opening[], refused: readonly Refused[]): BacktestResult {
  const equity = [1000, 990, 980, 970, 960, 1000, 900, 800, 850, 860]
  return bareResult(equity, {
    strategy: coreAndHedge,
    curve: { equity: Float64Array.from(equity), spans },
    refusals: refused.map(({ candle, code = 'margin', leg = 'hedge' }) => ({
      at: START + candle * HOUR_MS,
      leg,
      code,
      message: '',
    })),
    ...openings(given),
  })
}

const stretches = (given: readonly Opening[], refused: readonly Refused[]) =>
  nakedStretches(run(given, refused)).map(({ cause, from, to }) => [cause, from, to])
const core = { name: 'core', opens: 0, closes: 8 }

describe('naked time', () => {
  it('runs from the refusal of a hedge until it is on', () => {
    expect(stretches([core, { name: 'hedge', opens: 6, closes: 7 }], [{ candle: 2 }])).toEqual([['refusal', 2, 6]])
  })

  it('is one stretch however often the hedge is refused', () => {
    expect(stretches([core], [{ candle: 2 }, { candle: 3 }, { candle: 5 }])).toEqual([['refusal', 2, 8]])
  })

  it('ends when the core closes, inside a candle with its close', () => {
    expect(stretches([core], [{ candle: 2 }])).toEqual([['refusal', 2, 8]])
    expect(stretches([{ ...core, closesIn: 'path' }], [{ candle: 2 }])).toEqual([['refusal', 2, 9]])
  })

  it('ends inside a candle in which the hedge fills, with its close', () => {
    const hedge = { name: 'hedge', opens: 6, closes: 7, opensIn: 'path' } as const
    expect(stretches([core, hedge], [{ candle: 2 }])).toEqual([['refusal', 2, 7]])
  })

  it('ends with the run where nothing else ends it', () => {
    expect(stretches([{ ...core, closes: null }], [{ candle: 2 }])).toEqual([['refusal', 2, 10]])
  })

  it('begins when a hedge is liquidated, too: inside a candle with the next one', () => {
    const hedge = { name: 'hedge', opens: 1, closes: 4, reason: 'liquidation' } as const
    expect(stretches([core, { ...hedge, closesIn: 'path' }], [])).toEqual([['liquidation', 5, 8]])
    expect(stretches([core, hedge], [])).toEqual([['liquidation', 4, 8]])
  })

  it('is none where the core is not open, where the hedge is on, and where something else was refused', () => {
    const hedge = { name: 'hedge', opens: 1, closes: 6 }
    expect(stretches([core], [{ candle: 9 }])).toEqual([])
    expect(stretches([core, hedge], [{ candle: 3 }])).toEqual([])
    expect(stretches([core], [{ candle: 3, code: 'leg-flat' }])).toEqual([])
    expect(stretches([core], [{ candle: 3, leg: 'core' }])).toEqual([])
    expect(stretches([core, { ...hedge, closes: 4 }], [])).toEqual([])
  })

  it('begins anew with each core', () => {
    const cores = [
      { name: 'core', opens: 0, closes: 3 },
      { name: 'core', opens: 5, closes: 9 },
    ]
    expect(stretches(cores, [{ candle: 1 }, { candle: 4 }, { candle: 6 }])).toEqual([
      ['refusal', 1, 3],
      ['refusal', 6, 9],
    ])
  })
})

describe('what naked time cost', () => {
  it('is its hours, the mean net exposure at its closes and the change of equity over it', () => {
    const result = run([core, { name: 'hedge', opens: 4, closes: 5 }], [{ candle: 2 }])
    const { hours, exposureMean, pnl } = nakedTime(result, nakedStretches(result))
    expect(hours).toBe(2)
    expect(exposureMean).toBeCloseTo((500 / 980 + 500 / 970) / 2, 12)
    expect(pnl).toBe(970 - 990)
  })

  it('starts at the initial balance, and counts a candle once where two hedges are missing', () => {
    const result = run([core], [])
    const stretch = { hedge: 'hedge', cause: 'refusal', from: 0, to: 2 } as const
    const { hours, pnl } = nakedTime(result, [stretch, { ...stretch, hedge: 'wing', from: 1, to: 3 }])
    expect([hours, pnl]).toEqual([3, -20])
    const within = nakedTime(result, [
      { ...stretch, to: 4 },
      { ...stretch, from: 1, to: 2 },
    ])
    expect(within.hours).toBe(4)
  })

  it('is zero where no hedge was missing, and undefined where none is declared', () => {
    const options = { periodsPerYear: 365, riskFree: 0 }
    const hedged = figuresOf(run([core], []), options).metrics
    expect(hedged).toMatchObject({ hedgeCost: 0, nakedHours: 0, nakedExposureMean: null, nakedPnl: 0 })
    const bare = figuresOf(bareResult([1000]), options).metrics
    expect(bare).toMatchObject({ hedgeCost: null, nakedHours: null, nakedExposureMean: null, nakedPnl: null })
  })
})
