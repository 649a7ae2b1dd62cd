import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const rising = `
  open high low close
  100  100  100 100
  100  111  100 110
  110  121  110 120`

describe('Several targets', () => {
  it('O6: each closes its share of the leg, as maker at its price, and the last of them the leg', () => {
    scenario({
      candles: rising,
      fees: 'maker 0.02% taker 0.05%',
      balance: '2000',
      plan: '0 open core long quantity 10 stop 90 target 110 for 50% target 20% for 50%',
    }).shows({
      fills: `
        at phase price quantity reason liquidity
        0  open  100   10       entry  taker
        1  path  110   5        target maker
        2  path  120   5        target maker`,
      legs: `
        leg  exit reason price
        core 115  target 150`,
      levels: `
        at what   price
        0  stop   90
        0  target 110
        1  target 120
        2  target –
        2  stop   –`,
    })
  })

  it('O6: the first one leaves the stop, which covers what is left', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  111  100 110
        110  110  89  90`,
      plan: '0 open core long quantity 10 stop 90 target 110 for 30% target 120 for 70%',
    }).shows({
      fills: `
        at price quantity reason
        0  100   10       entry
        1  110   3        target
        2  90    7        stop`,
      legs: `
        leg  reason price
        core stop   -40`,
    })
  })

  it('O6: shares below 100 % leave a rest, which is not closed by a target', () => {
    scenario({
      candles: rising,
      plan: '0 open core long quantity 10 target 110 for 20% target 120 for 30%',
    }).shows({
      fills: `
        at  price quantity reason
        0   100   10       entry
        1   110   2        target
        2   120   3        target
        end 120   5        end-of-data`,
    })
  })

  it('O6, O8: each is cut to the lot, and the last of shares that sum to 100 % takes the rest', () => {
    // 0.33 × 10 = 3.3 → 3, twice; what is left of 10 is 4, though 0.34 × 10 = 3.4.
    scenario({
      lot: '1',
      candles: rising,
      plan: '0 open core long quantity 10 target 105 for 33% target 110 for 33% target 120 for 34%',
    }).shows({
      fills: `
        at price quantity reason
        0  100   10       entry
        1  105   3        target
        1  110   3        target
        2  120   4        target`,
    })
  })

  it('O6: the last is the last to fill, in whatever order they are named', () => {
    scenario({
      lot: '1',
      candles: rising,
      plan: '0 open core long quantity 5 target 120 for 50% target 110 for 50%',
    }).shows({
      fills: `
        at price quantity reason
        0  100   5        entry
        1  110   2        target
        2  120   3        target`,
    })
  })

  it('O6, O13: a share of less than one lot is refused when it is due, and the others stay', () => {
    scenario({
      lot: '1',
      candles: rising,
      plan: '0 open core long quantity 1 target 110 for 50% target 120 for 50%',
    }).shows({
      fills: `
        at price quantity reason
        0  100   1        entry
        2  120   1        target`,
      refusals: `
        at leg  code         message
        1  core min-quantity the target's share is less than one lot of 1`,
    })
  })

  it('O6: they shrink with the leg in proportion, and grow with it', () => {
    // 10 → 6 by a reduction: shares of 3 each. 6 → 8 by an addition: 4 each.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  100  100 100
        100  100  100 100
        100  111  100 110
        110  121  110 120`,
      balance: '2000',
      plan: `
        0 open   core long quantity 10 target 110 for 50% target 120 for 40%
        1 reduce core 40%
        2 scale  core quantity 2`,
    }).shows({
      fills: `
        at  price quantity reason
        0   100   10       entry
        1   100   4        reduce
        2   100   2        scale
        3   110   4        target
        4   120   3.2      target
        end 120   0.8      end-of-data`,
    })
  })

  it('O6: after one has filled the others keep what they had; a reduction then shrinks them', () => {
    // 10: 5 go at 110. The reduction takes 2 of the 5 left, so that 30 % of 10 become 3 × 3 ÷ 5 = 1.8.
    scenario({
      candles: `
        open high low close
        100  100  100 100
        100  111  100 110
        110  110  110 110
        110  121  110 120`,
      plan: `
        0 open   core long quantity 10 target 110 for 50% target 120 for 30%
        2 reduce core 2`,
    }).shows({
      fills: `
        at  price quantity reason
        0   100   10       entry
        1   110   5        target
        2   110   2        reduce
        3   120   1.8      target
        end 120   1.2      end-of-data`,
    })
  })

  it('O6: of a short they lie below; one gapped past fills at the better open', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        88   88   79  80`,
      plan: '0 open hedge short quantity 4 stop 110 target 10% for 25% target 80 for 75%',
    }).shows({
      fills: `
        at phase price quantity reason
        0  open  100   4        entry
        1  open  88    1        target
        1  path  80    3        target`,
      legs: `
        leg   reason price
        hedge target 72`,
    })
  })

  it('P3: a stop and a target within one candle are ambiguous; after one target the stop takes the rest', () => {
    // High first: 5 at 110, then 5 at 95: +25. Low first: 10 at 95: −50. The worst is low first.
    const candles = `
      open high low close
      100  100  100 100
      100  111  94  100`
    const plan = '0 open core long quantity 10 stop 95 target 110 for 50% target 120 for 50%'
    scenario({ candles, plan, path: 'best' }).shows({
      fills: `
        at price quantity reason
        0  100   10       entry
        1  110   5        target
        1  95    5        stop`,
      ambiguous: 1,
    })
    scenario({ candles, plan }).shows({
      fills: `
        at price quantity reason
        0  100   10       entry
        1  95    10       stop`,
      ambiguous: 1,
    })
  })
})

describe('Adjusting several targets', () => {
  it('O6: sets them, for shares of the leg as it stands, in place of the one that there was', () => {
    scenario({
      candles: rising,
      plan: `
        0 open   core long quantity 10 target 110
        1 adjust core target 105 for 50% target 120 for 50%`,
    }).shows({
      fills: `
        at price quantity reason
        0  100   10       entry
        1  105   5        target
        2  120   5        target`,
    })
  })

  it('O6: one target replaces several, and none removes them', () => {
    scenario({
      candles: rising,
      balance: '2000',
      plan: `
        0 open   core  long quantity 10 target 110 for 50% target 120 for 50%
        0 open   third long quantity 5  target 110 for 50% target 120 for 50%
        1 adjust core  target 115
        1 adjust third target none`,
    }).shows({
      fills: `
        at  leg   price quantity reason
        0   core  100   10       entry
        0   third 100   5        entry
        2   core  115   10       target
        end third 120   5        end-of-data`,
    })
  })

  it('O6: on an entry that works, they are what it brings', () => {
    scenario({
      candles: rising,
      plan: `
        0 open   core long quantity 10 limit 99 target 110
        0 open   third long quantity 2 limit 100 target 200
        0 adjust third target 110 for 50% target 120 for 50%`,
    }).shows({
      fills: `
        at leg   price quantity reason
        0  third 100   2        entry
        1  third 110   1        target
        2  third 120   1        target`,
    })
  })
})
