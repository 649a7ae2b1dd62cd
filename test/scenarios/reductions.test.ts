import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('A reduction', () => {
  const candles = `
    open  high  low  close
    100   101   99   100
    100   101   99   100
    100   101   99   100`

  it('O7: larger than its leg is cut to the leg and never flips it; what closes the leg is a signal', () => {
    scenario({
      candles,
      plan: `
        0  open core long quantity 10 @2x
        1  reduce core 15`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   10        entry
        1   sell  10        reduce`,
      legs: `
        leg   closed  reason
        core  1       signal`,
    })
  })

  it('O7: two at one open take no more than the leg holds when each of them fills', () => {
    scenario({
      candles,
      plan: `
        0  open core long quantity 10 @2x
        1  reduce core 6
        1  reduce core 6`,
    }).shows({
      fills: `
        at  order  side  quantity  reason
        0   1      buy   10        entry
        1   2      sell  6         reduce
        1   3      sell  4         reduce`,
    })
  })

  it('O7: by a share takes it of what the leg holds when it fills', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10 @2x
        1  reduce core 50%
        1  reduce core 50%`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   10        entry
        1   sell  5         reduce
        1   sell  2.5       reduce`,
    })
  })

  it('O7: after a close at the same open does nothing', () => {
    scenario({
      candles,
      plan: `
        0  open core long quantity 10 @2x
        1  close core
        1  reduce core 5`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   10        entry
        1   sell  10        signal`,
      refusals: 'none',
    })
  })
})
