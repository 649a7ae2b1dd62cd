import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '#domain/time.js'
import type { PathMode } from '#domain/result.js'
import { scenario } from './scenario.js'

describe('The path inside a candle', () => {
  const plan = '0 open core long quantity 1 stop 95 target 105'
  const wide = `
    open  high  low  close
    100   106   94   100`

  it('P1: ohlc meets the high first, olhc the low', () => {
    scenario({ plan, candles: wide, path: 'ohlc' }).shows({
      fills: `
        phase  price  reason
        open   100    entry
        path   105    target`,
      ambiguous: 0,
    })
    scenario({ plan, candles: wide, path: 'olhc' }).shows({
      fills: `
        phase  price  reason
        open   100    entry
        path   95     stop`,
      ambiguous: 0,
    })
  })

  it.each([
    ['105.9  94  ', 'target', 'the high is nearer: 5.9 from the open, the low 6'],
    ['106    94.1', 'stop  ', 'the low is nearer: 5.9, the high 6'],
    ['106    94  ', 'stop  ', 'they tie, and the low comes first'],
  ])('P2: nearest, high and low %s: %s, since %s', (highAndLow, reason) => {
    scenario({
      plan,
      path: 'nearest',
      candles: `
        open  high   low   close
        100   ${highAndLow}  100`,
    }).shows({
      fills: `
        phase  reason
        open   entry
        path   ${reason}`,
      ambiguous: 0,
    })
  })

  it('P2: nearest is told in decimals: 100.2 ± 5.1 is a tie, though binary floats would have the high nearer', () => {
    // In floats 105.3 − 100.2 is 5.099999999999994, and 100.2 − 95.1 is 5.1000000000000085.
    scenario({
      plan: '0 open core long quantity 1 stop 96 target 105',
      path: 'nearest',
      candles: `
        open   high   low   close
        100.2  105.3  95.1  100`,
    }).shows({
      fills: `
        phase  reason
        open   entry
        path   stop`,
    })
  })

  it('P3: worst keeps the path with the lower equity at the close, best the one with the higher', () => {
    scenario({ plan, candles: wide, path: 'worst' }).shows({
      fills: `
        price  reason
        100    entry
        95     stop`,
      ambiguous: 1,
      equity: '995',
    })
    scenario({ plan, candles: wide, path: 'best' }).shows({
      fills: `
        price  reason
        100    entry
        105    target`,
      ambiguous: 1,
      equity: '1005',
    })
  })

  it('P3: of a short, the same turned over', () => {
    const short = '0 open core short quantity 1 stop 105 target 95'
    scenario({ plan: short, candles: wide, path: 'worst' }).shows({
      fills: `
        price  reason
        100    entry
        105    stop`,
      ambiguous: 1,
    })
    scenario({ plan: short, candles: wide, path: 'best' }).shows({
      fills: `
        price  reason
        100    entry
        95     target`,
      ambiguous: 1,
    })
  })

  it('P3: unrealized PnL counts as well as what is realized, at the mark of the close', () => {
    // A long bought at 95 on the way down, with a target of 105. Low first it gains 10 there. High first it stays open,
    // and stands at +9 where the mark closes at 104, at +11 where it closes at 106.
    const bought = (markClose: string, path: PathMode) =>
      scenario({
        path,
        closeAtEnd: false,
        candles: `
          open  high  low  close  markOpen  markHigh  markLow  markClose
          100   107   94   104    100       107       94       ${markClose}`,
        plan: '0 open core long quantity 1 limit 95 target 105',
      })
    const stays = `
      price  reason
      95     entry`
    const gains = `
      price  reason
      95     entry
      105    target`
    bought('104', 'worst').shows({ fills: stays, ambiguous: 1, equity: '1009' })
    bought('104', 'best').shows({ fills: gains, ambiguous: 1, equity: '1010' })
    bought('106', 'worst').shows({ fills: gains, ambiguous: 1, equity: '1010' })
    bought('106', 'best').shows({ fills: stays, ambiguous: 1, equity: '1011' })
  })

  it.each(['worst', 'best'] as const)('P3: %s keeps the low first where both paths leave the same equity', (path) => {
    // High first: the short sold at 105 gains 10 at 95, the long bought at 95 stands at 100: +5.
    // Low first: the long gains 10 at 105, the short stands at 100: +5. Both 15.
    scenario({
      path,
      closeAtEnd: false,
      candles: wide,
      plan: `
        0  open up long quantity 1 limit 95 target 105
        0  open down short quantity 1 limit 105 target 95`,
    }).shows({
      fills: `
        leg   side  price  reason
        up    buy   95     entry
        up    sell  105    target
        down  sell  105    entry`,
      ambiguous: 1,
      equity: '1015',
    })
  })

  it('P3: the least difference decides, here one hundred-millionth', () => {
    // The targets of the tie above, one tick of 0.00000001 better for the long: low first is worth more, high first is worst.
    const tie = {
      tick: '0.00000001',
      closeAtEnd: false,
      candles: wide,
      plan: `
        0  open up long quantity 1 limit 95 target 105.00000001
        0  open down short quantity 1 limit 105 target 95`,
    }
    scenario({ ...tie, path: 'worst' }).shows({ ambiguous: 1, equity: '1015' })
    scenario({ ...tie, path: 'best' }).shows({ ambiguous: 1, equity: '1015.00000001' })
  })
})

describe('Two legs on one path', () => {
  const candles = `
    open  high  low  close
    100   106   94   100`

  it('P3: the path that is bad for the account may be good for the hedge', () => {
    // High first: core +50, hedge stopped −20: +30. Low first: core −50, hedge +20: −30. Not −70, which no path gives.
    const plan = `
      0  open core long quantity 10 @5x stop 95 target 105
      0  open hedge short quantity 4 @5x stop 105 target 95`
    scenario({ candles, plan, path: 'worst' }).shows({
      legs: `
        leg    reason  net
        core   stop    -50
        hedge  target  20`,
      ambiguous: 1,
      equity: '970',
    })
    scenario({ candles, plan, path: 'best' }).shows({
      legs: `
        leg    reason  net
        core   target  50
        hedge  stop    -20`,
      ambiguous: 1,
      equity: '1030',
    })
  })

  it('P3: where the hedge is the larger leg it decides', () => {
    scenario({
      candles,
      path: 'worst',
      plan: `
        0  open core long quantity 4 @5x stop 95 target 105
        0  open hedge short quantity 10 @5x stop 105 target 95`,
    }).shows({
      legs: `
        leg    reason  net
        core   target  20
        hedge  stop    -50`,
      ambiguous: 1,
      equity: '970',
    })
  })

  it.each(['worst', 'best'] as const)(
    'P3: %s is not ambiguous where both paths fill the same, in another order',
    (path) => {
      // Both stops are hit on either path: −5 and −5.
      scenario({
        candles,
        path,
        plan: `
        0  open core long quantity 1 stop 95
        0  open hedge short quantity 1 stop 105`,
      }).shows({
        fills: `
        leg    side  price  reason
        core   buy   100    entry
        hedge  sell  100    entry
        core   sell  95     stop
        hedge  buy   105    stop`,
        ambiguous: 0,
        equity: '990',
      })
    },
  )

  it('P3: is ambiguous where only a quantity differs', () => {
    // Sized by equity at its fill. Low first: 1000 − 40 there, a fifth of it ÷ 96 = 2; then 50 + 2 × 4.
    // High first, after the target: 1050, a fifth of it ÷ 96 = 2.187, which gains more.
    scenario({
      path: 'worst',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   106   96   100`,
      plan: `
        0  open core long quantity 10 @5x target 105
        0  open dip long fractionOfEquity 0.2 limit 96`,
    }).shows({
      fills: `
        leg   quantity  price  reason
        core  10        100    entry
        dip   2         96     entry
        core  10        105    target`,
      ambiguous: 1,
      equity: '1058',
    })
  })
})

describe('Counting', () => {
  it.each([
    ['worst', [1, 3]],
    ['best', [1, 3]],
    ['ohlc', []],
    ['olhc', []],
    ['nearest', []],
  ] as const satisfies readonly (readonly [PathMode, readonly number[]])[])(
    'P7: %s counts the ambiguous candles: %j',
    (path, candles) => {
      // Candles 1 and 3 reach stop and target; candle 0 and 2 do not.
      const { result } = scenario({
        path,
        candles: `
        open  high  low  close
        100   101   99   100
        100   106   94   100
        100   101   99   100
        100   106   94   100`,
        plan: `
        0  open a long quantity 1 stop 95 target 105
        2  open b long quantity 1 stop 95 target 105`,
      })
      expect(result.path).toEqual({
        mode: path,
        ambiguousCandles: candles.length,
        ambiguousAt: candles.map((candle) => Date.UTC(2025, 0, 1) + candle * HOUR_MS),
        // Each candle of two ways has the stop or the target in second place, its one fill at that instant.
        choices: candles.map((candle) => ({
          at: Date.UTC(2025, 0, 1) + candle * HOUR_MS,
          first: path === 'worst' ? 'low' : 'high',
          decided: [0],
        })),
        missingFine: null,
        bracket: null,
      })
    },
  )
})
