import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

describe('The worst and the best that a leg has stood at', () => {
  it('are taken from every extreme while it is open', () => {
    // 10 at 100: lowest 96, highest 107
    scenario({
      candles: `
        open  high  low  close
        100   101   98   100
        100   107   96   103
        103   104   102  103`,
      plan: `
        0  open core long quantity 10 @5x
        0  open hedge short quantity 2 @5x`,
    }).shows({
      legs: `
        leg    mae  mfe  candles
        core   -40  70   3
        hedge  -14  8    3`,
    })
  })

  it('end where the leg ends: what the path shows after its stop does not count', () => {
    scenario({
      path: 'olhc',
      candles: `
        open  high  low  close
        100   102   99   101
        101   120   90   110`,
      plan: '0 open core long quantity 10 @5x stop 95',
    }).shows({
      legs: `
        leg   reason  mae  mfe  candles
        core  stop    -50  20   2`,
    })
  })

  it('begin where the leg begins: what the path showed before its entry does not count', () => {
    // High first, then bought at 96 on the way down to 94, closing at 97
    scenario({
      path: 'ohlc',
      candles: `
        open  high  low  close
        100   110   94   97`,
      plan: '0 open core long quantity 10 @5x limit 96',
    }).shows({
      legs: `
        leg   entry  mae  mfe  candles
        core  96     -20  10   1`,
    })
  })

  it.each([
    ['worst', '-5', '0'],
    ['best', '0', '5'],
  ] as const)('are those of the path that is kept: %s', (path, mae, mfe) => {
    scenario({
      path,
      candles: `
        open  high  low  close
        100   106   94   100`,
      plan: '0 open core long quantity 1 stop 95 target 105',
    }).shows({
      legs: `
        leg   mae     mfe
        core  ${mae}  ${mfe}`,
      ambiguous: 1,
    })
  })

  it('keep what a reduction has realized', () => {
    // Half of 10 sold at 110: +50 for good. At 88 the rest stands at −60: −10 together. Best: all of it at 110.
    scenario({
      candles: `
        open  high  low  close
        100   110   100  110
        110   110   88   99`,
      plan: `
        0  open core long quantity 10 @2x
        1  reduce core 50%`,
    }).shows({
      legs: `
        leg   price  mae  mfe
        core  45     -10  100`,
    })
  })

  it('are zero for a leg that stands still, and never positive or negative the wrong way round', () => {
    scenario({
      candles: `
        open  high  low  close
        100   100   100  100
        100   103   100  103`,
      plan: `
        0  open core long quantity 1
        1  open hedge short quantity 1`,
    }).shows({
      legs: `
        leg    mae  mfe
        core   0    3
        hedge  -3   0`,
    })
  })
})
