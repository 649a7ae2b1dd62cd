import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const touches = `
  open high low close
  100  100  100 100
  100  101  95  96
  96   96   94.99 96`

describe('What fills a limit', () => {
  it('O2: a touch fills it by default', () => {
    scenario({ candles: touches, plan: '1 open core long quantity 1 limit 95', closeAtEnd: false }).shows({
      fills: `
        at leg  price liquidity reason
        1  core 95    maker     entry`,
    })
  })

  it('O2: through wants one tick more, and fills at the limit all the same', () => {
    scenario({
      limitFill: 'through',
      candles: touches,
      plan: '1 open core long quantity 1 limit 95',
      closeAtEnd: false,
    }).shows({
      fills: `
        at leg  price liquidity reason
        2  core 95    maker     entry`,
    })
  })

  it('O4: a target is a limit too', () => {
    scenario({
      limitFill: 'through',
      candles: `
        open high   low close
        100  105    100 104
        104  105.01 104 104`,
      plan: '0 open core long quantity 1 target 105',
    }).shows({
      fills: `
        at leg  price liquidity reason
        0  core 100   taker     entry
        1  core 105   maker     target`,
    })
  })

  it('O2: an open that is better fills it there, if it is a tick better', () => {
    scenario({
      limitFill: 'through',
      candles: `
        open  high low   close
        100   100  100   100
        94.5  96   94.5  96`,
      plan: '1 open core long quantity 1 limit 95',
      closeAtEnd: false,
    }).shows({
      fills: `
        at leg  price liquidity reason
        1  core 94.5  taker     entry`,
    })
  })

  it('O2, O13: post-only is refused where it would take, and rests where it would not', () => {
    scenario({
      candles: `
        open high low close
        100  100  100 100
        94   96   94  96
        96   98   96  98`,
      plan: `
        1 open core  long  quantity 1 limit 95 postOnly
        1 open hedge short quantity 1 limit 97 postOnly`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        at leg  code      message
        1  core post-only the limit 95 would take at 94`,
      fills: `
        at leg   price liquidity reason
        2  hedge 97    maker     entry`,
    })
  })
})
