import { InputError, nearest } from '#domain/failure.js'
import { iso } from '#domain/time.js'
import { parseConstraint } from '#experiments/search/constraints.js'
import { parseObjectives } from '#experiments/search/objectives.js'
import type { ContinuousDimension, Dimension } from '#experiments/space/dimension.js'
import { settingsOf } from '#experiments/space/settings.js'
import { spaceOf } from '#experiments/space/vary.js'
import { type SearchMethod, type SearchPlan, trialsOf } from '#experiments/sweep/plan.js'
import { parseHoldout } from '#experiments/walk-forward/holdout.js'
import { parseWalkForward, type WalkForward } from '#experiments/walk-forward/windows.js'
import type { ConfigSource } from '#io/config-file.js'
import type { Strategy } from '#strategy/define.js'
import { declarationsOf } from '#strategy/params.js'
import { type Start, startOf } from './experiment-base.js'
import { configWith } from './worker.js'

/** What to vary, and how to look for the best. Texts are of the form that the command line takes. */
export interface SweepRequest {
  readonly source: ConfigSource
  /** `path=values`, at least one. */
  readonly vary: readonly string[]
  /** Default: `grid`. */
  readonly search?: SearchMethod
  /** Of a search that is no grid. Default: 200. */
  readonly trials?: number | null
  /** Default: the config's own. */
  readonly seed?: number | null
  /** Default: `sharpe`. */
  readonly objective?: string
  readonly constraints?: readonly string[]
  /** Default: as many as the machine can run at once. */
  readonly workers?: number | null
  /** More than 10⁶ trials, too. Default: false. */
  readonly isManyAllowed?: boolean
  /** `train=180d,test=60d[,anchored]`. Default: none. */
  readonly walkForward?: string | null
  /** `20%`. Default: none. */
  readonly holdout?: string | null
}

/** A request that was understood. */
export interface Understood extends Start {
  readonly plan: SearchPlan
  readonly walk: WalkForward | null
  readonly holdoutShare: number | null
}

/** Throws `InputError` for what is wrong with a request and can be told before its data are read. */
export async function understand(request: SweepRequest): Promise<Understood> {
  const { source, vary, search: method = 'grid', trials = null, isManyAllowed = false } = request
  if (vary.length === 0) {
    throw new InputError('vary-missing', 'found nothing to vary; expected a config path with values', {
      where: '--vary',
      hint: 'Vary a path: --vary strategy.params.hedgeRatio=0..1/0.25.',
    })
  }
  const space = spaceOf(vary, isManyAllowed)
  const goal = {
    objectives: parseObjectives(request.objective ?? 'sharpe'),
    constraints: (request.constraints ?? []).map((text) => parseConstraint(text)),
  }
  const walk = request.walkForward ? parseWalkForward(request.walkForward) : null
  const holdoutShare = request.holdout ? parseHoldout(request.holdout) : null
  if (walk !== null || holdoutShare !== null) checkSpanIsFixed(space, walk === null ? '--holdout' : '--walk-forward')
  const start = await startOf(source)
  checkPaths(space, start)
  checkPlanDates(space, start, request)
  const plan = {
    space,
    goal,
    method,
    trials: trialsOf(space, method, trials, isManyAllowed),
    seed: request.seed ?? start.config.seed,
  }
  return { ...start, plan, walk, holdoutShare }
}

/** What is held back is a part of the base config's data: a trial that sets their bounds itself could see it. */
function checkSpanIsFixed(space: readonly Dimension[], flag: string): void {
  const found = space.find(({ path: [group, key] }) => group === 'data' && [undefined, 'from', 'to'].includes(key))
  if (found === undefined) return
  throw new InputError(
    'vary-span',
    `found ${found.path.join('.')} beside ${flag}; expected bounds of the data that stay`,
    {
      where: `--vary ${found.path.join('.')}`,
      hint: `Leave it out, or sweep without ${flag}.`,
    },
  )
}

/** Whether the config has what is to be varied. Throws `InputError` with the path that was probably meant. */
function checkPaths(space: readonly Dimension[], { source, strategy }: Start): void {
  const point = space.map((dimension) => (dimension.kind === 'listed' ? dimension.values[0] : dimension.from))
  try {
    configWith(source, settingsOf(space, point))
  } catch (error) {
    // Whether a value is one that the path takes is told of each trial.
    if (error instanceof InputError && ['config-unknown-key', 'config-override'].includes(error.code)) throw error
  }
  for (const { path } of space) {
    const [group, key, name] = path
    if (group !== 'strategy' || (key !== 'params' && key !== 'legs') || name === undefined) continue
    const known = strategy === null ? [] : Object.keys(key === 'params' ? strategy.params : strategy.legs)
    if (key === 'legs' && strategy === null) continue
    if (!known.includes(name)) throw unknownPath(path.join('.'), `strategy.${key}`, name, known)
  }
  if (strategy !== null) for (const dimension of space) checkWholeNumbers(dimension, strategy)
}

/** Of any number between two, next to none is a whole one: every trial would be refused. */
function checkWholeNumbers(dimension: Dimension, { params }: Strategy): void {
  const [group, key, name] = dimension.path
  if (dimension.kind !== 'continuous' || group !== 'strategy' || key !== 'params') return
  if (declarationsOf(params)[name].integer !== true) return
  const { from, to } = dimension
  throw new InputError(
    'vary-whole-number',
    `found any number from ${from} to ${to}; expected whole numbers, which the parameter '${name}' takes alone`,
    {
      where: `--vary ${dimension.path.join('.')}`,
      hint: `${wholeRange(dimension)}.`,
    },
  )
}

/**
 * A plan's step with a date lies in one part of the data: nothing can be searched on one part and played on another. Throws
 * `InputError` where that was asked for.
 */
function checkPlanDates(
  space: readonly Dimension[],
  { config }: Start,
  { walkForward: walk, holdout: held }: SweepRequest,
): void {
  const where = walk ? '--walk-forward' : held ? '--holdout' : null
  if (where === null) return
  const varied = new Set(space.map(({ path }) => path.join('.')))
  for (const [at, step] of (config.strategy.plan ?? []).entries()) {
    const path = `strategy.plan.${at}.at`
    if (step.at === 'start' || varied.has(path)) continue
    throw new InputError(
      'plan-step-dated',
      `found ${path} ${iso(step.at)}: a step with a date can be played on one part of the data alone, and ${where} plays on two`,
      {
        where,
        hint: "Leave it out, write 'at: start' in the plan (each part then begins with the step), or write a strategy instead of a plan.",
      },
    )
  }
}

/** How a range is written that has whole numbers alone. */
export function wholeRange({ from, to }: ContinuousDimension): string {
  return `Write ${Math.ceil(from)}..${Math.floor(to)}/1`
}

function unknownPath(path: string, above: string, name: string, known: readonly string[]): InputError {
  const near = nearest(name, known)
  const list = known.length === 0 ? 'There are none.' : `Known: ${known.join(', ')}.`
  return new InputError('vary-unknown-path', `found '${path}', which the config does not have`, {
    where: `--vary ${path}`,
    hint: near === null ? list : `Did you mean '${above}.${near}'? ${list}`,
  })
}
