import type { MarketData } from '#domain/candles.js'
import { InputError, InvariantError, nearest, StrategyError } from '#domain/failure.js'
import type { BacktestResult } from '#domain/result.js'
import type { ResolvedConfig } from '#config/resolved.js'
import type { Strategy } from '#strategy/define.js'
import { planStrategy } from '#strategy/plan.js'
import { checkCoverage, checkFeeds } from './feeds.js'
import { Loop, type Rewrite } from './loop.js'
import { resultOf } from './result.js'

/** A run and, where the strategy threw, its failure; the result then is `incomplete` and ends where it threw. */
export interface Run {
  readonly result: BacktestResult
  readonly failure: StrategyError | null
}

/**
 * Candles a block takes. One long loop over all candles was seen to run 2.6 times slower in some processes: the
 * compiler replaces a loop that never returns at a bad moment. Blocks return.
 */
const BLOCK = 1024

/** Runs a resolved config over market data: a strategy, or with null the plan of the config. `rewrite` makes a twin of it. */
export function run(
  config: ResolvedConfig,
  given: Strategy | null,
  data: MarketData,
  rewrite: Rewrite | null = null,
): Run {
  const loop = loopOf(config, given, data, rewrite)
  const failure = attempt(loop, () => {
    for (const _ of replay(loop, data)) continue
  })
  return { result: resultOf(loop, config, failure), failure }
}

/**
 * The same, breathing between blocks: `pause` is awaited after each, so that a long run can be watched and stopped.
 * What `pause` rejects with ends the run and is thrown.
 */
export async function runWithPauses(
  config: ResolvedConfig,
  given: Strategy | null,
  data: MarketData,
  pause: (done: number, total: number) => Promise<void>,
  rewrite: Rewrite | null = null,
): Promise<Run> {
  const loop = loopOf(config, given, data, rewrite)
  const blocks = replay(loop, data)
  for (;;) {
    const state = { isDone: false }
    const failure = attempt(loop, () => void (state.isDone = blocks.next().done === true))
    if (state.isDone || failure !== null) return { result: resultOf(loop, config, failure), failure }
    await pause(loop.end - data.first, data.end - data.first)
  }
}

function loopOf(config: ResolvedConfig, given: Strategy | null, data: MarketData, rewrite: Rewrite | null): Loop {
  const strategy = given ?? planOf(config, data)
  checkLegOverrides(config, strategy)
  checkFeeds(strategy.name, strategy.feeds, data.feeds)
  checkCoverage(strategy.feeds, data)
  const loop = new Loop(config, strategy, data, rewrite)
  checkClearanceFee(config, loop.margins.has('cross'))
  return loop
}

function* replay(loop: Loop, data: MarketData): Generator<void> {
  loop.start()
  for (let from = data.first; from < data.end; from += BLOCK) {
    loop.block(from, Math.min(from + BLOCK, data.end))
    yield
  }
  loop.finish()
}

/** What is thrown in here is the strategy's doing, unless it is an invariant of ours. */
function attempt(loop: Loop, work: () => void): StrategyError | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof InvariantError) throw error
    return new StrategyError(loop.strategy.name, loop.closedAt, error)
  }
}

function planOf(config: ResolvedConfig, data: MarketData): Strategy {
  const { plan, legs } = config.strategy
  if (plan === null) throw new InvariantError('A run needs a strategy or a plan.')
  return planStrategy(plan, {
    candles: data.candles,
    first: data.first,
    end: data.end,
    margin: config.account.margin,
    legs,
  })
}

/** A fee that no liquidation of this run could charge was meant otherwise (rules L5, L6). */
function checkClearanceFee({ execution }: ResolvedConfig, hasCross: boolean): void {
  if (execution.clearanceFeeRate.isZero() || execution.settlement === 'clearance' || hasCross) return
  const message =
    'clearanceFee is charged under clearance and of cross legs; settlement is bankruptcy and no leg is cross'
  throw new InputError('config-conflict', message, {
    where: 'execution.liquidation.clearanceFee',
    hint: 'Write settlement: clearance, or leave the fee out.',
  })
}

/** Throws `InputError` `unknown-leg` where the config overrides a leg that the strategy does not declare. */
export function checkLegOverrides(config: ResolvedConfig, strategy: Strategy): void {
  const declared = Object.keys(strategy.legs)
  for (const name of Object.keys(config.strategy.legs)) {
    if (declared.includes(name)) continue
    const near = nearest(name, declared)
    throw new InputError('unknown-leg', `The strategy '${strategy.name}' has no leg '${name}'`, {
      where: `strategy.legs.${name}`,
      hint:
        near === null
          ? `Its legs: ${declared.join(', ')}.`
          : `Did you mean '${near}'? Its legs: ${declared.join(', ')}.`,
    })
  }
}
