import { z } from 'zod'
import type { ExitLevel, Reduction, TargetShare, TimeInForce, Trailing } from '#domain/command.js'
import { decimal, plain, sum } from '#domain/decimal.js'
import type { LegSide, MarginMode } from '#domain/position.js'
import type { PlanAction } from '#strategy/plan-steps.js'
import {
  byForm,
  choice,
  flag,
  given,
  instant,
  isMapping,
  mapping,
  number,
  percentage,
  type Problems,
  report,
} from './fields.js'
import { collateral, legName, sizeFields, sizeOf } from './plan-size.js'

const price = number('a price above 0, in quote currency', (value) => value > 0)

const levelForm =
  'a price above 0 in quote currency, a distance from the entry above 0% and up to 1000%, such as 5%, or entry'
const levelPercentage = percentage(levelForm, (value) => value > 0 && value <= 10)
const exitLevel = byForm<ExitLevel>((value) =>
  value === 'entry'
    ? z.literal('entry').transform(() => ({ fraction: 0 }))
    : typeof value === 'string'
      ? levelPercentage.transform((fraction) => ({ fraction }))
      : number(levelForm, (level) => level > 0),
)

const distanceForm =
  'a distance above 0: quote currency, a percentage below 100% such as 3%, or { atr: 14, multiple: 3 }'
const distance = byForm<Trailing['distance']>((value) => {
  if (isMapping(value)) {
    return mapping({
      atr: number('a whole number of candles above 0', (period) => Number.isInteger(period) && period > 0),
      multiple: number('a multiple above 0', (multiple) => multiple > 0),
    })
  }
  return typeof value === 'string'
    ? percentage(distanceForm, (fraction) => fraction > 0 && fraction < 1).transform((fraction) => ({ fraction }))
    : number(distanceForm, (price) => price > 0)
})
const trailing = mapping({ distance, activation: price.optional() }).transform(
  ({ distance, activation }): Trailing => ({ distance, ...given({ activation }) }),
)

const shareForm = 'a share of the leg above 0% and at most 100%, such as 50%'
const targets = z
  .array(mapping({ at: exitLevel, share: percentage(shareForm, (share) => share > 0 && share <= 1) }), {
    error: 'a list of targets, such as [{ at: 300, share: 50% }]',
  })
  .min(1, { error: 'at least one target' })
  .superRefine((list, context) => {
    const total = sum(list.map(({ share }) => decimal(share)))
    if (total.lte(1)) return
    report(context, {
      code: 'config-value',
      message: `the shares sum to ${plain(total.times(100))}%, expected at most 100%`,
    })
  })

/** How long an order works. */
const lastingFields = {
  timeInForce: choice('timeInForce', ['gtc', 'ioc', 'fok', 'gtd']).optional(),
  until: instant.optional(),
}

/** Where an entry waits, and how long. */
const entryFields = {
  ...lastingFields,
  limit: price.optional(),
  trigger: price.optional(),
  postOnly: flag.optional().transform((value) => (value === true ? true : undefined)),
}

/** `margin` is a size where it is a number, and a margin mode where it is a word. */
const marginOrMode = byForm<number | MarginMode>((value) =>
  typeof value === 'string' ? choice('margin', ['isolated', 'cross']) : collateral,
)

const openFields = mapping({
  leg: legName,
  side: choice('side', ['long', 'short']),
  ...sizeFields,
  margin: marginOrMode.optional(),
  leverage: number('a leverage above 0', (value) => value > 0).optional(),
  ...entryFields,
  stop: exitLevel.optional(),
  stopLimit: exitLevel.optional(),
  stopOn: choice('stopOn', ['last', 'mark']).optional(),
  target: exitLevel.optional(),
  targets: targets.optional(),
  trailing: trailing
    .nullable()
    .optional()
    .transform((value) => value ?? undefined),
})

export const openSchema = openFields.transform((fields, context): PlanAction => {
  const { leg, side, margin, leverage, stop, stopLimit, stopOn, target, targets, trailing, limit, trigger, postOnly } =
    fields
  checkWaiting(fields, context)
  checkReach(side, 'stop', stop, context)
  checkReach(side, 'stopLimit', stopLimit, context)
  checkReach(side, 'target', target, context)
  checkTargets(side, targets, context)
  checkOneForm(fields, context)
  if (fields.riskOfEquity !== undefined && stop === undefined) {
    const message = 'riskOfEquity needs a stop: the size is what may be lost there'
    report(context, { code: 'config-missing-key', message, hint: 'Add stop.', path: ['riskOfEquity'] })
  }
  if (stopOn !== undefined && stop === undefined && trailing === undefined) {
    report(context, { code: 'config-missing-key', message: 'stopOn without stop', hint: 'Add stop.', path: ['stopOn'] })
  }
  if (stopLimit !== undefined && stop === undefined) {
    const message = 'stopLimit without stop: it is what the stop becomes'
    report(context, { code: 'config-missing-key', message, hint: 'Add stop.', path: ['stopLimit'] })
  }
  const mode = typeof margin === 'string' ? margin : null
  const size = sizeOf({ ...fields, margin: typeof margin === 'number' ? margin : undefined }, context)
  const waiting = { limit, trigger, postOnly, ...lastingOf(fields, context) }
  const optional = given({ stop, stopLimit, stopOn, target, targets, trailing, ...waiting })
  return { verb: 'open', leg, side, size, leverage: leverage ?? null, margin: mode, ...optional }
})

export const scaleSchema = mapping({
  leg: legName,
  ...sizeFields,
  margin: collateral.optional(),
  ...entryFields,
}).transform((fields, context): PlanAction => {
  checkWaiting(fields, context)
  const { leg, limit, trigger, postOnly } = fields
  const waiting = given({ limit, trigger, postOnly, ...lastingOf(fields, context) })
  return { verb: 'scale', leg, size: sizeOf(fields, context), ...waiting }
})

interface LastingFields {
  readonly timeInForce?: TimeInForce | undefined
  readonly until?: number | undefined
}

/** `gtc` is as if it were not there. */
function lastingOf({ timeInForce, until }: LastingFields, problems: Problems): LastingFields {
  if (timeInForce === 'gtd' && until === undefined) {
    const message = 'timeInForce: gtd without until: an order that is good till a date has one'
    report(problems, { code: 'config-missing-key', message, hint: 'Add until, a time.', path: ['until'] })
  }
  if (timeInForce !== 'gtd' && until !== undefined) {
    const message = 'until without timeInForce: gtd'
    report(problems, {
      code: 'config-conflict',
      message,
      hint: 'Add timeInForce: gtd, or leave until out.',
      path: ['until'],
    })
  }
  return { timeInForce: timeInForce === 'gtc' ? undefined : timeInForce, until }
}

interface WaitingFields {
  readonly timeInForce?: TimeInForce | undefined
  readonly limit?: number | undefined
  readonly postOnly?: boolean | undefined
}

function checkWaiting(fields: WaitingFields, problems: Problems): void {
  if (fields.postOnly === true && fields.limit === undefined) {
    const hint = 'Give a limit, or leave postOnly out.'
    report(problems, { code: 'config-missing-key', message: 'postOnly without limit', hint, path: ['postOnly'] })
  }
  const { timeInForce } = fields
  if (fields.postOnly === true && (timeInForce === 'ioc' || timeInForce === 'fok')) {
    const message = `postOnly rests, and timeInForce: ${timeInForce} does not`
    report(problems, { code: 'config-conflict', message, hint: 'Keep one of them.', path: ['timeInForce'] })
  }
}

/** A fall of 100% or more does not exist: it bounds the stop of a long and the target of a short. */
export function checkReach(
  side: LegSide,
  key: 'stop' | 'stopLimit' | 'target',
  level: ExitLevel | undefined,
  problems: Problems,
  path: readonly (string | number)[] = [key],
): void {
  const below = (side === 'long') === (key !== 'target')
  if (!below || typeof level !== 'object' || level.fraction < 1) return
  const message = `found ${level.fraction * 100}%, expected less than 100%: the ${key} of a ${side} lies below its entry`
  report(problems, { code: 'config-value', message, path })
}

/** The reach of each of several targets. */
export function checkTargets(
  side: LegSide,
  targets: readonly TargetShare[] | undefined,
  problems: Problems,
  path: readonly (string | number)[] = ['targets'],
): void {
  for (const [index, { at }] of (targets ?? []).entries()) {
    checkReach(side, 'target', at, problems, [...path, index, 'at'])
  }
}

function checkOneForm(fields: { readonly target?: unknown; readonly targets?: unknown }, problems: Problems): void {
  if (fields.target === undefined || fields.targets === undefined) return
  const message = 'target and targets are both given: target is one for all of the leg'
  report(problems, { code: 'config-conflict', message, hint: 'Keep target or targets.', path: ['targets'] })
}

const reductionForm = 'a quantity above 0 in base units, or a share above 0% and at most 100%, such as 50%'
const reduction = byForm<Reduction>((value) =>
  typeof value === 'string'
    ? percentage(reductionForm, (share) => share > 0 && share <= 1).transform((fraction) => ({ fraction }))
    : number(reductionForm, (quantity) => quantity > 0).transform((quantity) => ({ quantity })),
)

export const reduceSchema = mapping({
  leg: legName,
  by: reduction.optional(),
  quantity: sizeFields.quantity,
  ...lastingFields,
}).transform(({ leg, by, quantity, ...fields }, context): PlanAction => {
  const lasting = given(lastingOf(fields, context))
  const hint = 'Give by, a share such as 50% or base units, or quantity.'
  if (by !== undefined && quantity !== undefined) {
    report(context, { code: 'config-conflict', message: 'by and quantity are both given', hint, path: ['quantity'] })
  }
  if (by !== undefined) return { verb: 'reduce', leg, by, ...lasting }
  if (quantity !== undefined) return { verb: 'reduce', leg, by: { quantity }, ...lasting }
  report(context, { code: 'config-missing-key', message: "'by' is missing: how much to reduce", hint, path: ['by'] })
  return z.NEVER
})

export const closeSchema = mapping({ leg: legName, ...lastingFields }).transform(
  ({ leg, ...fields }, context): PlanAction => ({ verb: 'close', leg, ...given(lastingOf(fields, context)) }),
)

export const cancelSchema = mapping({ leg: legName }).transform(({ leg }): PlanAction => ({ verb: 'cancel', leg }))

const amount = number('an amount above 0, in quote currency', (value) => value > 0)

export const addMarginSchema = mapping({ leg: legName, amount }).transform(
  ({ leg, amount }): PlanAction => ({ verb: 'addMargin', leg, amount }),
)

export const removeMarginSchema = mapping({ leg: legName, amount }).transform(
  ({ leg, amount }): PlanAction => ({ verb: 'removeMargin', leg, amount }),
)

export const setLeverageSchema = mapping({
  leg: legName,
  leverage: number('a leverage above 0', (value) => value > 0),
}).transform(({ leg, leverage }): PlanAction => ({ verb: 'setLeverage', leg, leverage }))

/** Null removes; what is absent stays. */
export const adjustSchema = mapping({
  leg: legName,
  stop: exitLevel.nullable().optional(),
  stopLimit: exitLevel.nullable().optional(),
  stopOn: choice('stopOn', ['last', 'mark']).optional(),
  target: exitLevel.nullable().optional(),
  targets: targets.nullable().optional(),
  trailing: trailing.nullable().optional(),
}).transform(({ leg, ...fields }, context): PlanAction => {
  const exits = given(fields)
  if (Object.keys(exits).length === 0) {
    const hint = 'Give stop, target or trailing: a level, or null to remove it.'
    report(context, { code: 'config-missing-key', message: 'adjust without stop or target changes nothing', hint })
  }
  checkOneForm(exits, context)
  if (exits.stop === null && (exits.stopLimit ?? null) !== null) {
    const message = 'stopLimit is given, and stop is removed'
    report(context, { code: 'config-conflict', message, hint: 'Keep one of them.', path: ['stopLimit'] })
  }
  return { verb: 'adjust', leg, ...exits }
})
