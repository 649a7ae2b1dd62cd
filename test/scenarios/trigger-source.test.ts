import { describe, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

const markFalls = `
  open  high  low  close  markOpen  markHigh  markLow  markClose
  100   100   100  100    100       100       100      100
  100   100   96   96     100       100       94       94`

const lastFalls = `
  open  high  low  close  markOpen  markHigh  markLow  markClose
  100   100   100  100    100       100       100      100
  100   100   94   94     100       100       96       96`

describe('What a trigger looks at', () => {
  it('O10: a stop looks at the last price by default, whatever the mark does', () => {
    // The last falls to 96, the mark to 94: 95 is not reached. Marked at 94: −6.
    scenario({ candles: markFalls, closeAtEnd: false, plan: '0 open core long quantity 1 stop 95' }).shows({
      fills: `
        at  reason
        0   entry`,
      equity: '994',
    })
    scenario({ candles: lastFalls, plan: '0 open core long quantity 1 stop 95' }).shows({
      fills: `
        at  price  reason
        0   100    entry
        1   95     stop`,
    })
  })

  it('O10: a stop on the mark triggers where the mark reaches it, and fills at the last price of that moment', () => {
    // The mark falls from 100 to 94 and is at 97 half-way, when the last, from 100 to 96, is at 98.
    scenario({ candles: markFalls, plan: '0 open core long quantity 1 stop 97 on mark' }).shows({
      fills: `
        at  phase  price  expected  reason
        0   open   100    100       entry
        1   path   98     98        stop`,
      ambiguous: 0,
    })
  })

  it('O10: a stop on the mark stays where the last price alone reaches it', () => {
    scenario({ candles: lastFalls, closeAtEnd: false, plan: '0 open core long quantity 1 stop 95 on mark' }).shows({
      fills: `
        at  reason
        0   entry`,
    })
  })

  it('O10: a stop on the mark that the mark has gapped past fills at the open of the last price', () => {
    scenario({
      candles: `
        open  high  low  close  markOpen  markHigh  markLow  markClose
        100   100   100  100    100       100       100      100
        97    98    96   97     94        95        94       95`,
      plan: '0 open core long quantity 1 stop 95 on mark',
    }).shows({
      fills: `
        at  phase  price  reason
        0   open   100    entry
        1   open   97     stop`,
    })
  })

  it('O10: a target looks at the last price', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close  markOpen  markHigh  markLow  markClose
        100   104   100  104    100       110       100      110
        104   105   104  104    104       104       104      104`,
      plan: '0 open core long quantity 1 target 105',
    }).shows({
      fills: `
        at  phase  price  reason
        0   open   100    entry
        1   path   105    target`,
    })
  })

  it('O10: a stop keeps its source when its leg is one of two on opposite sources', () => {
    // The mark reaches 97 when the last is at 98; the last reaches 97 later.
    scenario({
      candles: markFalls,
      plan: `
        0  open a long quantity 1 stop 97 on last
        0  open b long quantity 1 stop 97 on mark`,
    }).shows({
      fills: `
        at  leg  price  reason
        0   a    100    entry
        0   b    100    entry
        1   b    98     stop
        1   a    97     stop`,
    })
  })
  it('O10: an adjusted stop keeps its source unless the adjustment names one', () => {
    // Adjusted to 97: the mark is there half-way, the last then at 98.
    scenario({
      candles: markFalls,
      plan: `
        0  open core long quantity 1 stop 90 on mark
        1  adjust core stop 97`,
    }).shows({
      fills: `
        at  price  reason
        0   100    entry
        1   98     stop`,
    })
  })

  it.each([
    ['stop and source', { stop: 97, stopOn: 'mark' }],
    ['the source alone', { stopOn: 'mark' }],
  ] as const)('O10: an adjustment may name %s', (_, adjustment) => {
    const strategy = defineStrategy({
      name: 'adjuster',
      legs: { core: { side: 'long' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1, stop: 97 }),
      onCandle({ legs: { core } }) {
        if (core.isOpen) core.adjust(adjustment)
      },
    })
    scenario({ strategy, candles: markFalls }).shows({
      fills: `
        at  price  reason
        0   100    entry
        1   98     stop`,
    })
  })
})

describe('Liquidation', () => {
  // 10 at 100, 4x: collateral 250. With maintenance 6.25 % the price is (1000 − 250) ÷ (10 × 0.9375) = 80.
  const tiers = `
    upTo     maxLeverage  rate   amount
    1000000  10           6.25%  0`
  const plan = '0 open core long quantity 10 @4x'

  it('O10: looks at the mark alone: a fall of the last price leaves the leg open', () => {
    scenario({
      tiers,
      plan,
      closeAtEnd: false,
      candles: `
        open  high  low  close  markOpen  markHigh  markLow  markClose
        100   100   60   98     100       100       81       98`,
    }).shows({
      fills: `
        at  reason
        0   entry`,
      legs: `
        leg   liquidatesAt  reason  unrealized
        core  80            –       -20`,
    })
  })

  it('O10: comes at the mark, however high the last price stands', () => {
    // −200 at 80; what is left of 250 goes to the fund.
    scenario({
      tiers,
      plan,
      candles: `
        open  high  low  close  markOpen  markHigh  markLow  markClose
        100   100   95   98     100       100       80       98`,
    }).shows({
      fills: `
        at  phase  side  price  reason
        0   open   buy   100    entry
        0   path   sell  80     liquidation`,
      legs: `
        leg   exit  reason       price  liquidation  net
        core  80    liquidation  -200   -50          -250`,
      insurance: '50',
    })
  })
})
