import { z } from 'zod'
import { nearest } from '#domain/failure.js'
import type { LegSide } from '#domain/position.js'
import { iso } from '#domain/time.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'
import { byForm, instant, mapping, type Problems, report } from './fields.js'
import {
  addMarginSchema,
  adjustSchema,
  cancelSchema,
  checkReach,
  checkTargets,
  closeSchema,
  openSchema,
  reduceSchema,
  removeMarginSchema,
  scaleSchema,
  setLeverageSchema,
} from './plan-verbs.js'

const verbs = [
  'open',
  'scale',
  'reduce',
  'close',
  'adjust',
  'cancel',
  'addMargin',
  'removeMargin',
  'setLeverage',
] as const

const at = byForm<number | 'start'>((value) => (value === 'start' ? z.literal('start') : instant))

const stepSchema = mapping({
  at,
  open: openSchema.optional(),
  scale: scaleSchema.optional(),
  reduce: reduceSchema.optional(),
  close: closeSchema.optional(),
  adjust: adjustSchema.optional(),
  cancel: cancelSchema.optional(),
  addMargin: addMarginSchema.optional(),
  removeMargin: removeMarginSchema.optional(),
  setLeverage: setLeverageSchema.optional(),
}).transform((fields, context): PlanStep => {
  const named = verbs.filter((verb) => fields[verb] !== undefined)
  const action = named.length === 1 ? fields[named[0]] : undefined
  if (action !== undefined) return { at: fields.at, action }
  const hint = `A step has at and exactly one of ${verbs.join(', ')}.`
  report(
    context,
    named.length === 0
      ? { code: 'config-missing-key', message: 'the step does nothing', hint }
      : { code: 'config-conflict', message: `${named.join(' and ')} are both given: a step does one thing`, hint },
  )
  return z.NEVER
})

/** The steps of `strategy.plan`, in the order of the file; they are carried out in order of time. */
export const planSchema = z
  .array(stepSchema, { error: 'a list of dated steps' })
  .min(1, { error: 'at least one step' })
  .transform((steps, context): readonly PlanStep[] => {
    checkLegs(steps, context)
    return steps
  })

/** Every leg that a step names is opened somewhere in the plan, and has a stop where a size needs one. */
function checkLegs(steps: readonly PlanStep[], problems: Problems): void {
  for (const [index, { at, action }] of steps.entries()) {
    if (!('until' in action) || action.until === undefined || at === 'start' || action.until > at) continue
    const message = `found ${iso(action.until)}, expected a time after the step's own, ${iso(at)}`
    report(problems, { code: 'config-value', message, path: [index, action.verb, 'until'] })
  }
  const actions = steps.map((step) => step.action)
  const opened = [...new Set(actions.filter((action) => action.verb === 'open').map((action) => action.leg))]
  for (const [index, action] of actions.entries()) {
    checkKnown(action.leg, opened, [index, action.verb, 'leg'], problems)
    if (action.verb === 'adjust') checkAdjusted(action, sidesOf(actions, action.leg), index, problems)
    if (action.verb !== 'open' && action.verb !== 'scale') continue
    if ('ratioOf' in action.size) {
      const path = [index, action.verb, 'ratioOf']
      const others = opened.filter((leg) => leg !== action.leg)
      checkKnown(action.size.ratioOf, others, path, problems)
    }
    if (
      action.verb === 'scale' &&
      'riskOfEquity' in action.size &&
      !actions.some((one) => givesStop(one, action.leg))
    ) {
      const message = `riskOfEquity needs a stop, and no step gives '${action.leg}' one`
      report(problems, { code: 'config-missing-key', message, path: [index, 'scale', 'riskOfEquity'] })
    }
  }
}

/** The sides on which steps open a leg. */
function sidesOf(actions: readonly PlanAction[], leg: string): readonly LegSide[] {
  return [...new Set(actions.flatMap((action) => (action.verb === 'open' && action.leg === leg ? [action.side] : [])))]
}

/** Where a leg is opened on one side alone, the reach of its exits is known. */
function checkAdjusted(
  action: PlanAction & { verb: 'adjust' },
  sides: readonly LegSide[],
  index: number,
  problems: Problems,
): void {
  if (sides.length !== 1) return
  for (const key of ['stop', 'stopLimit', 'target'] as const) {
    checkReach(sides[0], key, action[key] ?? undefined, problems, [index, 'adjust', key])
  }
  checkTargets(sides[0], action.targets ?? undefined, problems, [index, 'adjust', 'targets'])
}

function checkKnown(
  leg: string,
  known: readonly string[],
  path: readonly (string | number)[],
  problems: Problems,
): void {
  if (known.includes(leg)) return
  const near = nearest(leg, known)
  const which = path.at(-1) === 'ratioOf' ? 'another leg' : 'a leg'
  const list = known.length === 0 ? '' : `: ${known.join(', ')}`
  report(problems, {
    code: 'config-unknown-leg',
    message: `found '${leg}', expected ${which} that the plan opens${list}`,
    hint: near === null ? 'Open the leg in a step of the plan.' : `Did you mean '${near}'?`,
    path,
  })
}

function givesStop(action: PlanAction, leg: string): boolean {
  if (action.leg !== leg || (action.verb !== 'open' && action.verb !== 'adjust')) return false
  return action.stop !== undefined && action.stop !== null
}
