import { describe, expect, it } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { scenario } from './scenario.js'

const calm = `
  open  high  low  close
  100   101   99   100
  100   101   99   100
  100   101   99   100`

describe('An entry whose stop is on the wrong side at its fill', () => {
  it('O12: is refused, and nothing opens without its stop: above or at the market for a long, below for a short', () => {
    scenario({
      candles: calm,
      plan: `
        0  open above long quantity 1 stop 101
        0  open at long quantity 1 stop 100
        0  open below short quantity 1 stop 99`,
    }).shows({
      fills: 'none',
      refusals: `
        at  leg    code       message
        0   above  stop-side  the stop 101 of a long must be below 100
        0   at     stop-side  the stop 100 of a long must be below 100
        0   below  stop-side  the stop 99 of a short must be above 100`,
    })
  })

  it('O12: is judged at the fill: a limit that gaps below its own stop is refused', () => {
    scenario({
      candles: `
        open  high  low  close
        100   101   99   100
        93    94    92   93`,
      plan: '0 open core long quantity 1 limit 95 stop 94',
    }).shows({
      fills: 'none',
      refusals: `
        at  leg   code       message
        1   core  stop-side  the stop 94 of a long must be below 93`,
    })
  })

  it('O12: may have had it on the wrong side before: a trigger above the market with its stop between', () => {
    scenario({
      path: 'olhc',
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   107   99   106`,
      plan: '0 open core long quantity 1 trigger 105 stop 103',
    }).shows({
      fills: `
        at  phase  price  reason
        0   path   105    entry`,
      refusals: 'none',
    })
  })
})

describe('A refusal says its code and its numbers', () => {
  it('O13: margin: collateral and fee are more than what is free', () => {
    // 10 × 100 ÷ 1 + 0.05 %
    scenario({ candles: calm, fees: '0.05%', plan: '0 open core long quantity 10' }).shows({
      fills: 'none',
      refusals: `
        at  leg   code    message
        0   core  margin  needs 1000 margin + 0.5 fee, free margin is 1000`,
      equity: '1000',
    })
  })

  it('O13: min-notional', () => {
    scenario({ candles: calm, plan: '0 open core long quantity 0.04' }).shows({
      fills: 'none',
      refusals: `
        at  leg   code          message
        0   core  min-notional  notional 4 is below 5`,
    })
  })

  it('O13: min-quantity', () => {
    scenario({ candles: calm, plan: '0 open core long quantity 0.0005' }).shows({
      fills: 'none',
      refusals: `
        at  leg   code          message
        0   core  min-quantity  0.0005 is less than one lot of 0.001`,
    })
  })

  it('O13: max-leverage, by the notional that the leg would have', () => {
    // 500 at 20x is allowed; with 501 more the leg is in the second tier
    scenario({
      candles: calm,
      closeAtEnd: false,
      tiers: `
        upTo  maxLeverage  rate  amount
        500   20           1%    0
        2000  10           2%    5`,
      plan: `
        0  open core long quantity 5 @20x
        1  scale core quantity 5.01
        1  open large long quantity 20.01 @1x`,
    }).shows({
      fills: `
        at  leg   quantity  reason
        0   core  5         entry`,
      refusals: `
        at  leg    code          message
        1   core   max-leverage  leverage 20 exceeds 10, the most for a notional of 1001
        1   large  max-leverage  a notional of 2001 is beyond the last margin tier`,
    })
  })

  it('O13: leg-open and entry-pending', () => {
    scenario({
      candles: calm,
      closeAtEnd: false,
      plan: `
        0  open a long quantity 1
        0  open b long quantity 1 limit 90
        1  open a long quantity 1
        1  open b long quantity 1`,
    }).shows({
      refusals: `
        at  leg  code           message
        1   a    leg-open       the leg is open already; scale adds to it
        1   b    entry-pending  an entry of the leg works already; cancel it first`,
    })
  })

  it('O13: leg-flat, of everything that needs a leg', () => {
    scenario({
      candles: calm,
      plan: `
        1  scale core quantity 1
        1  reduce core 50%
        1  adjust core stop 95
        1  close core
        1  cancel core
        2  open core long quantity 1`,
    }).shows({
      fills: `
        at   reason
        2    entry
        end  end-of-data`,
      refusals: `
        at  leg   code      message
        1   core  leg-flat  the leg is not open
        1   core  leg-flat  the leg is not open
        1   core  leg-flat  the leg is not open
        1   core  leg-flat  the leg is not open
        1   core  leg-flat  no entry of the leg is working, so there is nothing to cancel`,
    })
  })

  it('O13: the strategy is told, and the run goes on', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'stubborn',
      legs: { core: { side: 'long' } },
      state: () => ({ quantity: 20 }),
      onRefusal({ refusal, state }) {
        told.push(`${refusal.leg} ${refusal.code}: ${refusal.message}`)
        state.quantity /= 4
      },
      onCandle({ legs: { core }, state }) {
        if (core.isFlat) core.open({ quantity: state.quantity })
      },
    })
    scenario({ strategy, candles: calm, closeAtEnd: false }).shows({
      fills: `
        at  leg   quantity
        2   core  5`,
    })
    expect(told).toEqual(['core margin: needs 2000 margin + 0 fee, free margin is 1000'])
  })

  it('O13: a command that is refused as it is given is told at the next close', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'hasty',
      legs: { core: { side: 'long' } },
      onRefusal: ({ refusal, candle }) => void told.push(`${refusal.code} at the close ${candle.close}`),
      onCandle({ candle, legs: { core } }) {
        if (candle.close === 101) core.close()
      },
    })
    scenario({
      strategy,
      candles: `
        open  high  low  close
        100   101   99   101
        100   102   99   102
        100   103   99   103`,
    }).shows({
      refusals: `
        at  leg   code
        1   core  leg-flat`,
    })
    expect(told).toEqual(['leg-flat at the close 102'])
  })
})
