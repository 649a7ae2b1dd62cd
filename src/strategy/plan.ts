import { indexAtOrAfter, type Candles } from '#domain/candles.js'
import type { Command } from '#domain/command.js'
import { InputError } from '#domain/failure.js'
import type { MarginMode } from '#domain/position.js'
import { iso } from '#domain/time.js'
import { defineStrategy, type LegDeclaration, type Strategy } from './define.js'
import type { PlanStep } from './plan-steps.js'
import { type PlanPort, planPortOf } from './view.js'

/** What a plan is laid over. */
export interface PlanFrame {
  readonly candles: Candles
  /** First candle of the run, and one past its last. */
  readonly first: number
  readonly end: number
  /** Margin mode of the account, for legs that name none. */
  readonly margin: MarginMode
  /** Overrides of the config, for steps that name no leverage or margin of their own. */
  readonly legs: Readonly<Record<string, { readonly leverage?: number; readonly margin?: MarginMode }>>
}

/**
 * The built-in strategy that carries out dated steps. A step dated T is given at the close before the first candle that
 * begins at or after T, and so fills at that candle's open (rule T7). Throws `InputError` for a step outside the run.
 */
export function planStrategy(steps: readonly PlanStep[], frame: PlanFrame): Strategy {
  const scheduled = steps
    .map((step, at) => ({ command: commandOf(step, frame), fillsIn: candleOf(step, at, frame) }))
    .sort((one, other) => one.fillsIn - other.fillsIn)
  const give = ({ queue }: PlanPort, progress: { next: number }, candle: number): void => {
    while (progress.next < scheduled.length && scheduled[progress.next].fillsIn === candle) {
      queue.add(scheduled[progress.next++].command)
    }
  }
  return defineStrategy({
    name: 'plan',
    legs: legsOf(steps),
    state: () => ({ next: 0 }),
    onStart: (context) => give(planPortOf(context), context.state, frame.first),
    onCandle: (context) => {
      const port = planPortOf(context)
      give(port, context.state, port.cursor.index + 1)
    },
  })
}

function candleOf(step: PlanStep, at: number, { candles, first, end }: PlanFrame): number {
  if (step.at === 'start') return first
  const candle = indexAtOrAfter(candles.openedAt, step.at)
  const begins = candles.openedAt[first]
  if (step.at >= begins && candle < end) return candle
  throw new InputError(
    'plan-step-outside',
    `The plan's step at ${iso(step.at)} lies ${step.at < begins ? 'before the first' : 'after the last'} candle`,
    {
      where: `strategy.plan.${at}.at`,
      hint: `The run goes from ${iso(begins)} to ${iso(candles.openedAt[end - 1])}. Move the step, or use 'at: start'.`,
    },
  )
}

function legsOf(steps: readonly PlanStep[]): Readonly<Record<string, LegDeclaration>> {
  const legs: Record<string, LegDeclaration> = {}
  for (const { action } of steps) {
    if (action.verb !== 'open' || Object.hasOwn(legs, action.leg)) continue
    const hedges = 'ratioOf' in action.size ? { hedges: action.size.ratioOf } : {}
    const margin = action.margin === null ? {} : { margin: action.margin }
    legs[action.leg] = { side: action.side, leverage: action.leverage ?? 1, ...margin, ...hedges }
  }
  return legs
}

function commandOf({ action }: PlanStep, { margin, legs }: PlanFrame): Command {
  if (action.verb !== 'open') {
    const { verb, ...rest } = action
    return { kind: verb, ...rest } as Command
  }
  const { verb, ...rest } = action
  const override = legs[action.leg] ?? {}
  return {
    kind: verb,
    ...rest,
    leverage: action.leverage ?? override.leverage ?? 1,
    margin: action.margin ?? override.margin ?? margin,
  }
}
