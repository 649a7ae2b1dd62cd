import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

describe('The order of one candle', () => {
  it('T2: funding at the open comes first, then what the open has gapped through, then market orders', () => {
    // Candle 1 opens at 94. Funding 10 × 94 × 0.1 % = 0.94 from the collateral of 200; the stop at 95 gaps to 94: −60;
    // it brings back 199.06 − 60 = 139.06. Only then the hedge opens; funding of that instant does not touch it.
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        94    95    93   94`,
      funding: `
        at  rate
        1   0.1%`,
      plan: `
        0  open core long quantity 10 @5x stop 95
        1  open hedge short quantity 1`,
    }).shows({
      postings: `
        at  what     leg    account       amount
        0   entry    core   collateral:1  200
        0   entry    core   available     -200
        1   funding  core   collateral:1  -0.94
        1   funding  core   funding:1     0.94
        1   exit     core   collateral:1  -199.06
        1   exit     core   price:1       60
        1   exit     core   available     139.06
        1   entry    hedge  collateral:2  94
        1   entry    hedge  available     -94`,
    })
  })

  it('T2: a limit that the open has gapped through fills before a market order that was given earlier', () => {
    scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   99   100
        94    95    93   94`,
      plan: `
        1  open first long quantity 1
        1  open second long quantity 1 limit 95`,
    }).shows({
      fills: `
        at  phase  leg     order  price
        1   open   second  2      94
        1   open   first   1      94`,
    })
  })

  it('T2, L8: a gap past stop and liquidation liquidates, even where the stop was nearer', () => {
    // 10 at 100, 10x: collateral 100, liquidation (1000 − 100) ÷ (10 × 0.99) = 90.91. The open is 85: −150.
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        85    90    84   88`,
      plan: '0 open core long quantity 10 @10x stop 95',
    }).shows({
      fills: `
        at  phase  leg   side  quantity  price  reason
        0   open   core  buy   10        100    entry
        1   open   core  sell  10        85     liquidation`,
      legs: `
        leg   exit  reason       price  liquidation  net
        core  85    liquidation  -150   50           -100`,
      insurance: '-50',
    })
  })

  it('T2: a market exit of a leg that its open has stopped out does nothing', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        94    95    93   94`,
      plan: `
        0  open core long quantity 10 @5x stop 95
        1  close core`,
    }).shows({
      fills: `
        at  leg   side  price  reason
        0   core  buy   100    entry
        1   core  sell  94     stop`,
      refusals: 'none',
    })
  })

  it('T2: a leg that opens at market can be stopped by the inside of the same candle, marked at its close', () => {
    const { result } = scenario({
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   94   97`,
      plan: `
        0  open core long quantity 2 stop 95
        0  open hedge short quantity 1`,
    }).shows({
      fills: `
        at  phase  leg    side  price  reason
        0   open   core   buy   100    entry
        0   open   hedge  sell  100    entry
        0   path   core   sell  95     stop`,
    })
    // 1000 − 2 × 5, and 1 × 3 of the hedge at the close
    expect([...result.curve.equity]).toEqual([993])
  })

  it('T2: at the close the strategy is told of fills, then of refusals, then asked; each order fills at the next open', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'teller',
      legs: { core: { side: 'long' }, hedge: { side: 'short' }, dust: { side: 'long' } },
      onStart({ legs: { core, dust } }) {
        dust.open({ quantity: 0.01 })
        core.open({ quantity: 1, stop: 95 })
      },
      onFill({ fill, candle, legs: { hedge } }) {
        told.push(`fill ${fill.leg} ${fill.reason} ${fill.price}, close ${candle.close}`)
        if (fill.reason === 'stop') hedge.open({ quantity: 1 })
      },
      onRefusal({ refusal, candle, legs: { dust } }) {
        told.push(`refusal ${refusal.leg} ${refusal.code}, close ${candle.close}`)
        dust.open({ quantity: 1 })
      },
      onCandle({ candle, legs: { core } }) {
        told.push(`asked, close ${candle.close}, core ${core.isOpen ? 'open' : 'flat'}`)
      },
    })
    scenario({
      strategy,
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   94   96
        97    98    96   97`,
    }).shows({
      fills: `
        at  phase  leg    side  quantity  price  reason
        0   open   core   buy   1         100    entry
        0   path   core   sell  1         95     stop
        1   open   hedge  sell  1         97     entry
        1   open   dust   buy   1         97     entry`,
    })
    expect(told).toEqual([
      'fill core entry 100, close 96',
      'fill core stop 95, close 96',
      'refusal dust min-notional, close 96',
      'asked, close 96, core flat',
      'fill hedge entry 97, close 97',
      'fill dust entry 97, close 97',
      'asked, close 97, core flat',
    ])
  })

  it('T2: what callbacks see is the close, after everything that the candle did', () => {
    const seen: (readonly [string, number, number])[] = []
    const strategy = defineStrategy({
      name: 'seer',
      legs: { core: { side: 'long' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onFill: ({ equity, legs: { core } }) => void seen.push(['fill', equity, core.unrealizedPnl]),
      onCandle: ({ equity, legs: { core } }) => void seen.push(['candle', equity, core.unrealizedPnl]),
    })
    scenario({
      strategy,
      candles: `
        open  high  low  close
        100   110   99   108`,
    })
    expect(seen).toEqual([
      ['fill', 1008, 8],
      ['candle', 1008, 8],
    ])
  })

  it('T2: market orders fill in order of id: an exit frees what an entry after it needs, not one before it', () => {
    // core holds all of the 1000
    const candles = `
      open  high  low  close
      100   101   99   100
      100   101   99   100`
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10
        1  close core
        1  open next long quantity 10`,
    }).shows({
      fills: `
        at  leg   side  reason
        0   core  buy   entry
        1   core  sell  signal
        1   next  buy   entry`,
    })
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 10
        1  open next long quantity 10
        1  close core`,
    }).shows({
      fills: `
        at  leg   side  reason
        0   core  buy   entry
        1   core  sell  signal`,
      refusals: `
        at  leg   code    message
        1   next  margin  needs 1000 margin + 0 fee, free margin is 0`,
    })
  })
})
