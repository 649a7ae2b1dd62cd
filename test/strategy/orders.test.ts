import { describe, expect, it } from 'vitest'
import { decide } from '#strategy/decide.js'
import { defineStrategy } from '#strategy/define.js'
import type { LegHandle } from '#strategy/leg-handle.js'

/** The commands that a strategy gives which does `act` with its core, a long of leverage 3; there is a hedge too. */
function commandsOf(act: (core: LegHandle<'core' | 'hedge'>) => void) {
  const strategy = defineStrategy({
    name: 'one act',
    legs: { core: { side: 'long', leverage: 3 }, hedge: { side: 'short', hedges: 'core' } },
    onCandle({ legs: { core } }) {
      act(core)
    },
  })
  return decide(strategy, {})
}

const entry = { kind: 'open', leg: 'core', side: 'long', leverage: 3, margin: 'isolated' }

describe('a handle records what its verbs ask for', () => {
  it.each<[string, (core: LegHandle<'core' | 'hedge'>) => void, object]>([
    ['open by quantity', (core) => core.open({ quantity: 2 }), { ...entry, size: { quantity: 2 } }],
    ['open by notional', (core) => core.open({ notional: 500 }), { ...entry, size: { notional: 500 } }],
    [
      'open by margin at a leverage of its own',
      (core) => core.open({ margin: 100, leverage: 5 }),
      { ...entry, size: { margin: 100 }, leverage: 5 },
    ],
    ['open by equity', (core) => core.open({ fractionOfEquity: 1.5 }), { ...entry, size: { fractionOfEquity: 1.5 } }],
    [
      'open by risk',
      (core) => core.open({ riskOfEquity: 0.01, stop: 90 }),
      { ...entry, size: { riskOfEquity: 0.01 }, stop: 90 },
    ],
    [
      'open by the ratio to a leg',
      (core) => core.open({ ratioOf: 'hedge', ratio: 0.5 }),
      { ...entry, size: { ratioOf: 'hedge', ratio: 0.5 } },
    ],
    [
      'open with exits; percentages become fractions, in decimals',
      (core) => core.open({ notional: 500, stop: '0.7%', stopOn: 'mark', target: '12.5 %' as '12.5%' }),
      { ...entry, size: { notional: 500 }, stop: { fraction: 0.007 }, stopOn: 'mark', target: { fraction: 0.125 } },
    ],
    [
      'open at a limit',
      (core) => core.open({ notional: 5, limit: 95 }),
      { ...entry, size: { notional: 5 }, limit: 95 },
    ],
    [
      'open at a trigger',
      (core) => core.open({ notional: 5, trigger: 105 }),
      { ...entry, size: { notional: 5 }, trigger: 105 },
    ],
    [
      'open at a limit from a trigger on',
      (core) => core.open({ notional: 5, trigger: 105, limit: 106, postOnly: true }),
      { ...entry, size: { notional: 5 }, trigger: 105, limit: 106, postOnly: true },
    ],
    [
      'open with a stop-limit',
      (core) => core.open({ notional: 5, stop: 95, stopLimit: '6%' }),
      { ...entry, size: { notional: 5 }, stop: 95, stopLimit: { fraction: 0.06 } },
    ],
    [
      'open with several targets',
      (core) =>
        core.open({
          notional: 5,
          targets: [
            { at: 120, share: 0.5 },
            { at: '30%', share: 0.25 },
          ],
        }),
      {
        ...entry,
        size: { notional: 5 },
        targets: [
          { at: 120, share: 0.5 },
          { at: { fraction: 0.3 }, share: 0.25 },
        ],
      },
    ],
    [
      'adjust: null removes all targets',
      (core) => core.adjust({ targets: null }),
      { kind: 'adjust', leg: 'core', targets: null },
    ],
    [
      'adjust: a stop-limit becomes a stop-market',
      (core) => core.adjust({ stopLimit: null }),
      { kind: 'adjust', leg: 'core', stopLimit: null },
    ],
    [
      'scale at a limit',
      (core) => core.scale({ margin: 50, limit: 95 }),
      { kind: 'scale', leg: 'core', size: { margin: 50 }, limit: 95 },
    ],
    [
      'reduce by quantity',
      (core) => core.reduce({ quantity: 1 }),
      { kind: 'reduce', leg: 'core', by: { quantity: 1 } },
    ],
    ['reduce to nothing', (core) => core.reduce({ fraction: 1 }), { kind: 'reduce', leg: 'core', by: { fraction: 1 } }],
    [
      'open all at once, or not at all',
      (core) => core.open({ notional: 5, timeInForce: 'fok' }),
      { ...entry, size: { notional: 5 }, timeInForce: 'fok' },
    ],
    [
      'scale until an instant',
      (core) => core.scale({ notional: 5, limit: 95, timeInForce: 'gtd', until: 86_400_000 }),
      { kind: 'scale', leg: 'core', size: { notional: 5 }, limit: 95, timeInForce: 'gtd', until: 86_400_000 },
    ],
    [
      'reduce at once, or not',
      (core) => core.reduce({ fraction: 0.5, timeInForce: 'ioc' }),
      { kind: 'reduce', leg: 'core', by: { fraction: 0.5 }, timeInForce: 'ioc' },
    ],
    [
      'close all at once, or not at all',
      (core) => core.close({ timeInForce: 'fok' }),
      { kind: 'close', leg: 'core', timeInForce: 'fok' },
    ],
    ['close', (core) => core.close(), { kind: 'close', leg: 'core' }],
    ['adjust the stop alone', (core) => core.adjust({ stop: 95 }), { kind: 'adjust', leg: 'core', stop: 95 }],
    [
      'adjust: null removes',
      (core) => core.adjust({ stop: null, target: '8%' }),
      { kind: 'adjust', leg: 'core', stop: null, target: { fraction: 0.08 } },
    ],
    [
      'adjust what the stop looks at',
      (core) => core.adjust({ stopOn: 'mark' }),
      { kind: 'adjust', leg: 'core', stopOn: 'mark' },
    ],
    [
      'adjust: above the entry a percentage has no end',
      (core) => core.adjust({ target: '250%' }),
      { kind: 'adjust', leg: 'core', target: { fraction: 2.5 } },
    ],
    [
      'scale by risk',
      (core) => core.scale({ riskOfEquity: 0.01 }),
      { kind: 'scale', leg: 'core', size: { riskOfEquity: 0.01 } },
    ],
    ['cancel', (core) => core.cancel(), { kind: 'cancel', leg: 'core' }],
  ])('%s', (_, act, command) => {
    expect(commandsOf(act)).toEqual([command])
  })

  it('keeps them in the order in which they were given', () => {
    const kinds = commandsOf((core) => {
      core.cancel()
      core.adjust({ stop: 95 })
      core.close()
    }).map(({ kind }) => kind)
    expect(kinds).toEqual(['cancel', 'adjust', 'close'])
  })
})

/** An order as a strategy in JavaScript, or one with a cast, may give it. */
type Loose = (core: {
  readonly open: (order: object) => void
  readonly scale: (order: object) => void
  readonly reduce: (order: object) => void
  readonly close: (order: object) => void
  readonly adjust: (order: object) => void
}) => void

const oneSize = 'give exactly one of quantity, notional, margin, fractionOfEquity, riskOfEquity, or ratioOf with ratio'

describe('an order that cannot be meant throws, and says what was expected', () => {
  it.each<[string, Loose]>([
    [`core.open: ${oneSize}; found none`, (core) => core.open({ stop: 90 })],
    [`core.open: ${oneSize}; found quantity and notional`, (core) => core.open({ quantity: 1, notional: 100 })],
    [
      'core.open: give one size, not ratioOf and notional',
      (core) => core.open({ ratioOf: 'hedge', ratio: 1, notional: 5 }),
    ],
    ['core.open: ratio is undefined, expected a number', (core) => core.open({ ratioOf: 'hedge' })],
    ['core.open: notional is NaN, expected a number', (core) => core.open({ notional: Number.NaN })],
    ['core.open: notional is Infinity, expected a number', (core) => core.open({ notional: 1 / 0 })],
    ['core.open: notional is half, expected a number', (core) => core.open({ notional: 'half' })],
    ['core.scale: margin is NaN, expected a number', (core) => core.scale({ margin: Number.NaN })],
    [`core.scale: ${oneSize}; found none`, (core) => core.scale({})],
    [
      'core.open: leverage is NaN, expected a number above 0',
      (core) => core.open({ notional: 5, leverage: Number.NaN }),
    ],
    ['core.open: leverage is -5, expected a number above 0', (core) => core.open({ notional: 5, leverage: -5 })],
    ['core.open: leverage is 0, expected a number above 0', (core) => core.open({ notional: 5, leverage: 0 })],
    ['core.open: stop is NaN, expected a number', (core) => core.open({ notional: 5, stop: Number.NaN })],
    ['core.open: stop is 0, expected a price above 0', (core) => core.open({ notional: 5, stop: 0 })],
    ['core.open: target is -3, expected a price above 0', (core) => core.open({ notional: 5, target: -3 })],
    [
      `core.open: stop is "5", expected a price or a percentage such as '5%'`,
      (core) => core.open({ notional: 5, stop: '5' }),
    ],
    [
      `core.open: stop is "-5%", expected a price or a percentage such as '5%'`,
      (core) => core.open({ notional: 5, stop: '-5%' }),
    ],
    [
      'core.open: stop is "150%", expected less than 100%, as it is taken from the entry',
      (core) => core.open({ notional: 5, stop: '150%' }),
    ],
    [
      'core.adjust: stop is "100%", expected less than 100%, as it is taken from the entry',
      (core) => core.adjust({ stop: '100%' }),
    ],
    ["core.open: 'stp' is not known. Did you mean 'stop'?", (core) => core.open({ notional: 5, stp: 95 })],
    ["core.adjust: 'stopp' is not known. Did you mean 'stop'?", (core) => core.adjust({ stopp: 95 })],
    [
      "core.scale: 'stop' is not known. Known: quantity, notional, margin, fractionOfEquity, riskOfEquity, ratioOf, ratio, limit, postOnly, trigger, timeInForce, until.",
      (core) => core.scale({ notional: 5, stop: 95 }),
    ],
    [`core.adjust: stopOn is "Mark", expected 'last' or 'mark'`, (core) => core.adjust({ stopOn: 'Mark' })],
    ['core.reduce: give quantity or fraction, not both', (core) => core.reduce({ quantity: 1, fraction: 0.5 })],
    [
      "core.open: ratioOf names 'cor', no leg of the strategy: core, hedge",
      (core) => core.open({ ratioOf: 'cor', ratio: 1 }),
    ],
    ['core.open: limit is -1, expected a price above 0', (core) => core.open({ notional: 5, limit: -1 })],
    ['core.scale: trigger is NaN, expected a number', (core) => core.scale({ notional: 5, trigger: Number.NaN })],
    ['core.open: postOnly without a limit', (core) => core.open({ notional: 5, trigger: 105, postOnly: true })],
    [
      'core.open: give target or targets, not both',
      (core) => core.open({ notional: 5, target: 110, targets: [{ at: 120, share: 1 }] }),
    ],
    [
      "core.open: targets is [], expected such as [{ at: '5%', share: 0.5 }]",
      (core) => core.open({ notional: 5, targets: [] }),
    ],
    [
      'core.open: targets[1].share is 50, expected more than 0 and at most 1',
      (core) =>
        core.open({
          notional: 5,
          targets: [
            { at: 120, share: 0.5 },
            { at: 130, share: 50 },
          ],
        }),
    ],
    [
      'core.adjust: targets[0].at is 0, expected a price above 0',
      (core) => core.adjust({ targets: [{ at: 0, share: 1 }] }),
    ],
    [
      "core.adjust: targets[0]: 'shares' is not known. Did you mean 'share'?",
      (core) => core.adjust({ targets: [{ at: 5, shares: 1 }] }),
    ],
    [
      'core.adjust: the shares of targets sum to 1.2, expected at most 1',
      (core) =>
        core.adjust({
          targets: [
            { at: 5, share: 0.5 },
            { at: 6, share: 0.7 },
          ],
        }),
    ],
    [
      `core.open: timeInForce is "day", expected one of gtc, ioc, fok, gtd`,
      (core) => core.open({ notional: 5, timeInForce: 'day' }),
    ],
    ['core.scale: until is undefined, expected a number', (core) => core.scale({ notional: 5, timeInForce: 'gtd' })],
    [
      "core.reduce: until without timeInForce 'gtd'",
      (core) => core.reduce({ fraction: 1, timeInForce: 'ioc', until: 5 }),
    ],
    ["core.close: until without timeInForce 'gtd'", (core) => core.close({ until: 5 })],
    [
      "core.close: 'timeInforce' is not known. Did you mean 'timeInForce'?",
      (core) => core.close({ timeInforce: 'ioc' }),
    ],
    [
      "core.open: postOnly rests, and timeInForce 'fok' does not",
      (core) => core.open({ notional: 5, limit: 95, postOnly: true, timeInForce: 'fok' }),
    ],
    ['core.open: stopLimit without a stop', (core) => core.open({ notional: 5, stopLimit: 94 })],
    ['core.adjust: stopLimit without a stop', (core) => core.adjust({ stop: null, stopLimit: 94 })],
    [
      'core.open: stopLimit is "100%", expected less than 100%, as it is taken from the entry',
      (core) => core.open({ notional: 5, stop: '5%', stopLimit: '100%' }),
    ],
    [
      'core.open: trailing.distance is 0, expected a price above 0',
      (core) => core.open({ notional: 5, trailing: { distance: 0 } }),
    ],
    [
      'core.adjust: trailing.distance.atr is 1.5, expected a whole number of candles',
      (core) => core.adjust({ trailing: { distance: { atr: 1.5, multiple: 2 } } }),
    ],
    ['core.adjust: stop is NaN, expected a number', (core) => core.adjust({ stop: Number.NaN })],
    ['core.adjust: target is 0, expected a price above 0', (core) => core.adjust({ target: 0 })],
    ['core.reduce: quantity is NaN, expected a number above 0', (core) => core.reduce({ quantity: Number.NaN })],
    ['core.reduce: quantity is -1, expected a number above 0', (core) => core.reduce({ quantity: -1 })],
    ['core.reduce: quantity is 0, expected a number above 0', (core) => core.reduce({ quantity: 0 })],
    ['core.reduce: fraction is 50, expected more than 0 and at most 1', (core) => core.reduce({ fraction: 50 })],
    ['core.reduce: fraction is 0, expected more than 0 and at most 1', (core) => core.reduce({ fraction: 0 })],
    ['core.reduce: fraction is undefined, expected a number', (core) => core.reduce({})],
  ])('%s', (message, act) => {
    expect(() => commandsOf(act as (core: LegHandle) => void)).toThrow(new TypeError(message))
  })
})
