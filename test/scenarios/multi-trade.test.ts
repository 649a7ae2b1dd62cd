import { describe, it } from 'vitest'
import { scenario } from './scenario.js'

const calm = `
  open  high  low  close
  100   101   99   100
  100   101   99   100
  100   101   99   100`

describe('Legs of one pair', () => {
  it('M1: a long and a short stand side by side, each with its own leverage, collateral and result', () => {
    // core 10 × (110 − 100) = 100; hedge 4 × (100 − 110) = −40. Collateral 1000 ÷ 4 and 400 ÷ 8.
    scenario({
      candles: `
        open  high  low  close
        100   111   99   110`,
      plan: `
        0  open core long quantity 10 @4x
        0  open hedge short quantity 4 @8x`,
    }).shows({
      legs: `
        leg    id  side   leverage  quantity  margin  entry  exit  price  net
        core   1   long   4         10        250     100    110   100    100
        hedge  2   short  8         4         50      100    110   -40    -40`,
      equity: '1060',
    })
  })

  it('M1: entries of different legs on one side are never averaged', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        110   111   99   110`,
      plan: `
        0  open a long quantity 1
        1  open b long quantity 1`,
    }).shows({
      legs: `
        leg  entry  exit  net
        a    100    110   10
        b    110    110   0`,
    })
  })

  it('M1: scale adds to an open leg at its average entry, with its leverage', () => {
    // (10 × 100 + 5 × 106) ÷ 15 = 102; margin 200 + 106; 15 × (110 − 102) = 120
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        106   111   99   110`,
      plan: `
        0  open core long quantity 10 @5x
        1  scale core quantity 5`,
    }).shows({
      fills: `
        at   leg   id  side  quantity  price  reason
        0    core  1   buy   10        100    entry
        1    core  1   buy   5         106    scale
        end  core  1   sell  15        110    end-of-data`,
      legs: `
        leg   id  entry  quantity  margin  net
        core  1   102    15        306     120`,
    })
  })

  it('M1: open while the leg is open is refused, also together with a close', () => {
    scenario({
      candles: calm,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 1
        1  open core long quantity 1
        2  close core
        2  open core long quantity 1`,
    }).shows({
      fills: `
        at  leg   side  reason
        0   core  buy   entry
        2   core  sell  signal`,
      refusals: `
        at  leg   code
        1   core  leg-open
        2   core  leg-open`,
    })
  })

  it('M1: a second entry while one works is refused, be it to open or to scale', () => {
    scenario({
      candles: calm,
      closeAtEnd: false,
      plan: `
        0  open a long quantity 1
        0  open b long quantity 1 limit 90
        1  open b long quantity 1
        1  scale a quantity 1 limit 90
        2  scale a quantity 1`,
    }).shows({
      fills: `
        at  leg  reason
        0   a    entry`,
      refusals: `
        at  leg  code
        1   b    entry-pending
        2   a    entry-pending`,
    })
  })

  it('M1: after cancel the leg may be opened anew', () => {
    scenario({
      candles: calm,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 1 limit 90
        1  cancel core
        1  open core long quantity 2`,
    }).shows({
      fills: `
        at  leg   order  quantity  reason
        1   core  2      2         entry`,
      refusals: 'none',
    })
  })

  it('M1: the next opening of a leg is a position of its own, with the next number', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        105   106   99   105
        102   106   99   104`,
      plan: `
        0  open core long quantity 1
        1  close core
        2  open core long quantity 2`,
    }).shows({
      legs: `
        leg   id  opened  closed  entry  exit  reason       net
        core  1   0       1       100    105   signal       5
        core  2   2       end     102    104   end-of-data  4`,
    })
  })

  it('M1: an entry that scales goes with its leg, and does not touch the next opening', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   94   100
        100   101   89   100`,
      plan: `
        0  open core long quantity 1 stop 95
        1  scale core quantity 1 limit 90
        2  open core long quantity 3`,
    }).shows({
      fills: `
        at  id  side  quantity  price  reason
        0   1   buy   1         100    entry
        1   1   sell  1         95     stop
        2   2   buy   3         100    entry`,
      refusals: 'none',
    })
  })

  it('M1: a scale of the instant at which its leg is closed does nothing', () => {
    scenario({
      candles: calm,
      plan: `
        0  open core long quantity 1
        1  close core
        1  scale core quantity 1`,
    }).shows({
      fills: `
        at  side  quantity  reason
        0   buy   1         entry
        1   sell  1         signal`,
      refusals: 'none',
    })
  })

  it('M1: adjusting a leg whose entry works changes the exits that it will have', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        100   101   94   96
        96    97    91   94`,
      plan: `
        0  open core long quantity 1 limit 95 stop 80 target 120
        1  adjust core stop 92 target none`,
    }).shows({
      fills: `
        at  side  price  reason
        1   buy   95     entry
        2   sell  92     stop`,
      levels: `
        at  what  price
        1   stop  92
        2   stop  –`,
    })
  })
})
