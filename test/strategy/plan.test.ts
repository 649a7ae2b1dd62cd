import { describe, expect, it } from 'vitest'
import type { LegOverride } from '#config/resolved.js'
import type { Candles } from '#domain/candles.js'
import type { BacktestResult } from '#domain/result.js'
import { HOUR_MS, iso } from '#domain/time.js'
import { run } from '#engine/run.js'
import { candlesOf } from '#market/candle-builder.js'
import { planStrategy } from '#strategy/plan.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'
import { candlesClosing, configOf, marketOf, START } from '../engine/replay.js'
import { failureOf } from '../market/failure-of.js'

/** Closes 100, 101, 102 …: candle n opens at 99 + n (the first at 100). */
const rising = candlesClosing(Array.from({ length: 12 }, (_, at) => 100 + at))

const hour = (hours: number): number => START + hours * HOUR_MS

function open(leg: string, more: Partial<Extract<PlanAction, { verb: 'open' }>> = {}): PlanAction {
  return { verb: 'open', leg, side: 'long', size: { quantity: 1 }, leverage: null, margin: null, ...more }
}

interface Played {
  readonly candles?: Candles
  readonly from?: number
  readonly legs?: Readonly<Record<string, LegOverride>>
}

function play(plan: readonly PlanStep[], { candles = rising, from, legs = {} }: Played = {}): BacktestResult {
  const data = marketOf(candles, from === undefined ? {} : { from })
  return run(configOf({ plan, legs, closeAtEnd: false }), null, data).result
}

/** `when leg reason quantity@price`, one line a fill. */
function fillsOf(result: BacktestResult): readonly string[] {
  return result.fills.map(
    ({ at, name, reason, quantity, price }) => `${clock(at)} ${name} ${reason} ${quantity}@${price}`,
  )
}

function clock(at: number): string {
  return iso(at).slice(5, 16)
}

describe('a plan', () => {
  it('carries out every verb', () => {
    const result = play([
      { at: 'start', action: open('core', { size: { quantity: 2 }, stop: 90, target: 120 }) },
      { at: hour(1), action: { verb: 'scale', leg: 'core', size: { quantity: 1 } } },
      { at: hour(2), action: { verb: 'reduce', leg: 'core', by: { fraction: 0.5 } } },
      { at: hour(3), action: { verb: 'adjust', leg: 'core', stop: 95, target: null } },
      { at: hour(4), action: open('hedge', { side: 'short', limit: 150 }) },
      { at: hour(5), action: { verb: 'cancel', leg: 'hedge' } },
      { at: hour(6), action: { verb: 'close', leg: 'core' } },
    ])
    expect(fillsOf(result)).toEqual([
      '01-01T00:00 core entry 2@100',
      '01-01T01:00 core scale 1@100',
      '01-01T02:00 core reduce 1.5@101',
      '01-01T06:00 core signal 1.5@105',
    ])
    expect(
      result.levels.filter(({ what }) => what !== 'liquidation').map(({ at, what, price }) => [clock(at), what, price]),
    ).toEqual([
      ['01-01T00:00', 'stop', '90'],
      ['01-01T00:00', 'target', '120'],
      ['01-01T03:00', 'stop', null],
      ['01-01T03:00', 'stop', '95'],
      ['01-01T03:00', 'target', null],
      ['01-01T06:00', 'stop', null],
    ])
    expect(result.refusals).toEqual([])
  })

  it('T7: a step fills at the open of the first candle that begins at or after it', () => {
    const result = play([
      { at: hour(2), action: open('onTheHour') },
      { at: hour(3) - 1, action: open('justBefore') },
      { at: hour(3) + 1, action: open('justAfter') },
    ])
    expect(fillsOf(result)).toEqual([
      '01-01T02:00 onTheHour entry 1@101',
      '01-01T03:00 justBefore entry 1@102',
      '01-01T04:00 justAfter entry 1@103',
    ])
  })

  it('T7: a step that falls into a gap fills at the open after it', () => {
    const row = (at: number, price: number) => [hour(at), price, price, price, price, 100] as const
    const { candles } = candlesOf([row(0, 100), row(1, 101), row(2, 102), row(9, 109), row(10, 110)])
    const result = play(
      [
        { at: hour(3), action: open('first') },
        { at: hour(8), action: open('last') },
        { at: hour(9), action: open('onIt') },
      ],
      { candles },
    )
    expect(fillsOf(result)).toEqual([
      '01-01T09:00 first entry 1@109',
      '01-01T09:00 last entry 1@109',
      '01-01T09:00 onIt entry 1@109',
    ])
  })

  it('keeps the order of the list where steps meet at one open, and orders the rest by time', () => {
    const result = play([
      { at: hour(5), action: open('later') },
      { at: hour(1), action: open('core') },
      { at: hour(1), action: open('hedge', { side: 'short', size: { ratioOf: 'core', ratio: 0.5 } }) },
      { at: hour(1) - 1, action: open('third') },
    ])
    expect(fillsOf(result)).toEqual([
      '01-01T01:00 core entry 1@100',
      '01-01T01:00 hedge entry 0.5@100',
      '01-01T01:00 third entry 1@100',
      '01-01T05:00 later entry 1@104',
    ])
  })

  it('T7, T8: `start` is the first candle of the run, not of the file', () => {
    const result = play([{ at: 'start', action: open('core') }], { from: hour(4) })
    expect(fillsOf(result)).toEqual(['01-01T04:00 core entry 1@103'])
  })

  it("takes the leverage of the step, else the config's, else 1; it sets the collateral and never the size", () => {
    const legs = { given: { leverage: 4 }, both: { leverage: 4 } }
    const result = play(
      [
        { at: 'start', action: open('plain') },
        { at: 'start', action: open('given') },
        { at: 'start', action: open('both', { leverage: 10 }) },
      ],
      { legs },
    )
    expect(
      result.legs.map(({ name, leverage, quantity, initialMargin }) => [name, leverage, quantity, initialMargin]),
    ).toEqual([
      ['plain', '1', '1', '100'],
      ['given', '4', '1', '25'],
      ['both', '10', '1', '10'],
    ])
  })

  it('opens a leg anew after it was closed, with the side that the step says', () => {
    const result = play([
      { at: hour(1), action: open('core') },
      { at: hour(2), action: { verb: 'close', leg: 'core' } },
      { at: hour(3), action: open('core', { side: 'short' }) },
    ])
    expect(result.legs.map(({ id, name, side }) => [id, name, side])).toEqual([
      [1, 'core', 'long'],
      [2, 'core', 'short'],
    ])
  })

  it('is told like a strategy: its legs in the order of the list, with what they hedge', () => {
    const { strategy } = play([
      { at: hour(1), action: open('core', { leverage: 3 }) },
      { at: hour(1), action: open('hedge', { side: 'short', leverage: 5, size: { ratioOf: 'core', ratio: 0.5 } }) },
    ])
    expect(strategy).toEqual({
      name: 'plan',
      params: {},
      legs: [
        { name: 'core', side: 'long', leverage: 3, hedges: null },
        { name: 'hedge', side: 'short', leverage: 5, hedges: 'core' },
      ],
    })
  })

  it.each([
    ['before the first', hour(0) - 1, '2024-12-31T23:59:59.999Z'],
    ['after the last', hour(11) + 1, '2025-01-01T11:00:00.001Z'],
    ['after the last', hour(12), '2025-01-01T12:00:00Z'],
  ])('refuses a step %s candle of the run', async (place, at, shown) => {
    expect(
      await failureOf(() =>
        play([
          { at: 'start', action: open('core') },
          { at, action: open('hedge') },
        ]),
      ),
    ).toEqual({
      code: 'plan-step-outside',
      where: 'strategy.plan.1.at',
      message: `The plan's step at ${shown} lies ${place} candle`,
      hint: "The run goes from 2025-01-01T00:00:00Z to 2025-01-01T11:00:00Z. Move the step, or use 'at: start'.",
    })
  })

  it('T8: refuses a step before `from`, though there are candles', async () => {
    expect(await failureOf(() => play([{ at: hour(1), action: open('core') }], { from: hour(4) }))).toMatchObject({
      code: 'plan-step-outside',
      where: 'strategy.plan.0.at',
      hint: "The run goes from 2025-01-01T04:00:00Z to 2025-01-01T11:00:00Z. Move the step, or use 'at: start'.",
    })
  })

  it('carries out all its steps again when the same strategy value runs again', () => {
    const plan: readonly PlanStep[] = [
      { at: hour(1), action: open('core') },
      { at: hour(2), action: { verb: 'close', leg: 'core' } },
    ]
    const data = marketOf(rising)
    const strategy = planStrategy(plan, { ...data, margin: 'isolated', legs: {} })
    const runs = [run(configOf(), strategy, data).result, run(configOf(), strategy, data).result]
    for (const result of runs) {
      expect(fillsOf(result)).toEqual(['01-01T01:00 core entry 1@100', '01-01T02:00 core signal 1@101'])
    }
  })
})
