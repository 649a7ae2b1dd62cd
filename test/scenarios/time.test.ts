import { describe, expect, it, vi } from 'vitest'
import { defineStrategy } from '#strategy/define.js'
import { sma } from '#strategy/indicators/index.js'
import { scenario, type Settings } from './scenario.js'

describe('What a strategy knows, and when its orders fill', () => {
  it('T1: what is ordered at the close of candle 0 fills at the open of candle 1, at its price', () => {
    const strategy = defineStrategy({
      name: 'once',
      legs: { core: { side: 'long' } },
      onCandle({ candle, legs: { core } }) {
        if (candle.close === 101) core.open({ quantity: 1 })
      },
    })
    scenario({
      strategy,
      candles: `
        open  high  low  close
        100   102   99   101
        103   104   99   102`,
    }).shows({
      fills: `
        at   phase  leg   side  quantity  price  reason
        1    open   core  buy   1         103    entry
        end  close  core  sell  1         102    end-of-data`,
    })
  })

  it('T1: a limit given at a close is not filled by the low of the candle that has just closed', () => {
    const strategy = defineStrategy({
      name: 'bid',
      legs: { core: { side: 'long' } },
      onCandle({ candle, legs: { core } }) {
        if (candle.low === 90) core.open({ quantity: 1, limit: 95 })
      },
    })
    scenario({
      strategy,
      closeAtEnd: false,
      candles: `
        open  high  low  close
        100   101   90   100
        100   101   96   100
        100   101   94   100`,
    }).shows({
      fills: `
        at  phase  leg   price  reason
        2   path   core  95     entry`,
    })
  })

  it('T5: the same inputs give the same result, whatever the clock says', () => {
    const settings: Settings = {
      fees: '0.05%',
      slippage: '3bps',
      candles: `
        open  high  low  close
        100   106   94   101
        101   107   95   96
        96    99    90   98`,
      plan: `
        0  open core long quantity 5 @4x stop 95 target 106
        0  open hedge short ratioOf core 0.4 @6x stop 3%
        2  open core long riskOfEquity 0.01 stop 91`,
    }
    const first = JSON.stringify(scenario(settings).result)
    vi.useFakeTimers({ now: Date.UTC(1999, 11, 31) })
    const second = JSON.stringify(scenario(settings).result)
    vi.useRealTimers()
    expect(second).toBe(first)
  })
})

describe('The end of the data', () => {
  const candles = `
    open  high  low  close
    100   101   99   100
    100   105   99   104`

  it('T6: an open leg is closed at the last close, with taker fee and slippage', () => {
    // Buy 10 at 100 + 10 bps = 100.1, fee 1001 × 0.05 % = 0.5005; sell at 104 − 10 bps = 103.896, to the tick 103.89,
    // fee 1038.9 × 0.05 % = 0.51945. Price (104 − 100) × 10 = 40; slippage 1 + 1.1; net 40 − 2.1 − 1.01995.
    scenario({
      candles,
      fees: 'maker 0.02% taker 0.05%',
      slippage: '10bps',
      plan: '0 open core long quantity 10 @2x',
    }).shows({
      fills: `
        at   phase  side  quantity  price   expected  reason       liquidity  fee      slippage
        0    open   buy   10        100.1   100       entry        taker      0.5005   1
        end  close  sell  10        103.89  104       end-of-data  taker      0.51945  1.1`,
      legs: `
        leg   closed  exit    reason       price  slippage  fees      unrealized  net
        core  end     103.89  end-of-data  40     -2.1      -1.01995  0           36.88005`,
      equity: '1036.88005',
    })
  })

  it('T6: with closeAtEnd: false a leg stays open and is marked in decimals', () => {
    // 0.3 × (100.7 − 100.4) = 0.09 exactly; binary floats would say 0.08999999999999
    scenario({
      closeAtEnd: false,
      candles: `
        open   high  low  close
        100.4  101   99   100
        100    105   99   100.7`,
      plan: '0 open core long quantity 0.3',
    }).shows({
      fills: `
        at  leg   reason
        0   core  entry`,
      legs: `
        leg   closed  exit  reason  price  unrealized  net
        core  –       –     –       0      0.09        0.09`,
      equity: '1000.09',
    })
  })

  it('T6: an entry that still waits expires, and so do the exits of a leg that stays open', () => {
    scenario({
      candles,
      closeAtEnd: false,
      plan: `
        0  open core long quantity 1 stop 90 target 120
        0  open hedge short quantity 1 limit 110`,
    }).shows({
      fills: `
        at  leg   reason
        0   core  entry`,
      levels: `
        at   leg   what    price
        0    core  stop    90
        0    core  target  120
        end  core  stop    –
        end  core  target  –`,
    })
  })

  it('T6: what is ordered at the last close expires; onEnd sees the legs closed and can order no more', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'late',
      legs: { core: { side: 'long' }, hedge: { side: 'short' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle: ({ legs: { hedge } }) => hedge.open({ quantity: 1 }),
      onEnd({ equity, legs: { core, hedge } }) {
        seen.push(equity, core.isOpen, hedge.isOpening)
        expect(() => core.open({ quantity: 1 })).toThrow('the run is over')
      },
    })
    scenario({
      strategy,
      fees: '1%',
      candles: `
        open  high  low  close
        100   110   99   110`,
    }).shows({
      fills: `
        at   leg   reason
        0    core  entry
        end  core  end-of-data`,
    })
    // 1000 + 10 − 1 − 1.1
    expect(seen).toEqual([1007.9, false, false])
  })
})

describe('The beginning of the data', () => {
  it('T7: onStart sees the initial balance, and what it orders fills at the first open', () => {
    const seen: number[] = []
    const strategy = defineStrategy({
      name: 'starter',
      legs: { core: { side: 'long' } },
      onStart({ equity, freeMargin, legs: { core } }) {
        seen.push(equity, freeMargin)
        core.open({ quantity: 2 })
      },
      onCandle() {},
    })
    scenario({
      strategy,
      candles: `
        open  high  low  close
        100   102   99   101`,
    }).shows({
      fills: `
        at   phase  leg   quantity  price  reason
        0    open   core  2         100    entry
        end  close  core  2         101    end-of-data`,
    })
    expect(seen).toEqual([1000, 1000])
  })

  it('T7: steps at a time fill at the first open at or after it: at once, half an hour on, in a gap', () => {
    // There is no candle from 02:00 to 04:00: what is dated into the gap fills at 04:00, candle 2.
    scenario({
      closeAtEnd: false,
      candles: `
        time               open  high  low  close
        2025-01-01T00:00Z  100   101   99   100
        2025-01-01T01:00Z  101   102   100  101
        2025-01-01T04:00Z  104   105   103  104`,
      plan: `
        start              open a long quantity 1
        0+30m              open b long quantity 1
        2025-01-01T02:00Z  open c long quantity 1
        2025-01-01T03:30Z  open d long quantity 1`,
    }).shows({
      fills: `
        at  leg  price
        0   a    100
        1   b    101
        2   c    104
        2   d    104`,
    })
  })

  it('T8: from is inclusive, to exclusive; candles before only warm up; equity starts at from', () => {
    const seen: (readonly [close: number, average: number, equity: number])[] = []
    const strategy = defineStrategy({
      name: 'observer',
      legs: { core: { side: 'long' } },
      indicators: () => ({ average: sma(2) }),
      onCandle({ candle, equity, indicators }) {
        seen.push([candle.close, indicators.average, equity])
      },
    })
    const { result } = scenario({
      strategy,
      from: '1',
      to: '3',
      candles: `
        open  high  low  close
        100   100   100  100
        100   104   100  104
        104   110   104  110
        110   120   110  120`,
    })
    expect(seen).toEqual([
      [104, 102, 1000],
      [110, 107, 1000],
    ])
    expect({ first: result.first, end: result.end, equity: [...result.curve.equity] }).toEqual({
      first: 1,
      end: 3,
      equity: [1000, 1000],
    })
  })

  it('T8: a plan that says start fills at the open of the candle at from; the end is the close before to', () => {
    scenario({
      from: '1',
      to: '3',
      candles: `
        open  high  low  close
        100   100   100  100
        103   104   100  104
        104   110   104  110
        130   130   120  120`,
      plan: 'start open core long quantity 1',
    }).shows({
      fills: `
        at  phase  price  reason
        1   open   103    entry
        3   close  110    end-of-data`,
    })
  })
})
