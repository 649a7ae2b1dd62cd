import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A trailing stop', () => {
  it('O5: follows the extreme at its distance, and never loosens', () => {
    // From 100: 95; the high of 110 takes it to 105; the fall to 104 sets it off there.
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  100  100 100
        100  110  100 108
        108  109  104 105`,
      plan: '0 open core long quantity 1 trailing 5',
    }).shows({
      fills: `
        at leg  price reason
        0  core 100   entry
        2  core 105   trailing`,
      levels: `
        at leg what price
        0  core stop 95
        2  core stop 105
        2  core stop –`,
    })
  })

  it('O5: what the path has shown moves it, what comes later tests it, in the same candle', () => {
    // Low first: 96 does not reach 95; the high of 110 moves it to 105; the close of 104 is below.
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  110  96  104`,
      plan: '0 open core long quantity 1 trailing 5',
    }).shows({
      fills: `
        at leg  price phase reason
        0  core 100   open  entry
        0  core 105   path  trailing`,
    })
  })

  it('O5: a percentage is of the extreme; of a short it trails above', () => {
    // Extreme 80: 80 × 1.05 = 84.
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  100  100 100
        100  100  80  85`,
      plan: '0 open hedge short quantity 1 trailing 5%',
    }).shows({
      fills: `
        at leg   price reason
        0  hedge 100   entry
        1  hedge 84    trailing`,
    })
  })

  it('O5: before its activation it is no stop; from there on it trails', () => {
    // 97 would be 3 below 100 and does nothing; 106 activates it and is the extreme: 103.
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  101  90  100
        100  106  100 105
        105  105  102 104`,
      plan: '0 open core long quantity 1 trailing 3 from 105',
    }).shows({
      fills: `
        at leg  price reason
        0  core 100   entry
        2  core 103   trailing`,
    })
  })

  it('O5: multiples of the average true range are read at each close; they tighten, and do not loosen', () => {
    // True ranges 4, 4, then 2, 2: Wilder of period 2 is 4, 3, 2.5 at the closes of candles 1, 2 and 3.
    // Opened at 100 in candle 2 with 2 × 4: 92. Candle 3: 100 − 2 × 3 = 94. Candle 4: 100 − 2 × 2.5 = 95: hit.
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  102  98  100
        100  102  98  100
        100  100  98  100
        100  100  98  100
        100  100  94  96`,
      plan: '2 open core long quantity 1 trailing 2 atr 2',
    }).shows({
      fills: `
        at leg  price reason
        2  core 100   entry
        4  core 95    trailing`,
    })
  })

  it('O5: a gap past it fills at the open, and its siblings go', () => {
    scenario({
      path: 'olhc',
      candles: `
        open high low close
        100  110  100 110
        103  103  103 103
        103  130  70  103`,
      plan: '0 open core long quantity 1 stop 80 target 120 trailing 5',
    }).shows({
      fills: `
        at leg  price phase reason
        0  core 100   open  entry
        1  core 103   open  trailing`,
    })
  })

  it('O5, L7: set, replaced and removed while the leg is open', () => {
    // Set at the close of 100: 90, and 98 after the high of 108. Replaced at 108 by 5: 103. Removed: nothing ends it.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        100  100  100 100
        100  108  100 108
        108  108  104 104
        104  104  60  104`,
      plan: `
        0 open core long quantity 1
        1 adjust core trailing 10
        2 adjust core trailing 5
        3 adjust core trailing none`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at leg  price reason
        0  core 100   entry`,
    })
  })
})
