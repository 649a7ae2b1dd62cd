import { describe, expect, it } from 'vitest'
import type { PositionMode } from '#domain/position.js'
import { legFigures } from '#analysis/leg-figures.js'
import { nakedStretches } from '#analysis/naked-stretches.js'
import { defineStrategy } from '#strategy/define.js'
import { type Expectations, scenario } from './scenario.js'

const candles = `
  open high low close
  100  100  100 100
  100  110  100 110
  110  120  110 120
  120  120  115 115
  115  115  105 105
  105  105  100 100`

type Seen = readonly (readonly (number | null)[])[]

/** A core, a second long and a hedge, without a word of what the venue makes of them. */
function played(positionMode: PositionMode, expected: Expectations) {
  const seen: (readonly (number | null)[])[] = []
  const heard: string[] = []
  const strategy = defineStrategy({
    name: 'Three legs',
    legs: {
      core: { side: 'long', leverage: 5 },
      third: { side: 'long', leverage: 2 },
      hedge: { side: 'short', leverage: 4, hedges: 'core' },
    },
    state: () => ({ close: 0 }),
    onCandle({ legs: { core, third, hedge }, equity, state }) {
      const close = state.close++
      seen.push([core.quantity, third.quantity, hedge.quantity, core.entry, third.entry, hedge.entry, round(equity)])
      if (close === 0) core.open({ quantity: 10 })
      if (close === 1) third.open({ quantity: 5 })
      if (close === 2) hedge.open({ ratioOf: 'core', ratio: 0.6 })
      if (close === 3) third.close()
      if (close === 4) core.close()
    },
    onFill({ fill }) {
      heard.push(`${fill.leg} ${fill.side} ${fill.quantity} ${fill.reason}`)
    },
  })
  const { result } = scenario({ candles, strategy, positionMode }).shows(expected)
  return { seen: seen as Seen, heard, result }
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6

/** What each leg does is the same; only where it stands differs. 10 × 5 + 5 × 5 + 6 × 20 = 195. */
const sameInAll: Seen = [
  [0, 0, 0, null, null, null, 1000],
  [10, 0, 0, 100, null, null, 1100],
  [10, 5, 0, 100, 110, null, 1250],
  [10, 5, 6, 100, 110, 120, 1205],
  [10, 0, 6, 100, null, 120, 1165],
  [0, 0, 6, null, null, 120, 1195],
]
const fillsInAll = [
  'core buy 10 entry',
  'third buy 5 entry',
  'hedge sell 6 entry',
  'third sell 5 signal',
  'core sell 10 signal',
]

describe('M4: one strategy in every position mode', () => {
  it('M4: multi-trade holds each leg apart', () => {
    const { seen, heard } = played('multi-trade', {
      legs: `
        leg   id side  leverage margin price
        core  1  long  5        200    50
        third 2  long  2        275    25
        hedge 3  short 4        180    120`,
      merges: 'none',
      equity: '1195',
    })
    expect(seen).toEqual(sameInAll)
    expect(heard).toEqual(fillsInAll)
  })

  it('M4: hedged holds the two longs as one, named core', () => {
    // 1550 for 15. A third leaves at 115: 575 − 516.66666667; the rest at 105: 1050 − 1033.33333333.
    const { seen, heard } = played('hedged', {
      fills: `
        at  leg   id side quantity reason
        1   core  1  buy  10       entry
        2   third 1  buy  5        entry
        3   hedge 2  sell 6        entry
        4   third 1  sell 5        signal
        5   core  1  sell 10       signal
        end hedge 2  buy  6        end-of-data`,
      legs: `
        leg   id side  leverage margin price
        core  1  long  5        310    75
        hedge 2  short 4        180    120`,
      merges: 'at leg id what quantity\n2 third 1 merged 5',
      equity: '1195',
    })
    expect(seen).toEqual(sameInAll)
    expect(heard).toEqual(fillsInAll)
  })

  it('M4: one-way holds the net, which the last exit turns to a short named hedge', () => {
    // The hedge sells 6 of 15 at 120: 720 − 620. The third 5 at 115: 575 − 516.66666667. The core's 10 at 105 find 4:
    // 420 − 413.33333333; 6 are a short then, which ends at 100: 630 − 600.
    const { seen, heard } = played('one-way', {
      fills: `
        at  leg   id side quantity reason
        1   core  1  buy  10       entry
        2   third 1  buy  5        entry
        3   hedge 1  sell 6        entry
        4   third 1  sell 5        signal
        5   core  1  sell 4        signal
        5   core  2  sell 6        signal
        end hedge 2  buy  6        end-of-data`,
      legs: `
        leg   id side  leverage margin price reason
        core  1  long  5        310    165   signal
        hedge 2  short 4        157.5  30    end-of-data`,
      merges: `
        at leg   id what   quantity
        2  third 1  merged 5
        3  hedge 1  netted 6
        5  core  2  turned 6`,
      equity: '1195',
    })
    expect(seen).toEqual(sameInAll)
    expect(heard).toEqual([...fillsInAll.slice(0, 4), 'core sell 4 signal', 'core sell 6 signal'])
  })

  it('M4: what a leg has traded by its own orders is the same in all, whoever’s name it was booked to', () => {
    const figures = (mode: PositionMode) => {
      const { result } = played(mode, { equity: '1195' })
      return legFigures(result, new Map()).map(({ name, maxDrawdown, timeInMarket }) => [
        name,
        maxDrawdown,
        timeInMarket,
      ])
    }
    const apart = figures('multi-trade')
    // The core: from 200 at 120 down to 50 at 105.
    expect(apart[0]).toEqual(
      ['core', 150, 4 / 6].map((one) => (typeof one === 'number' ? Number(one.toPrecision(12)) : one)),
    )
    expect(figures('hedged')).toEqual(apart)
    expect(figures('one-way')).toEqual(apart)
  })
})

describe('M4: a liquidation of what was merged', () => {
  const crash = `
    open high low close
    100  100  100 100
    100  100  100 100
    100  100  60  60
    60   60   60  60`

  it.each([
    ['hedged', 1],
    ['one-way', 1],
    ['multi-trade', 2],
  ] as const)(
    'M4: %s: a hedge that it ends is naked time, under whichever name it was booked',
    (positionMode, ended) => {
      // The long wing hedges a short: both wings go at the first liquidation where they are one position.
      const { result } = scenario({
        candles: crash,
        positionMode,
        plan: `
        0 open other long  quantity 4 @20x
        0 open core  short quantity 1 @2x
        0 open wing  long  ratioOf core 1 @20x`,
      })
      expect(result.legs.filter(({ exitReason }) => exitReason === 'liquidation')).toHaveLength(ended)
      const naked = nakedStretches(result).map(({ hedge, cause }) => [hedge, cause])
      expect(naked).toEqual(positionMode === 'one-way' ? [] : [['wing', 'liquidation']])
    },
  )
})
