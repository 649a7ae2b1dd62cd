import { describe, expect, it } from 'vitest'
import { iso } from '#domain/time.js'
import { run } from '#engine/run.js'
import { defineStrategy, type Strategy } from '#strategy/define.js'
import { candlesClosing, configOf, marketOf, type Settings } from './replay.js'

function play(strategy: Strategy, closes: readonly number[], settings: Settings = {}) {
  const { result, failure } = run(configOf(settings), strategy, marketOf(candlesClosing(closes)))
  if (failure !== null) throw failure
  return result
}

describe('the callbacks of a strategy', () => {
  it('T2, T7: come in order: onStart, at each close onFill, onRefusal, onCandle, and onEnd after the last', () => {
    const told: string[] = []
    const strategy = defineStrategy({
      name: 'told',
      legs: { core: { side: 'long' }, hedge: { side: 'short' } },
      onStart({ legs: { core } }) {
        told.push('start')
        core.open({ quantity: 2 })
      },
      onCandle({ candle, legs: { core, hedge } }) {
        told.push(`candle ${candle.close}`)
        // Refused in the next candle, before the core's close fills there: fills are told first all the same.
        if (candle.close === 101) {
          hedge.open({ notional: 1_000_000 })
          core.close()
        }
        if (candle.close === 102) core.reduce({ fraction: 0.5 })
      },
      onFill({ fill: { leg, reason, side, price, quantity, fee } }) {
        told.push(`fill ${leg} ${reason} ${side} ${quantity}@${price} fee ${fee}`)
      },
      onRefusal({ refusal: { leg, code } }) {
        told.push(`refusal ${leg} ${code}`)
      },
      onEnd() {
        told.push('end')
      },
    })
    play(strategy, [100, 101, 102, 103])
    expect(told).toEqual([
      'start',
      'fill core entry buy 2@100 fee 0.2',
      'candle 100',
      'candle 101',
      'fill core signal sell 2@101 fee 0.202',
      'refusal hedge margin',
      'candle 102',
      'refusal core leg-flat',
      'candle 103',
      'end',
    ])
  })

  it('are all given one and the same context', () => {
    const contexts = new Set<object>()
    const keep = (context: object): void => void contexts.add(context)
    const strategy = defineStrategy({
      name: 'keeper',
      legs: { core: { side: 'long' } },
      onStart(context) {
        keep(context)
        context.legs.core.open({ quantity: 1 })
      },
      onCandle(context) {
        keep(context)
        context.legs.core.open({ quantity: 1 })
      },
      onFill: keep,
      onRefusal: keep,
      onEnd: keep,
    })
    play(strategy, [100, 101, 102])
    expect(contexts.size).toBe(1)
  })

  it('T7: onStart sees the balance and flat legs, and what it orders fills at the first open', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'starter',
      legs: { core: { side: 'long' } },
      params: { quantity: 3 },
      onStart({ equity, freeMargin, legs: { core }, params }) {
        seen.push(equity, freeMargin, core.isFlat)
        core.open({ quantity: params.quantity })
      },
      onCandle() {},
    })
    const { fills } = play(strategy, [100, 101], { params: { quantity: 2 } })
    expect(seen).toEqual([1000, 1000, true])
    expect(fills.map(({ at, reason, quantity, price }) => [iso(at), reason, quantity, price])).toEqual([
      ['2025-01-01T00:00:00Z', 'entry', '2', '100'],
      ['2025-01-01T02:00:00Z', 'end-of-data', '2', '101'],
    ])
  })

  it('T1: what onCandle orders fills at the next open, and its handle shows so only then', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'opener',
      legs: { core: { side: 'long', leverage: 2 } },
      onCandle({ equity, freeMargin, legs: { core } }) {
        if (core.isFlat) core.open({ quantity: 4 })
        else if (core.isOpen) core.close()
        seen.push([core.isFlat, core.isOpening, core.isOpen, core.entry, core.notional, core.unrealizedPnl])
        seen.push([equity, freeMargin, core.collateral])
      },
    })
    play(strategy, [100, 110, 121])
    expect(seen).toEqual([
      [true, false, false, null, 0, 0],
      [1000, 1000, 0],
      // Bought at 100, fee 0.4; collateral 400 ÷ 2. Closed at the open of the next candle, and open still.
      [false, false, true, 100, 440, 40],
      [1039.6, 799.6, 200],
      // Sold at 110, fee 0.44; it orders again.
      [true, false, false, null, 0, 0],
      [1039.16, 1039.16, 0],
    ])
  })

  it('show an entry that waits as opening', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'waiter',
      legs: { core: { side: 'long' } },
      onCandle({ legs: { core } }) {
        seen.push([core.isFlat, core.isOpening, core.isOpen])
        if (core.isFlat) core.open({ quantity: 1, limit: 95 })
      },
    })
    play(strategy, [100, 101, 90])
    expect(seen).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ])
  })

  it('are told the liquidation of a leg as a fill without a fee', () => {
    const told: unknown[] = []
    const strategy = defineStrategy({
      name: 'liquidated',
      legs: { core: { side: 'long', leverage: 10 } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle: ({ legs: { core } }) => void told.push(core.liquidationPrice),
      onFill: ({ fill: { reason, side, quantity, fee } }) => void told.push([reason, side, quantity, fee]),
    })
    play(strategy, [100, 80])
    // (100 − 10) ÷ 0.99 = 90.909…
    expect(told).toEqual([['entry', 'buy', 1, 0.1], expect.closeTo(90.909, 3), ['liquidation', 'sell', 1, 0], null])
  })

  it('may not order in onEnd: the run is over', () => {
    const strategy = defineStrategy({
      name: 'too late',
      legs: { core: { side: 'long' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle() {},
      onEnd: ({ legs: { core } }) => core.close(),
    })
    expect(() => play(strategy, [100, 101])).toThrow(
      "Strategy 'too late' threw at 2025-01-01T02:00:00.000Z: 'core' can no longer close: the run is over when onEnd is asked",
    )
  })

  it('T6: onEnd sees the account after the legs were closed', () => {
    const seen: unknown[] = []
    const ending = defineStrategy({
      name: 'ending',
      legs: { core: { side: 'long' } },
      onStart: ({ legs: { core } }) => core.open({ quantity: 1 }),
      onCandle() {},
      onEnd: ({ candle, equity, legs: { core } }) => void seen.push([candle.close, equity, core.isOpen]),
    })
    play(ending, [100, 110])
    play(ending, [100, 110], { closeAtEnd: false })
    // 1000 + 10 − 0.1 − 0.11; left open, the second fee is not paid.
    expect(seen).toEqual([
      [110, 1009.79, false],
      [110, 1009.9, true],
    ])
  })
})

describe('the state of a strategy', () => {
  it('is made anew for each run', () => {
    const ends: number[] = []
    const counter = defineStrategy({
      name: 'counter',
      legs: { core: { side: 'long' } },
      state: () => ({ closes: 0 }),
      onCandle({ state }) {
        state.closes++
      },
      onEnd: ({ state }) => void ends.push(state.closes),
    })
    play(counter, [100, 101, 102])
    play(counter, [100, 101])
    expect(ends).toEqual([3, 2])
  })
})
