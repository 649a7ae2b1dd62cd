import fc from 'fast-check'
import type { Candles } from '#domain/candles.js'
import type { ExitLevel, Lasting, Reduction, Size, TargetShare, Trailing, Waiting } from '#domain/command.js'
import type { LegSide } from '#domain/position.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'

const legs = ['core', 'hedge', 'third'] as const
type LegName = (typeof legs)[number]

/** A level relative to the open at which the step falls due, in thousandths in the leg's favour; or a fraction. */
type DrawnLevel = { readonly favour: number } | { readonly fraction: number }

/** Where an entry waits, in thousandths of that open. */
type DrawnWaiting = { readonly limit?: number; readonly trigger?: number } | null

interface DrawnSize {
  readonly form: 'quantity' | 'notional' | 'margin' | 'fractionOfEquity' | 'riskOfEquity' | 'ratioOf'
  /** 1 … 1000; what it stands for depends on the form. */
  readonly amount: number
}

export interface DrawnStep {
  readonly candle: number
  /** Half an hour before the candle opens: the next open is the same. */
  readonly early: boolean
  readonly verb: PlanAction['verb']
  readonly leg: LegName
  readonly side: LegSide
  readonly size: DrawnSize
  readonly leverage: number
  readonly waiting: DrawnWaiting
  readonly stop: DrawnLevel | null
  /** Makes the stop a stop-limit. */
  readonly stopLimit: DrawnLevel | null
  readonly stopOn: 'last' | 'mark'
  readonly target: DrawnLevel | null
  /** A second target for the rest, and the share of the first in hundredths; null: one for all of the leg. */
  readonly second: { readonly at: DrawnLevel; readonly share: number; readonly rest: number } | null
  readonly trailing: Trailing | null
  readonly by: Reduction
  /** Candles that it works, of good till a date; or how else it lasts. */
  readonly lasting: 'gtc' | 'ioc' | 'fok' | number
  /** What an adjustment does to each exit. */
  readonly adjusts: { readonly stop: 'sets' | 'removes' | 'leaves'; readonly target: 'sets' | 'removes' | 'leaves' }
}

/** On the stop's side (−1) or the target's (1), seldom a little past the open. */
const level = (side: 1 | -1): fc.Arbitrary<DrawnLevel> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((away) => ({ favour: side * away })) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 50 }).map((away) => ({ fraction: away / 1000 })) },
    { weight: 6, arbitrary: fc.integer({ min: 20, max: 400 }).map((away) => ({ fraction: away / 1000 })) },
    fc.integer({ min: -300, max: 20 }).map((against) => ({ favour: -side * against })),
  )

const near = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -20, max: 20 }) }, fc.integer({ min: -200, max: 200 }))

const adjustment = fc.constantFrom('sets', 'removes', 'leaves')

const drawnStep: fc.Arbitrary<DrawnStep> = fc.record({
  candle: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 8 }) }, fc.nat(59)),
  early: fc.boolean(),
  verb: fc.constantFrom(
    ...([
      'open',
      'open',
      'scale',
      'scale',
      'reduce',
      'reduce',
      'adjust',
      'adjust',
      'close',
      'cancel',
      'addMargin',
      'removeMargin',
      'setLeverage',
    ] as const),
  ),
  leg: fc.constantFrom('core', 'core', 'core', 'core', 'hedge', 'hedge', 'third'),
  side: fc.constantFrom('long', 'short'),
  size: fc.record({
    form: fc.constantFrom(
      ...([
        'quantity',
        'notional',
        'margin',
        'fractionOfEquity',
        'fractionOfEquity',
        'riskOfEquity',
        'ratioOf',
      ] as const),
    ),
    amount: fc.integer({ min: 1, max: 1000 }),
  }),
  leverage: fc.constantFrom(1, 1, 2, 2, 3, 3, 5, 10, 20, 50),
  waiting: fc.option(
    fc.oneof(
      near.map((limit) => ({ limit })),
      near.map((trigger) => ({ trigger })),
      fc.record({ trigger: near, limit: near }),
    ),
    { freq: 2 },
  ),
  stop: fc.option(level(-1), { freq: 2 }),
  stopLimit: fc.option(level(-1), { freq: 2 }),
  stopOn: fc.constantFrom('last', 'last', 'mark'),
  target: fc.option(level(1), { freq: 2 }),
  second: fc.option(
    fc.record({
      at: level(1),
      share: fc.integer({ min: 1, max: 99 }),
      rest: fc.constantFrom(100, 100, 50),
    }),
    { freq: 2 },
  ),
  trailing: fc.option(
    fc.oneof(
      fc.integer({ min: 5, max: 200 }).map((away) => ({ distance: { fraction: away / 1000 } })),
      fc.integer({ min: 1, max: 40 }).map((multiple) => ({ distance: { atr: 3, multiple: multiple / 10 } })),
    ),
    { freq: 2, nil: null },
  ),
  by: fc.oneof(
    fc.integer({ min: 1, max: 1000 }).map((thousandths) => ({ fraction: thousandths / 1000 })),
    fc.integer({ min: 1, max: 50_000 }).map((lots) => ({ quantity: lots / 1000 })),
  ),
  lasting: fc.oneof(
    { weight: 4, arbitrary: fc.constant('gtc' as const) },
    fc.constantFrom('ioc', 'fok'),
    fc.integer({ min: 1, max: 6 }),
  ),
  adjusts: fc.record({ stop: adjustment, target: adjustment }),
})

/**
 * One to eight steps over one to three legs: the core opens in the first candles, up to two more follow, then comes
 * anything, mostly to legs that were to open.
 */
export const arbitraryPlan: fc.Arbitrary<readonly DrawnStep[]> = fc
  .tuple(
    drawnStep,
    fc.array(drawnStep, { maxLength: 2, size: 'max' }),
    fc.array(drawnStep, { maxLength: 5, size: 'max' }),
  )
  .map(([core, more, others]) => {
    const opens = [firstOpening(core), ...more.map((step): DrawnStep => ({ ...step, verb: 'open' }))]
    const isMeantToOpen = (leg: LegName) => opens.some((step) => step.leg === leg)
    return [...opens, ...others.map((step) => (isMeantToOpen(step.leg) ? step : { ...step, leg: 'core' as const }))]
  })

/** The core at market in one of the first candles, with at most half of what could be its margin. */
function firstOpening(step: DrawnStep): DrawnStep {
  const { form, amount } = step.size
  const size = { form: form === 'ratioOf' ? 'notional' : form, amount: Math.ceil(amount / 2) } as const
  return { ...step, verb: 'open', leg: 'core', waiting: null, size, candle: step.candle % 3 }
}

/** The candle in which a drawn step may first fill. */
export function candleOfStep(step: DrawnStep, candles: Candles): number {
  return step.candle % candles.length
}

/** The dated steps that were drawn, for candles that are `candles`. */
export function stepsOf(drawn: readonly DrawnStep[], candles: Candles): readonly PlanStep[] {
  return drawn.map((step) => {
    const candle = candleOfStep(step, candles)
    const opens = candles.openedAt[candle]
    const at = candle === 0 ? (step.early ? 'start' : opens) : opens - (step.early ? candles.timeframeMs / 2 : 0)
    return {
      at,
      action: actionOf(
        step,
        Math.round(candles.open[candle] * 100),
        sideOf(drawn, step),
        lastingOf(step, opens, candles),
      ),
    }
  })
}

/** The side that a leg most likely has: that of the last opening before the step. */
function sideOf(drawn: readonly DrawnStep[], step: DrawnStep): LegSide {
  if (step.verb === 'open') return step.side
  return drawn.find(({ verb, leg }) => verb === 'open' && leg === step.leg)?.side ?? step.side
}

function lastingOf({ lasting }: DrawnStep, opens: number, { timeframeMs }: Candles): Lasting {
  if (typeof lasting === 'number') return { timeInForce: 'gtd', until: opens + lasting * timeframeMs }
  return lasting === 'gtc' ? {} : { timeInForce: lasting }
}

function actionOf(step: DrawnStep, open: number, side: LegSide, lasting: Lasting): PlanAction {
  const { verb, leg, leverage, stop, stopLimit, stopOn } = step
  switch (verb) {
    case 'open':
      return {
        verb,
        leg,
        side,
        size: sizeOf(step),
        leverage,
        margin: null,
        ...waitingOf(step.waiting, open),
        ...lasting,
        ...(stop === null ? {} : { stop: levelOf(stop, open, side), stopOn }),
        ...(stop === null || stopLimit === null ? {} : { stopLimit: levelOf(stopLimit, open, side) }),
        ...targetsOf(step, open, side),
        ...(step.trailing === null ? {} : { trailing: step.trailing }),
      }
    case 'scale':
      return { verb, leg, size: sizeOf(step), ...waitingOf(step.waiting, open), ...lasting }
    case 'reduce':
      return { verb, leg, by: step.by, ...lasting }
    case 'close':
      return { verb, leg, ...lasting }
    case 'adjust':
      return {
        verb,
        leg,
        ...adjusted('stop', step.adjusts.stop, stop, open, side),
        ...(step.adjusts.stop === 'removes' ? {} : adjusted('stopLimit', step.adjusts.target, stopLimit, open, side)),
        ...(step.adjusts.target === 'sets' ? targetsOf(step, open, side) : {}),
        ...(step.adjusts.target === 'removes' ? { target: null } : {}),
      }
    case 'addMargin':
    case 'removeMargin':
      return { verb, leg, amount: step.size.amount / 4 }
    case 'setLeverage':
      return { verb, leg, leverage }
    default:
      return { verb, leg }
  }
}

function targetsOf(
  { target, second }: DrawnStep,
  open: number,
  side: LegSide,
): { readonly target?: ExitLevel; readonly targets?: readonly TargetShare[] } {
  if (target === null) return {}
  const at = levelOf(target, open, side)
  if (second === null) return { target: at }
  const rest = Math.max(1, Math.floor(((100 - second.share) * second.rest) / 100))
  return {
    targets: [
      { at, share: second.share / 100 },
      { at: levelOf(second.at, open, side), share: rest / 100 },
    ],
  }
}

function adjusted(
  what: 'stop' | 'stopLimit',
  how: 'sets' | 'removes' | 'leaves',
  level: DrawnLevel | null,
  open: number,
  side: LegSide,
): Readonly<Partial<Record<'stop' | 'stopLimit', ExitLevel | null>>> {
  if (how === 'leaves') return {}
  return { [what]: how === 'removes' || level === null ? null : levelOf(level, open, side) }
}

function sizeOf({ leg, stop, leverage, size: { form, amount } }: DrawnStep): Size {
  switch (form) {
    case 'quantity':
      return { quantity: amount / 100 }
    case 'notional':
      return { notional: amount * 10 }
    case 'margin':
      return { margin: amount }
    case 'fractionOfEquity':
      // Up to all that is free as margin: then nothing is left for fees and funding.
      return { fractionOfEquity: (leverage * amount) / 1_020 }
    case 'riskOfEquity':
      return stop === null ? { notional: amount } : { riskOfEquity: amount / 10_000 }
    default:
      return { ratioOf: leg === 'core' ? 'hedge' : 'core', ratio: amount / 500 }
  }
}

function waitingOf(waiting: DrawnWaiting, open: number): Waiting {
  if (waiting === null) return {}
  const { limit, trigger } = waiting
  return {
    ...(limit === undefined ? {} : { limit: priceAt(open, limit) }),
    ...(trigger === undefined ? {} : { trigger: priceAt(open, trigger) }),
  }
}

function levelOf(drawn: DrawnLevel, open: number, side: LegSide): ExitLevel {
  return 'fraction' in drawn ? drawn : priceAt(open, side === 'long' ? drawn.favour : -drawn.favour)
}

function priceAt(open: number, thousandths: number): number {
  return Math.max(1, Math.round((open * (1000 + thousandths)) / 1000)) / 100
}
