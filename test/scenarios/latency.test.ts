import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

/**
 * An hour, low first: 20 minutes from 100 down to 94, 20 up to 106, 20 down to 103. After 10 minutes it stands at 97, after
 * 20 at 94, after 30 at 100, after 50 at 104.5.
 */
const candles = `
  open  high  low  close
  100   106   94   103
  103   103   103  103
  103   103   103  103`

describe('What a strategy sends reaches the exchange later', () => {
  it.each([
    ['10m', '97  ', 'on the way down'],
    ['20m', '94  ', 'at the low itself'],
    ['30m', '100 ', 'on the way up'],
    ['50m', '104.5', 'on the way to the close'],
  ])('P8: a market order fills at the price of the path after %s: %s, %s', (latency, price) => {
    scenario({ candles, path: 'olhc', latency, plan: 'start open core long quantity 1', closeAtEnd: false }).shows({
      fills: `
        at  phase  price     expected  reason  liquidity
        0   path   ${price}  ${price}  entry   taker`,
    })
  })

  it('P1, P8: high first, the same instants have other prices', () => {
    // 20 minutes up to 106, 20 down to 94, 20 up to 103: after 10 minutes 103, after 30 100.
    const after = (latency: string, price: string) =>
      scenario({ candles, path: 'ohlc', latency, plan: 'start open core long quantity 1', closeAtEnd: false }).shows({
        fills: `
          phase  price     reason
          path   ${price}  entry`,
      })
    after('10m', '103')
    after('30m', '100')
  })

  it('P3, P8: a candle is ambiguous where its two paths have another price then', () => {
    // After 10 minutes 97 low first, 103 high first; it closes at 103.
    const fill = (price: string) => `
      price     reason
      ${price}  entry`
    const shared = { candles, latency: '10m', plan: 'start open core long quantity 1', closeAtEnd: false }
    scenario({ ...shared, path: 'worst' }).shows({ fills: fill('103'), ambiguous: 1, equity: '1000' })
    scenario({ ...shared, path: 'best' }).shows({ fills: fill('97'), ambiguous: 1, equity: '1006' })
  })

  it('O8, P8: a price between those of the candle goes to the tick against the trader', () => {
    // After 7 minutes 100 − 6 × 7 ÷ 20 = 97.9: to a tick of 0.5, bought at 98, sold at 97.5.
    scenario({
      candles,
      path: 'olhc',
      latency: '7m',
      tick: '0.5',
      plan: `
        start open up long quantity 1
        start open down short quantity 1`,
      closeAtEnd: false,
    }).shows({
      fills: `
        leg   side  price
        up    buy   98
        down  sell  97.5`,
    })
  })

  it('O2, P8: a limit is live from then on, and takes where the market is past it already', () => {
    // At 97 after 10 minutes: the limit of 99 is bought at 97, as taker. That of 95 rests and is met on the way down, that
    // of 104 on the way up.
    scenario({
      candles,
      path: 'olhc',
      latency: '10m',
      fees: 'maker 1% taker 2%',
      plan: `
        start open a long quantity 1 limit 99
        start open b long quantity 1 limit 95
        start open c short quantity 1 limit 104`,
      closeAtEnd: false,
    }).shows({
      fills: `
        leg  price  liquidity  fee
        a    97     taker      1.94
        b    95     maker      0.95
        c    104    maker      1.04`,
    })
  })

  it('O2, P8: post-only is refused on arrival where it would take', () => {
    scenario({
      candles,
      path: 'olhc',
      latency: '10m',
      plan: 'start open core long quantity 1 limit 99 postOnly',
    }).shows({
      fills: 'none',
      refusals: `
        at  leg   code       message
        0   core  post-only  the limit 99 would take at 97`,
    })
  })

  it('O3, P8: a stop that is adjusted protects from its arrival on; past the market it fires at once', () => {
    // Opened half an hour into candle 0, at 103. The stop of 101, sent at its close, arrives half an hour into candle 1, when
    // the market stands at 100 on its way up: it fills there. On the way down it was not there.
    scenario({
      path: 'olhc',
      latency: '30m',
      candles: `
        open  high  low  close
        103   103   103  103
        103   106   94   103`,
      plan: `
        start open core long quantity 1
        1 adjust core stop 101`,
      closeAtEnd: false,
    }).shows({
      fills: `
        at  phase  price  expected  reason
        0   path   103    103       entry
        1   path   100    100       stop`,
    })
  })

  it('P6, P8: exits that an entry brings to life are at the exchange with it', () => {
    // Bought at 97 after 10 minutes; its stop of 95 is met on the same way down.
    scenario({
      candles,
      path: 'olhc',
      latency: '10m',
      plan: 'start open core long quantity 1 stop 95',
    }).shows({
      fills: `
        price  reason
        97     entry
        95     stop`,
    })
  })

  it('O12, P8: a size, and a stop’s side, are judged at the price of the arrival', () => {
    // 970 of notional at 97 is 10. A stop of 98 is above 97.
    scenario({
      candles,
      path: 'olhc',
      latency: '10m',
      plan: `
        start open a long notional 970
        start open b long quantity 1 stop 98`,
      closeAtEnd: false,
    }).shows({
      fills: `
        leg  quantity  price
        a    10        97`,
      refusals: `
        leg  code       message
        b    stop-side  the stop 98 of a long must be below 97`,
    })
  })

  it('T2, P8: what arrives by an open is there for it, at that of a later candle where latency is longer than one', () => {
    // After an hour the order given before candle 0 is there for the open of candle 1; after an hour and a half, inside it.
    const hours = `
      open  high  low  close
      100   100   100  100
      104   104   104  104
      110   110   110  110`
    scenario({ candles: hours, latency: '1h', plan: 'start open core long quantity 1', closeAtEnd: false }).shows({
      fills: `
        at  phase  price
        1   open   104`,
    })
    scenario({ candles: hours, latency: '90m', plan: 'start open core long quantity 1', closeAtEnd: false }).shows({
      fills: `
        at  phase  price
        1   path   104`,
    })
  })

  it('T2, P8: what arrives in a gap of the candles is there for the next open', () => {
    scenario({
      latency: '30m',
      candles: `
        time               open  high  low  close
        2025-01-01T00:00Z  100   100   100  100
        2025-01-01T01:00Z  100   100   100  100
        2025-01-01T04:00Z  90    95    90   92`,
      plan: '2025-01-01T02:00Z open core long quantity 1',
      closeAtEnd: false,
    }).shows({
      fills: `
        at  phase  price
        2   open   90`,
    })
  })

  it('O13, P8: checks are made on arrival, by the account as it then is', () => {
    // Both opens are sent before either arrives.
    const twice = defineStrategy({
      name: 'Twice',
      legs: { core: { side: 'long' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle({ legs: { core } }) {
        if (core.isOpening) core.open({ quantity: 1 })
      },
    })
    scenario({ candles, path: 'olhc', latency: '90m', strategy: twice, closeAtEnd: false }).shows({
      fills: `
        at  price  reason
        1   103    entry`,
      refusals: `
        at  leg   code
        2   core  leg-open`,
    })
  })

  it('L7, P8: margin moves when the command arrives, at the mark of then', () => {
    // 10 @5x from 100 with 200 of collateral. 50 are added. At the mark of then, 97, 30 are lost: of what lies above the
    // initial margin, 50, remain 20.
    scenario({
      path: 'olhc',
      latency: '10m',
      candles: `
        open  high  low  close
        100   100   100  100
        100   106   94   103`,
      plan: `
        start open core long quantity 10 @5x
        1 addMargin core 50
        1 removeMargin core 30`,
      closeAtEnd: false,
    }).shows({
      refusals: `
        at  leg   code                   message
        1   core  margin-not-removable   asks for 30, removable are 20`,
      legs: `
        leg   margin
        core  200`,
    })
  })

  it('T6, P8: what is under way at the end of the data never arrives', () => {
    const { result } = scenario({ candles, latency: '3h', plan: 'start open core long quantity 1' }).shows({
      fills: 'none',
      refusals: 'none',
    })
    expect(result.assumptions).toContain(
      'Commands reach the exchange 3h after the close at which they are given; inside a candle each of the three stretches of the price takes a third of its time.',
    )
  })

  it('F1, P8: a leg whose order is under way at a funding time does not pay', () => {
    scenario({
      latency: '1m',
      candles: `
        open  high  low  close
        100   100   100  100
        100   100   100  100`,
      funding: `
        at  rate
        0   1%
        1   1%`,
      plan: 'start open core long quantity 1',
      closeAtEnd: false,
    }).shows({
      legs: `
        leg   funding
        core  -1`,
    })
  })

  it('P4, P8: with finer candles the third is that of the fine candle', () => {
    // After 25 minutes: a quarter of the second 20 minutes, which go 96 → 90 → 99 → 96. A third of them is 6⅔ minutes: 5 are
    // three quarters of the way from 96 to 90.
    scenario({
      path: 'olhc',
      latency: '25m',
      candles: `
        open  high  low  close
        100   100   90   100`,
      fine: `
        open  high  low  close
        100   100   96   96
        96    99    90   96
        96    100   96   100`,
      plan: 'start open core long quantity 1',
      closeAtEnd: false,
    }).shows({
      fills: `
        at     phase  price
        0+20m  path   91.5`,
    })
  })
})
