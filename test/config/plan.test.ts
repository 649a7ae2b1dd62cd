import { describe, expect, it } from 'vitest'
import { action, plan, planRefusal } from './sample.js'

const openCore = '- { at: start, open: { leg: core, side: long, quantity: 1 } }'

describe('A plan', () => {
  it('reads the sample of the interface', () => {
    const steps = plan(`
      - { at: 2026-03-21T00:00Z, open: { leg: core, side: long, notional: 6000, leverage: 3, stop: 230, target: 420 } }
      - { at: 2026-03-21T00:00Z, open: { leg: hedge, side: short, ratioOf: core, ratio: 0.4, leverage: 5, stop: 5% } }
      - { at: 2026-03-28T12:00Z, adjust: { leg: core, stop: 255 } }
      - { at: 2026-04-02T00:00Z, reduce: { leg: core, by: 50% } }
      - { at: 2026-04-09T00:00Z, close: { leg: hedge } }`)
    expect(steps).toStrictEqual([
      {
        at: Date.UTC(2026, 2, 21),
        action: {
          verb: 'open',
          leg: 'core',
          side: 'long',
          size: { notional: 6000 },
          leverage: 3,
          margin: null,
          stop: 230,
          target: 420,
        },
      },
      {
        at: Date.UTC(2026, 2, 21),
        action: {
          verb: 'open',
          leg: 'hedge',
          side: 'short',
          size: { ratioOf: 'core', ratio: 0.4 },
          leverage: 5,
          margin: null,
          stop: { fraction: 0.05 },
        },
      },
      { at: Date.UTC(2026, 2, 28, 12), action: { verb: 'adjust', leg: 'core', stop: 255 } },
      { at: Date.UTC(2026, 3, 2), action: { verb: 'reduce', leg: 'core', by: { fraction: 0.5 } } },
      { at: Date.UTC(2026, 3, 9), action: { verb: 'close', leg: 'hedge' } },
    ])
  })

  it('keeps the order of the file, so that an error can name a step by its place there', () => {
    const steps = plan(`
      - { at: 2026-01-02, close: { leg: core } }
      - { at: start, open: { leg: core, side: long, quantity: 1 } }`)
    expect(steps.map((step) => [step.at, step.action.verb])).toEqual([
      [Date.UTC(2026, 0, 2), 'close'],
      ['start', 'open'],
    ])
  })
})

describe('A step of a plan', () => {
  it.each([
    ['quantity: 2', { quantity: 2 }],
    ['notional: 600', { notional: 600 }],
    ['margin: 100', { margin: 100 }],
    ['fractionOfEquity: 1.5', { fractionOfEquity: 1.5 }],
    ['riskOfEquity: 0.01, stop: 5%', { riskOfEquity: 0.01 }],
    ['ratioOf: core, ratio: 0.4', { ratioOf: 'core', ratio: 0.4 }],
  ])('O11: opens with a size given as %s', (written, size) => {
    expect(action(`open: { leg: hedge, side: short, ${written} }`)).toMatchObject({ verb: 'open', size })
  })

  it('tells a margin mode from a size by its type', () => {
    expect(action('open: { leg: a, side: long, margin: isolated, quantity: 1 }')).toMatchObject({
      margin: 'isolated',
      size: { quantity: 1 },
    })
    expect(action('open: { leg: a, side: long, margin: 50 }')).toMatchObject({ margin: null, size: { margin: 50 } })
  })

  it('opens at a limit or at a trigger, its stop looking at the mark', () => {
    expect(action('open: { leg: a, side: long, quantity: 1, limit: 250 }')).toMatchObject({ limit: 250 })
    expect(action('open: { leg: a, side: long, quantity: 1, trigger: 250, stop: 200, stopOn: mark }')).toStrictEqual({
      verb: 'open',
      leg: 'a',
      side: 'long',
      size: { quantity: 1 },
      leverage: null,
      margin: null,
      trigger: 250,
      stop: 200,
      stopOn: 'mark',
    })
  })

  it('opens at a limit from a trigger on, its stop a stop-limit', () => {
    const written = 'quantity: 1, trigger: 250, limit: 251, postOnly: true, stop: 200, stopLimit: 20.5%'
    expect(action(`open: { leg: a, side: long, ${written} }`)).toMatchObject({
      trigger: 250,
      limit: 251,
      postOnly: true,
      stop: 200,
      stopLimit: { fraction: 0.205 },
    })
  })

  it('takes the settings that later versions extend, where they are at their default', () => {
    const step = 'open: { leg: a, side: long, quantity: 1, postOnly: false, timeInForce: gtc, trailing: }'
    expect(action(step)).toStrictEqual(action('open: { leg: a, side: long, quantity: 1 }'))
  })

  it.each([
    ['scale: { leg: core, notional: 500 }', { verb: 'scale', leg: 'core', size: { notional: 500 } }],
    [
      'scale: { leg: core, notional: 50, limit: 240, postOnly: true }',
      { verb: 'scale', leg: 'core', size: { notional: 50 }, limit: 240, postOnly: true },
    ],
    ['scale: { leg: core, margin: 50, limit: 240 }', { verb: 'scale', leg: 'core', size: { margin: 50 }, limit: 240 }],
    ['reduce: { leg: core, by: 12.5% }', { verb: 'reduce', leg: 'core', by: { fraction: 0.125 } }],
    ['reduce: { leg: core, by: 0.5 }', { verb: 'reduce', leg: 'core', by: { quantity: 0.5 } }],
    ['reduce: { leg: core, quantity: 0.5 }', { verb: 'reduce', leg: 'core', by: { quantity: 0.5 } }],
    ['close: { leg: core }', { verb: 'close', leg: 'core' }],
    ['close: { leg: core, timeInForce: gtc }', { verb: 'close', leg: 'core' }],
    ['close: { leg: core, timeInForce: fok }', { verb: 'close', leg: 'core', timeInForce: 'fok' }],
    [
      'reduce: { leg: core, by: 50%, timeInForce: ioc }',
      { verb: 'reduce', leg: 'core', by: { fraction: 0.5 }, timeInForce: 'ioc' },
    ],
    [
      'scale: { leg: core, quantity: 1, limit: 5, timeInForce: gtd, until: 2026-02-01T12:00Z }',
      {
        verb: 'scale',
        leg: 'core',
        size: { quantity: 1 },
        limit: 5,
        timeInForce: 'gtd',
        until: Date.UTC(2026, 1, 1, 12),
      },
    ],
    ['cancel: { leg: core }', { verb: 'cancel', leg: 'core' }],
    ['addMargin: { leg: core, amount: 5 }', { verb: 'addMargin', leg: 'core', amount: 5 }],
    ['removeMargin: { leg: core, amount: 5 }', { verb: 'removeMargin', leg: 'core', amount: 5 }],
    ['setLeverage: { leg: core, leverage: 5 }', { verb: 'setLeverage', leg: 'core', leverage: 5 }],
    [
      'adjust: { leg: core, trailing: { distance: 3% } }',
      { verb: 'adjust', leg: 'core', trailing: { distance: { fraction: 0.03 } } },
    ],
    [
      'adjust: { leg: core, trailing: { distance: { atr: 14, multiple: 3 }, activation: 300 } }',
      { verb: 'adjust', leg: 'core', trailing: { distance: { atr: 14, multiple: 3 }, activation: 300 } },
    ],
    ['adjust: { leg: core, trailing: null }', { verb: 'adjust', leg: 'core', trailing: null }],
    ['adjust: { leg: core, stop: null }', { verb: 'adjust', leg: 'core', stop: null }],
    [
      'adjust: { leg: core, targets: [{ at: 300, share: 33.3% }, { at: 10%, share: 66.7% }] }',
      {
        verb: 'adjust',
        leg: 'core',
        targets: [
          { at: 300, share: 0.333 },
          { at: { fraction: 0.1 }, share: 0.667 },
        ],
      },
    ],
    ['adjust: { leg: core, targets: null }', { verb: 'adjust', leg: 'core', targets: null }],
    ['adjust: { leg: core, stopLimit: null }', { verb: 'adjust', leg: 'core', stopLimit: null }],
    [
      'adjust: { leg: core, stop: 5%, stopLimit: entry }',
      { verb: 'adjust', leg: 'core', stop: { fraction: 0.05 }, stopLimit: { fraction: 0 } },
    ],
    ['adjust: { leg: core, target: 8% }', { verb: 'adjust', leg: 'core', target: { fraction: 0.08 } }],
    ['adjust: { leg: core, stop: 200, target: null }', { verb: 'adjust', leg: 'core', stop: 200, target: null }],
  ])('does what it says: %s', (step, expected) => {
    expect(action(step)).toStrictEqual(expected)
  })

  it('may size a scale by risk where a step gives the leg its stop', () => {
    const steps = `${openCore}
- { at: 2026-01-01, adjust: { leg: core, stop: 200 } }
- { at: 2026-01-02, scale: { leg: core, riskOfEquity: 0.01 } }`
    expect(plan(steps)[2]?.action).toStrictEqual({ verb: 'scale', leg: 'core', size: { riskOfEquity: 0.01 } })
  })
})

describe('A plan is refused', () => {
  it.each([
    ['an empty one', '[]', 'config-value', '', 'found a list, expected at least one step'],
    ['no list', '{}', 'config-value', '', 'found a mapping, expected a list of dated steps'],
    ['a blank step', '-', 'config-value', '.0', 'found nothing, expected a mapping of at, open,'],
    [
      'no time',
      '- { close: { leg: core } }',
      'config-missing-key',
      '.0.at',
      "'at' is missing, expected an ISO 8601 date",
    ],
    [
      'a bad time',
      '- { at: later, close: { leg: core } }',
      'config-value',
      '.0.at',
      "found 'later', expected an ISO 8601 date",
    ],
    ['no verb', '- { at: start }', 'config-missing-key', '.0', 'the step does nothing'],
    ['a blank verb', '- { at: start, close: }', 'config-value', '.0.close', 'found nothing, expected a mapping of leg'],
    [
      'two verbs',
      '- { at: start, close: { leg: core }, cancel: { leg: core } }',
      'config-conflict',
      '.0',
      'close and cancel are both given: a step does one thing',
    ],
    ['an unknown verb', '- { at: start, opn: { leg: core } }', 'config-unknown-key', '.0.opn', "unknown key 'opn'"],
  ])('for %s', (_, steps, code, where, message) => {
    const error = planRefusal(steps)
    expect([error.code, error.where]).toEqual([code, `strategy.plan${where}`])
    expect(error.message).toContain(message)
  })

  const entry = 'leg: hedge, side: short'
  it.each([
    ['no size', `open: { ${entry} }`, 'config-missing-key', 'open', 'no size is given'],
    [
      'two sizes',
      `open: { ${entry}, notional: 5, quantity: 1 }`,
      'config-conflict',
      'open',
      'quantity and notional are both given: an entry has one size',
    ],
    [
      'two sizes, one of them margin',
      `open: { ${entry}, margin: 5, quantity: 1 }`,
      'config-conflict',
      'open',
      'quantity and margin are both given: an entry has one size',
    ],
    [
      'no side',
      'open: { leg: hedge, quantity: 1 }',
      'config-missing-key',
      'open.side',
      "'side' is missing, expected long, short",
    ],
    [
      'no leg',
      'open: { side: long, quantity: 1 }',
      'config-missing-key',
      'open.leg',
      "'leg' is missing, expected the name of a leg",
    ],
    [
      'a risk without a stop',
      `open: { ${entry}, riskOfEquity: 0.01 }`,
      'config-missing-key',
      'open.riskOfEquity',
      'riskOfEquity needs a stop: the size is what may be lost there',
    ],
    [
      'a risk on a leg that never has a stop',
      'scale: { leg: core, riskOfEquity: 0.01 }',
      'config-missing-key',
      'scale.riskOfEquity',
      "riskOfEquity needs a stop, and no step gives 'core' one",
    ],
    [
      'half a ratio',
      `open: { ${entry}, ratioOf: core }`,
      'config-missing-key',
      'open.ratioOf',
      'ratioOf without ratio',
    ],
    ['the other half', `open: { ${entry}, ratio: 0.4 }`, 'config-missing-key', 'open.ratio', 'ratio without ratioOf'],
    [
      'a ratio of an unknown leg',
      `open: { ${entry}, ratioOf: cor, ratio: 0.4 }`,
      'config-unknown-leg',
      'open.ratioOf',
      "found 'cor', expected another leg that the plan opens: core",
    ],
    [
      'a ratio of itself',
      `open: { ${entry}, ratioOf: hedge, ratio: 0.4 }`,
      'config-unknown-leg',
      'open.ratioOf',
      "found 'hedge', expected another leg that the plan opens: core",
    ],
    [
      'a leg that is never opened',
      'close: { leg: coer }',
      'config-unknown-leg',
      'close.leg',
      "found 'coer', expected a leg that the plan opens: core",
    ],
    [
      'post-only without a limit',
      `open: { ${entry}, quantity: 1, trigger: 6, postOnly: true }`,
      'config-missing-key',
      'open.postOnly',
      'postOnly without limit',
    ],
    [
      'a target and targets',
      `open: { ${entry}, quantity: 1, target: 6, targets: [{ at: 5, share: 50% }] }`,
      'config-conflict',
      'open.targets',
      'target and targets are both given: target is one for all of the leg',
    ],
    [
      'no targets in a list of them',
      'adjust: { leg: core, targets: [] }',
      'config-value',
      'adjust.targets',
      'found a list, expected at least one target',
    ],
    [
      'targets that are none',
      'adjust: { leg: core, targets: 300 }',
      'config-value',
      'adjust.targets',
      'found 300, expected a list of targets, such as [{ at: 300, share: 50% }]',
    ],
    [
      'targets for more than the leg',
      'adjust: { leg: core, targets: [{ at: 300, share: 60% }, { at: 310, share: 40.5% }] }',
      'config-value',
      'adjust.targets',
      'the shares sum to 100.5%, expected at most 100%',
    ],
    [
      'a share that is no percentage',
      'adjust: { leg: core, targets: [{ at: 300, share: 0.5 }] }',
      'config-value',
      'adjust.targets.0.share',
      'found 0.5, expected a share of the leg above 0% and at most 100%, such as 50%',
    ],
    [
      'a target without a share',
      'adjust: { leg: core, targets: [{ at: 300 }] }',
      'config-missing-key',
      'adjust.targets.0.share',
      "'share' is missing, expected a share of the leg above 0% and at most 100%, such as 50%",
    ],
    [
      'one of several targets of a short that no fall reaches',
      `open: { ${entry}, quantity: 1, targets: [{ at: 50%, share: 50% }, { at: 100%, share: 50% }] }`,
      'config-value',
      'open.targets.1.at',
      'found 100%, expected less than 100%: the target of a short lies below its entry',
    ],
    [
      'good till no date',
      `open: { ${entry}, quantity: 1, timeInForce: gtd }`,
      'config-missing-key',
      'open.until',
      'timeInForce: gtd without until: an order that is good till a date has one',
    ],
    [
      'a date that nothing is good till',
      'close: { leg: core, until: 2026-02-01 }',
      'config-conflict',
      'close.until',
      'until without timeInForce: gtd',
    ],
    [
      'a date before the step',
      'reduce: { leg: core, by: 50%, timeInForce: gtd, until: 2026-01-01 }',
      'config-value',
      'reduce.until',
      "found 2026-01-01T00:00:00Z, expected a time after the step's own, 2026-01-01T00:00:00Z",
    ],
    [
      'a date that is none',
      `open: { ${entry}, quantity: 1, timeInForce: gtd, until: 24h }`,
      'config-value',
      'open.until',
      "found '24h', expected an ISO 8601 date or time in UTC",
    ],
    [
      'a time in force that is none',
      'scale: { leg: core, quantity: 1, timeInForce: day }',
      'config-value',
      'scale.timeInForce',
      "found 'day', expected one of gtc, ioc, fok, gtd",
    ],
    [
      'post-only at once',
      'scale: { leg: core, quantity: 1, limit: 5, postOnly: true, timeInForce: ioc }',
      'config-conflict',
      'scale.timeInForce',
      'postOnly rests, and timeInForce: ioc does not',
    ],
    [
      'a stop limit without a stop',
      `open: { ${entry}, quantity: 1, stopLimit: 6 }`,
      'config-missing-key',
      'open.stopLimit',
      'stopLimit without stop: it is what the stop becomes',
    ],
    [
      'a stop limit where the stop goes',
      'adjust: { leg: core, stop: null, stopLimit: 6 }',
      'config-conflict',
      'adjust.stopLimit',
      'stopLimit is given, and stop is removed',
    ],
    [
      'a stop limit of a long that no fall reaches',
      'adjust: { leg: core, stopLimit: 100% }',
      'config-value',
      'adjust.stopLimit',
      'found 100%, expected less than 100%: the stopLimit of a long lies below its entry',
    ],
    [
      'a price of zero',
      `open: { ${entry}, quantity: 1, limit: 0 }`,
      'config-value',
      'open.limit',
      'found 0, expected a price above 0, in quote currency',
    ],
    [
      'a negative size',
      `open: { ${entry}, quantity: -1 }`,
      'config-value',
      'open.quantity',
      'found -1, expected a quantity above 0, in base units',
    ],
    [
      'a risk above all there is',
      `open: { ${entry}, riskOfEquity: 2, stop: 5% }`,
      'config-value',
      'open.riskOfEquity',
      'found 2, expected a fraction of equity above 0 and at most 1 (1% is written 0.01)',
    ],
    [
      'a stop at 0%',
      `open: { ${entry}, quantity: 1, stop: 0% }`,
      'config-value',
      'open.stop',
      "found '0%', expected a price above 0",
    ],
    [
      'a stop in words',
      `open: { ${entry}, quantity: 1, stop: near }`,
      'config-value',
      'open.stop',
      "found 'near', expected a price above 0",
    ],
    [
      'a stop of a long at −100%',
      'open: { leg: a, side: long, quantity: 1, stop: 100% }',
      'config-value',
      'open.stop',
      'found 100%, expected less than 100%: the stop of a long lies below its entry',
    ],
    [
      'a target of a short at −120%',
      `open: { ${entry}, quantity: 1, target: 120% }`,
      'config-value',
      'open.target',
      'found 120%, expected less than 100%: the target of a short lies below its entry',
    ],
    [
      'stopOn without a stop',
      `open: { ${entry}, quantity: 1, stopOn: mark }`,
      'config-missing-key',
      'open.stopOn',
      'stopOn without stop',
    ],
    [
      'a margin mode that does not exist',
      `open: { ${entry}, quantity: 1, margin: shared }`,
      'config-value',
      'open.margin',
      "found 'shared', expected one of isolated, cross",
    ],
    ['no reduction', 'reduce: { leg: core }', 'config-missing-key', 'reduce.by', "'by' is missing: how much to reduce"],
    [
      'two reductions',
      'reduce: { leg: core, by: 5%, quantity: 1 }',
      'config-conflict',
      'reduce.quantity',
      'by and quantity are both given',
    ],
    [
      'a reduction by more than all',
      'reduce: { leg: core, by: 150% }',
      'config-value',
      'reduce.by',
      "found '150%', expected a quantity above 0 in base units, or a share",
    ],
    [
      'an adjustment of nothing',
      'adjust: { leg: core }',
      'config-missing-key',
      'adjust',
      'adjust without stop or target changes nothing',
    ],
    ['a misspelt key', 'adjust: { leg: core, stp: 5 }', 'config-unknown-key', 'adjust.stp', "unknown key 'stp'"],
    [
      'a misspelt key of an entry',
      `open: { ${entry}, notionl: 5 }`,
      'config-unknown-key',
      'open.notionl',
      "unknown key 'notionl'",
    ],
  ])('for %s', (_, step, code, where, message) => {
    const error = planRefusal(`${openCore}\n- { at: 2026-01-01, ${step} }`)
    expect([error.code, error.where]).toEqual([code, `strategy.plan.1.${where}`])
    expect(error.message).toContain(message)
  })

  it('names the size that was meant', () => {
    expect(planRefusal('- { at: start, open: { leg: a, side: long, notionl: 5 } }').hint).toBe(
      "Did you mean 'notional'?",
    )
  })
})
