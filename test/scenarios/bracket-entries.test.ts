import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

/*
 * A bracket entry carries its exits: stop, targets, trailing stop. They come to life with its first fill, whatever the
 * kind of the entry, for the rest of the path (P6), and measure percentages from that fill.
 */

const exits = 'stop 5% target 10% for 50% target 20% for 50%'

describe('A bracket entry brings its exits to life with its first fill', () => {
  it('O6, P6: at market', () => {
    // 100: stop 95, targets 110 and 120.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        90   90   80  90
        100  111  96  100
        100  100  94  95`,
      plan: `1 open core long quantity 4 ${exits}`,
    }).shows({
      fills: `
        at phase price quantity reason
        1  open  100   4        entry
        1  path  110   2        target
        2  path  95    2        stop`,
      levels: `
        at what   price
        1  stop   95
        1  target 110
        1  target 120
        2  stop   –
        2  target –`,
    })
  })

  it('O6, P6: at a limit; what the path did before does not count', () => {
    // The high of 111 comes before the limit of 100 fills: the target of 110 is not reached by it.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        105  111  99  104
        104  110  94  95`,
      plan: `0 open core long quantity 4 limit 100 ${exits}`,
    }).shows({
      fills: `
        at phase price quantity reason
        0  path  100   4        entry
        1  path  110   2        target
        1  path  95    2        stop`,
    })
  })

  it('O6, P6: at a trigger, with slippage: percentages are of the fill price', () => {
    // Bought at 100 + 1 % = 101: stop 95.95, targets 111.1 and 121.2. The low of 94 came first. Stopped at 95.95 − 1 % = 94.99.
    scenario({
      path: 'olhc',
      slippage: '100bps',
      candles: `
        open high low   close
        98   111  94    100
        100  112  95.95 96`,
      plan: `0 open core long quantity 4 trigger 100 ${exits}`,
    }).shows({
      fills: `
        at phase price  quantity reason
        0  path  101    4        entry
        1  path  94.99  4        stop`,
      levels: `
        at what   price
        0  stop   95.95
        0  target 111.1
        1  stop   –
        1  target –`,
    })
  })

  it('O3, P6: at a stop-limit, once the limit fills, not as it triggers', () => {
    // Triggered by the gap to 103; bought at 100 on the way down, where 95 and 110 come to life.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        98   98   97  98
        103  112  99  100
        100  111  94  96`,
      plan: `0 open core long quantity 4 trigger 99 limit 100 ${exits}`,
    }).shows({
      fills: `
        at phase price quantity reason
        1  path  100   4        entry
        2  path  110   2        target
        2  path  95    2        stop`,
    })
  })

  it.each(['', 'limit 100', 'trigger 100', 'trigger 100 limit 100'])(
    'O5, P6: a trailing stop, entry: %s',
    (waiting) => {
      // From 100 the trailing stop stands at 97, the high of 104 takes it to 101.
      scenario({
        path: 'ohlc',
        candles: `
        open high low close
        100  104  100 102
        102  102  99  100`,
        plan: `0 open core long quantity 4 ${waiting} stop 90 target 120 trailing 3`,
      }).shows({
        fills: `
        at phase price reason
        0  open  100   entry
        0  path  101   trailing`,
      })
    },
  )

  it('O3, O6: with a stop-limit', () => {
    // Bought at 100. The gap to 90 triggers the stop; 94 is reached on the way to 96.
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        101  101  99  100
        90   96   89  92`,
      plan: '0 open core long quantity 4 limit 100 stop 5% stopLimit 6% target 10%',
    }).shows({
      fills: `
        at phase price reason liquidity
        0  path  100   entry  maker
        1  path  94    stop   maker`,
    })
  })

  it('O12: one whose stop lies on the wrong side of the fill opens nothing, exits included', () => {
    scenario({
      candles: `
        open high low close
        94   96   93  95`,
      plan: '0 open core long quantity 4 limit 100 stop 95 target 110',
    }).shows({
      fills: 'none',
      levels: 'none',
      refusals: `
        at leg  code      message
        0  core stop-side the stop 95 of a long must be below 94`,
    })
  })

  it('O6: two brackets on one pair each end by their own exits', () => {
    scenario({
      path: 'ohlc',
      candles: `
        open high low close
        100  100  100 100
        100  106  93  95`,
      plan: `
        1 open core  long  quantity 2 limit 100 stop 94 target 105
        1 open hedge short quantity 2 trigger 100 stop 106 target 94`,
    }).shows({
      fills: `
        at leg   price reason
        1  core  100   entry
        1  hedge 100   entry
        1  core  105   target
        1  hedge 106   stop`,
    })
  })
})
