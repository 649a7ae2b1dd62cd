import { describe, expectTypeOf, it } from 'vitest'
import { bollinger, choice, decide, defineStrategy, ema, indicator, macd, number } from '../../src/index.js'
import type {
  Adjustment,
  Command,
  Lasting,
  LegHandle,
  OpenOrder,
  ReduceOrder,
  ScaleOrder,
  Strategy,
} from '../../src/index.js'

// `npm run types` is what checks this file: an `@ts-expect-error` above a line that compiles is an error itself.

/** Lines for the compiler alone: they are never called. */
function unrun(lines: () => unknown): () => unknown {
  return lines
}

describe('what a strategy declares becomes types', () => {
  it('infers legs, parameters, indicators and state, without an annotation', () => {
    const strategy = defineStrategy({
      name: 'everything',
      legs: {
        core: { side: 'long', leverage: 3 },
        hedge: { side: 'short', leverage: 5, hedges: 'core' },
      },
      params: {
        period: 20,
        hedged: true,
        label: 'base',
        ratio: number(0.4, { min: 0, max: 1 }),
        mode: choice('calm', ['calm', 'bold']),
      },
      indicators: (params) => {
        expectTypeOf(params.period).toEqualTypeOf<number>()
        expectTypeOf(params.mode).toEqualTypeOf<'calm' | 'bold'>()
        return {
          trend: ema(params.period),
          bands: bollinger(params.period),
          momentum: macd(),
          own: indicator(() => (candle) => candle.close),
        }
      },
      state: () => ({ peak: 0, seen: [] as string[] }),
      onStart({ state }) {
        state.peak = 1
      },
      onCandle({ candle, equity, freeMargin, indicators, legs, params, state }) {
        expectTypeOf(params).toEqualTypeOf<{
          readonly period: number
          readonly hedged: boolean
          readonly label: string
          readonly ratio: number
          readonly mode: 'calm' | 'bold'
        }>()
        expectTypeOf(indicators.trend).toEqualTypeOf<number>()
        expectTypeOf(indicators.own).toEqualTypeOf<number>()
        expectTypeOf(indicators.bands).toEqualTypeOf<{
          readonly upper: number
          readonly middle: number
          readonly lower: number
        }>()
        expectTypeOf(indicators.momentum.signal).toEqualTypeOf<number>()
        expectTypeOf(legs).toEqualTypeOf<{
          readonly core: LegHandle<'core' | 'hedge'>
          readonly hedge: LegHandle<'core' | 'hedge'>
        }>()
        expectTypeOf(state).toEqualTypeOf<{ peak: number; seen: string[] }>()
        expectTypeOf([candle.close, equity, freeMargin]).toEqualTypeOf<number[]>()
      },
      onFill({ fill, state }) {
        expectTypeOf(fill.leg).toEqualTypeOf<'core' | 'hedge'>()
        state.seen.push(fill.leg)
      },
      onRefusal({ refusal }) {
        expectTypeOf(refusal.leg).toEqualTypeOf<'core' | 'hedge'>()
      },
      onEnd({ state }) {
        expectTypeOf(state.peak).toEqualTypeOf<number>()
      },
    })
    expectTypeOf(strategy).toEqualTypeOf<Strategy>()
    expectTypeOf(decide).returns.toEqualTypeOf<readonly Command[]>()
  })

  it('needs nothing but a name, legs and onCandle', () => {
    defineStrategy({
      name: 'least',
      legs: { core: { side: 'long' } },
      onCandle({ indicators, params, state }) {
        expectTypeOf(params).toEqualTypeOf<{}>()
        expectTypeOf(indicators).toEqualTypeOf<{}>()
        expectTypeOf(state).toEqualTypeOf<undefined>()
      },
    })
  })

  it('needs each of those three', () => {
    unrun(() => [
      // @ts-expect-error no onCandle
      defineStrategy({ name: 'a', legs: { core: { side: 'long' } } }),
      // @ts-expect-error no legs
      defineStrategy({ name: 'a', onCandle() {} }),
      // @ts-expect-error no name
      defineStrategy({ legs: { core: { side: 'long' } }, onCandle() {} }),
    ])
  })
})

describe('a misspelt name does not compile', () => {
  it('of a leg, a parameter, an indicator, one of its outputs, a word of the context', () => {
    defineStrategy({
      name: 'misspelt',
      legs: { core: { side: 'long' }, hedge: { side: 'short', hedges: 'core' } },
      params: { period: 20, mode: choice('calm', ['calm', 'bold']) },
      indicators: ({ period }) => ({ trend: ema(period), momentum: macd() }),
      state: () => ({ peak: 0 }),
      onCandle({ candle, indicators, legs, params, state }) {
        unrun(() => [
          // @ts-expect-error legs.hedge
          legs.hegde,
          // @ts-expect-error params.period
          params.perod,
          // @ts-expect-error indicators.trend
          indicators.trnd,
          // @ts-expect-error indicators.momentum.signal
          indicators.momentum.signl,
          // @ts-expect-error a plain number has no outputs
          indicators.trend.value,
          // @ts-expect-error candle.close
          candle.clsoe,
          // @ts-expect-error state.peak
          state.peek,
          // @ts-expect-error neither 'calm' nor 'bold'
          params.mode === 'clam',
        ])
      },
      onFill({ fill }) {
        // @ts-expect-error 'hedge'
        unrun(() => fill.leg === 'hegde')
      },
      onRefusal({ refusal }) {
        // @ts-expect-error 'margin'
        unrun(() => refusal.code === 'margn')
      },
    })
    defineStrategy({
      name: 'misspelt',
      legs: { core: { side: 'long' } },
      params: { period: 20 },
      // @ts-expect-error period
      indicators: ({ perod }) => ({ trend: ema(perod) }),
      onCandle() {},
    })
  })

  it('of a declared leg: what it hedges, its side, its settings', () => {
    defineStrategy({
      name: 'misspelt',
      legs: {
        core: { side: 'long' },
        // @ts-expect-error 'core'
        hedge: { side: 'short', hedges: 'cor' },
      },
      onCandle() {},
    })
    unrun(() =>
      defineStrategy({
        name: 'misspelt',
        legs: {
          // @ts-expect-error 'long'
          core: { side: 'lnog' },
          // @ts-expect-error leverage
          hedge: { side: 'short', levrage: 3 },
        },
        onCandle() {},
      }),
    )
  })

  it('of a callback', () => {
    unrun(() =>
      defineStrategy({
        name: 'misspelt',
        legs: { core: { side: 'long' } },
        onCandle() {},
        // @ts-expect-error onFill
        onFil() {},
      }),
    )
  })

  it('of an option of choice that is its default', () => {
    // @ts-expect-error 'calm'
    choice('clam', ['calm', 'bold'])
    // @ts-expect-error integer
    number(20, { intger: true })
  })
})

describe('what a strategy reads cannot be written', () => {
  it('parameters, indicators, the candle and handles are read-only; state is its own', () => {
    defineStrategy({
      name: 'writer',
      legs: { core: { side: 'long' } },
      params: { period: 20 },
      indicators: ({ period }) => ({ trend: ema(period), momentum: macd() }),
      state: () => ({ peak: 0 }),
      onCandle({ candle, indicators, legs: { core }, params, state }) {
        unrun(() => {
          // @ts-expect-error read-only
          params.period = 3
          // @ts-expect-error read-only
          indicators.trend = 3
          // @ts-expect-error read-only
          indicators.momentum.signal = 3
          // @ts-expect-error read-only
          candle.close = 3
          // @ts-expect-error read-only
          core.quantity = 3
          state.peak = 3
        })
      },
    })
  })

  it('no series is handed out, so a candle to come cannot be read', () => {
    defineStrategy({
      name: 'ahead',
      legs: { core: { side: 'long' } },
      indicators: () => ({ trend: ema(20) }),
      onCandle(context) {
        expectTypeOf<keyof typeof context>().toEqualTypeOf<
          'candle' | 'equity' | 'freeMargin' | 'indicators' | 'feeds' | 'legs' | 'params' | 'state'
        >()
        expectTypeOf<keyof typeof context.candle>().toEqualTypeOf<
          'openedAt' | 'closedAt' | 'open' | 'high' | 'low' | 'close' | 'volume'
        >()
      },
    })
  })
})

describe('orders that cannot be meant do not compile', () => {
  const core = {} as LegHandle<'core' | 'hedge'>

  it('an entry has one size, in one unit', () => {
    expectTypeOf<{ notional: number }>().toExtend<OpenOrder>()
    expectTypeOf<{ quantity: number; stop: '5%'; target: number }>().toExtend<OpenOrder>()
    expectTypeOf<{ margin: number; leverage: number; limit: number }>().toExtend<OpenOrder>()
    expectTypeOf<{ fractionOfEquity: number; trigger: number; stop: number; stopOn: 'mark' }>().toExtend<OpenOrder>()
    expectTypeOf<{ riskOfEquity: number; stop: number }>().toExtend<OpenOrder>()
    unrun(() => [
      // @ts-expect-error two units
      core.open({ notional: 500, quantity: 2 }),
      // @ts-expect-error two units
      core.open({ fractionOfEquity: 1, riskOfEquity: 0.01, stop: 90 }),
      // @ts-expect-error two units
      core.scale({ margin: 100, notional: 500 }),
      // @ts-expect-error no size
      core.open({ stop: 90 }),
      // @ts-expect-error no size
      core.scale({}),
      // @ts-expect-error a number that could be read two ways has no name
      core.open({ size: 3 }),
    ])
  })

  it('a ratio is of a declared leg, and has a figure', () => {
    expectTypeOf<{ ratioOf: 'core'; ratio: number }>().toExtend<OpenOrder<'core' | 'hedge'>>()
    unrun(() => [
      // @ts-expect-error 'core'
      core.open({ ratioOf: 'cor', ratio: 0.5 }),
      // @ts-expect-error 'core'
      core.scale({ ratioOf: 'cor', ratio: 0.5 }),
      // @ts-expect-error no ratio
      core.open({ ratioOf: 'core' }),
      // @ts-expect-error ratio of what
      core.open({ ratio: 0.5 }),
      // @ts-expect-error two sizes
      core.open({ ratioOf: 'core', ratio: 0.5, notional: 500 }),
    ])
  })

  it('riskOfEquity has a stop to be measured to: its own, or that of the leg which it adds to', () => {
    expectTypeOf<{ riskOfEquity: number }>().toExtend<ScaleOrder>()
    unrun(() => [
      // @ts-expect-error no stop
      core.open({ riskOfEquity: 0.01 }),
      // @ts-expect-error no stop
      core.open({ riskOfEquity: 0.01, target: 120 }),
      // @ts-expect-error an addition has no stop of its own
      core.scale({ riskOfEquity: 0.01, stop: 90 }),
      // @ts-expect-error two sizes
      core.scale({ riskOfEquity: 0.01, notional: 500 }),
    ])
  })

  it('an entry waits at a limit, at a trigger, or at a trigger and then at a limit', () => {
    expectTypeOf<{ notional: number; limit: number }>().toExtend<ScaleOrder>()
    expectTypeOf<{ notional: number; trigger: number; limit: number; postOnly: true }>().toExtend<ScaleOrder>()
    expectTypeOf<{ notional: number; trigger: number; limit: number; stop: number }>().toExtend<OpenOrder>()
    unrun(() => [
      // @ts-expect-error post-only is of a limit
      core.open({ notional: 500, trigger: 105, postOnly: true }),
    ])
  })

  it('an order that is good till a date has one, and no other order', () => {
    expectTypeOf<{ notional: number; timeInForce: 'gtd'; until: number }>().toExtend<OpenOrder>()
    expectTypeOf<{ notional: number; limit: number; timeInForce: 'ioc' }>().toExtend<ScaleOrder>()
    expectTypeOf<{ fraction: number; timeInForce: 'fok' }>().toExtend<ReduceOrder>()
    expectTypeOf<{ timeInForce: 'gtc' }>().toExtend<Lasting>()
    unrun(() => [
      // @ts-expect-error no date
      core.open({ notional: 500, timeInForce: 'gtd' }),
      // @ts-expect-error a date of what
      core.open({ notional: 500, until: 0 }),
      // @ts-expect-error fill-or-kill has no date
      core.close({ timeInForce: 'fok', until: 0 }),
      // @ts-expect-error none of the four
      core.reduce({ fraction: 1, timeInForce: 'day' }),
      // @ts-expect-error exits work until they are withdrawn
      core.adjust({ stop: 90, timeInForce: 'ioc' }),
    ])
  })

  it('targets are one for all of the leg, or several with their shares', () => {
    expectTypeOf<{ notional: number; targets: [{ at: '5%'; share: number }] }>().toExtend<OpenOrder>()
    expectTypeOf<{ targets: null }>().toExtend<Adjustment>()
    unrun(() => [
      // @ts-expect-error both
      core.open({ notional: 500, target: 110, targets: [{ at: 120, share: 0.5 }] }),
      // @ts-expect-error no share
      core.open({ notional: 500, targets: [{ at: 120 }] }),
      // @ts-expect-error the plan's form
      core.adjust({ targets: [{ at: 120, share: '50%' }] }),
      // @ts-expect-error both
      core.adjust({ target: null, targets: null }),
    ])
  })

  it('a stop-limit has a stop', () => {
    expectTypeOf<{ notional: number; stop: '5%'; stopLimit: '6%' }>().toExtend<OpenOrder>()
    expectTypeOf<{ riskOfEquity: number; stop: number; stopLimit: number }>().toExtend<OpenOrder>()
    expectTypeOf<{ stopLimit: null }>().toExtend<Adjustment>()
    unrun(() => [
      // @ts-expect-error no stop
      core.open({ notional: 500, stopLimit: 94 }),
      // @ts-expect-error an addition has no stop of its own
      core.scale({ notional: 500, stopLimit: 94 }),
    ])
  })

  it('a level is a price or a percentage', () => {
    unrun(() => [
      // @ts-expect-error no percent sign
      core.open({ notional: 500, stop: '5' }),
      // @ts-expect-error not a number
      core.open({ notional: 500, target: 'five%' }),
      // @ts-expect-error 'last' or 'mark'
      core.open({ notional: 500, stop: 90, stopOn: 'index' }),
      // @ts-expect-error an entry without a stop leaves it out
      core.open({ notional: 500, stop: null }),
    ])
    expectTypeOf<{ stop: null; target: '8%' }>().toExtend<Adjustment>()
  })

  it('a reduction is a quantity or a fraction', () => {
    expectTypeOf<{ fraction: number }>().toExtend<ReduceOrder>()
    unrun(() => [
      // @ts-expect-error both
      core.reduce({ quantity: 1, fraction: 0.5 }),
      // @ts-expect-error neither
      core.reduce({}),
      // @ts-expect-error the plan's word
      core.reduce({ by: 0.5 }),
    ])
  })
})
