import type { ExitLevel, Lasting, Reduction, TargetShare, Trailing } from '#domain/command.js'
import { decimal } from '#domain/decimal.js'
import { type FeeSchedule, type FeeTier, undatedFrom } from '#domain/fees.js'
import type { Instrument, TierState } from '#domain/instrument.js'
import { iso, timeframeName } from '#domain/time.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'
import type { ConstantFunding, FeedConfig, FundingConfig, ResolvedConfig, SlippageConfig } from './resolved.js'

type Plain = Readonly<Record<string, unknown>>

/**
 * A resolved config in the words of a config file, every default written out. `pathText` says how an absolute path is
 * written. Decimals are written as numbers: each came from one, or has few enough digits to be one.
 */
export function configDocument(config: ResolvedConfig, pathText: (path: string) => string): Plain {
  const { data, account, execution, strategy } = config
  return {
    name: config.name,
    data: {
      pair: data.pair,
      candles: pathText(data.candles),
      mark: data.mark === null ? null : pathText(data.mark),
      fine: data.fine === null ? null : pathText(data.fine),
      from: data.from === null ? null : iso(data.from),
      to: data.to === null ? null : iso(data.to),
      maxGap: timeframeName(data.maxGapMs),
      funding: fundingDocument(data.funding, pathText),
      feeds: Object.fromEntries(Object.entries(data.feeds).map(([name, feed]) => [name, feedDocument(feed, pathText)])),
    },
    instrument: instrumentDocument(config.instrument),
    account: {
      balance: account.balance.toNumber(),
      currency: account.currency,
      positionMode: account.positionMode,
      margin: account.margin,
    },
    execution: {
      slippage: slippageDocument(execution.slippage),
      path: execution.path,
      latency: execution.latencyMs === 0 ? '0s' : timeframeName(execution.latencyMs),
      limitFill: execution.limitFill,
      closeAtEnd: execution.closeAtEnd,
      liquidity: liquidityDocument(execution.liquidity),
      liquidation: {
        settlement: execution.settlement,
        clearanceFee: execution.clearanceFeeRate.toNumber(),
        hedgedMaintenance: execution.hedgedMaintenance,
        maintenanceOn: execution.maintenanceOn,
        closeFeeInTest: execution.closeFeeInTest,
        fundingFrom: execution.fundingFrom,
      },
    },
    analysis: config.analysis,
    twins: config.twins,
    stress: config.stress,
    strategy: {
      ...(strategy.use === null ? {} : { use: pathText(strategy.use) }),
      ...(strategy.plan === null ? {} : { plan: strategy.plan.map(stepDocument) }),
      params: strategy.params,
      legs: strategy.legs,
    },
    seed: config.seed,
  }
}

function fundingDocument(funding: FundingConfig, pathText: (path: string) => string): unknown {
  if (funding.kind === 'none') return 'none'
  if (funding.kind === 'constant') return constantDocument(funding.constant)
  const { fallback } = funding
  return {
    series: funding.files.map(pathText),
    fallback: fallback === null || fallback === 'zero' ? fallback : constantDocument(fallback),
  }
}

function feedDocument(feed: FeedConfig, pathText: (path: string) => string): Plain {
  const file = pathText(feed.file)
  if (feed.kind === 'candles') return { candles: file, maxGap: timeframeName(feed.maxGapMs) }
  return feed.kind === 'series' ? { series: file, column: feed.column } : { events: file }
}

function constantDocument(constant: ConstantFunding): Plain {
  return { rate: constant.rate.toNumber(), every: timeframeName(constant.everyMs) }
}

function instrumentDocument(instrument: Instrument): Plain {
  const [first, ...later] = instrument.tierStates
  return {
    kind: instrument.kind,
    tick: instrument.tick.toNumber(),
    lot: instrument.lot.toNumber(),
    minNotional: instrument.minNotional.toNumber(),
    fees: feesDocument(instrument.fees),
    tiers:
      first !== undefined && first.from === undatedFrom && later.length === 0
        ? tiersDocument(first)
        : instrument.tierStates.map((state) => ({ from: iso(state.from), tiers: tiersDocument(state) })),
  }
}

/** As flat as it was written: rates alone where there is one tier, no date where there is one state. */
function feesDocument(schedule: FeeSchedule): unknown {
  const rates = ({ maker, taker }: FeeTier): Plain => ({ maker: maker.toNumber(), taker: taker.toNumber() })
  const states = schedule.map(({ tiers }) =>
    tiers.length === 1
      ? rates(tiers[0])
      : { tiers: tiers.map((tier) => ({ volume30d: tier.volume30d.toNumber(), ...rates(tier) })) },
  )
  if (schedule.length === 1 && schedule[0].from === undatedFrom) return states[0]
  return states.map((state, at) => ({ from: iso(schedule[at].from), ...state }))
}

function tiersDocument(state: TierState): readonly Plain[] {
  return state.tiers.map((tier) => ({
    upTo: tier.upTo.toNumber(),
    maxLeverage: tier.maxLeverage.toNumber(),
    rate: tier.rate.toNumber(),
    amount: tier.amount.toNumber(),
  }))
}

/** A window goes with a normal volume alone. */
function liquidityDocument({ maxParticipation, volume, window }: ResolvedConfig['execution']['liquidity']): Plain {
  const share = { maxParticipation: maxParticipation.toNumber(), volume }
  return volume === 'raw' ? share : { ...share, window }
}

function slippageDocument(model: SlippageConfig): Plain {
  switch (model.kind) {
    case 'bps':
      return { bps: model.bps.toNumber() }
    case 'half-spread':
      return { halfSpread: model.halfSpread.toNumber() }
    case 'range-share':
      return { rangeShare: model.share.toNumber() }
    default:
      return { impact: 'square-root', coefficient: model.coefficient.toNumber(), window: model.window }
  }
}

function stepDocument(step: PlanStep): Plain {
  return { at: step.at === 'start' ? 'start' : iso(step.at), [step.action.verb]: actionDocument(step.action) }
}

function actionDocument(action: PlanAction): Plain {
  switch (action.verb) {
    case 'open': {
      const { verb: _, size, leverage, margin, stop, stopLimit, target, targets, trailing, until: __, ...rest } = action
      return {
        ...rest,
        ...lastingDocument(action),
        ...(margin === null ? {} : { margin }),
        ...size,
        ...(leverage === null ? {} : { leverage }),
        ...levels({ stop, stopLimit, target, targets, trailing }),
      }
    }
    case 'scale': {
      const { verb: _, size, until: __, ...rest } = action
      return { ...rest, ...size, ...lastingDocument(action) }
    }
    case 'reduce':
      return { leg: action.leg, by: reductionText(action.by), ...lastingDocument(action) }
    case 'adjust': {
      const { verb: _, stop, stopLimit, target, targets, trailing, ...rest } = action
      return { ...rest, ...levels({ stop, stopLimit, target, targets, trailing }) }
    }
    case 'close':
      return { leg: action.leg, ...lastingDocument(action) }
    default: {
      const { verb: _, ...rest } = action
      return rest
    }
  }
}

interface Levels {
  readonly stop?: ExitLevel | null | undefined
  readonly stopLimit?: ExitLevel | null | undefined
  readonly target?: ExitLevel | null | undefined
  readonly targets?: readonly TargetShare[] | null | undefined
  readonly trailing?: Trailing | null | undefined
}

function levels({ stop, stopLimit, target, targets, trailing }: Levels): Plain {
  return {
    ...(stop === undefined ? {} : { stop: levelText(stop) }),
    ...(stopLimit === undefined ? {} : { stopLimit: levelText(stopLimit) }),
    ...(target === undefined ? {} : { target: levelText(target) }),
    ...(targets === undefined ? {} : { targets: targets === null ? null : targets.map(targetText) }),
    ...(trailing === undefined ? {} : { trailing: trailing === null ? null : trailingText(trailing) }),
  }
}

function targetText({ at, share }: TargetShare): Plain {
  return { at: levelText(at), share: percent(share) }
}

function trailingText({ distance, ...rest }: Trailing): Plain {
  return {
    distance: typeof distance === 'object' && 'fraction' in distance ? percent(distance.fraction) : distance,
    ...rest,
  }
}

function levelText(level: ExitLevel | null): unknown {
  if (typeof level !== 'object' || level === null) return level
  return level.fraction === 0 ? 'entry' : percent(level.fraction)
}

function lastingDocument({ timeInForce, until }: Lasting): Plain {
  return {
    ...(timeInForce === undefined ? {} : { timeInForce }),
    ...(until === undefined ? {} : { until: iso(until) }),
  }
}

function reductionText(by: Reduction): unknown {
  return 'fraction' in by ? percent(by.fraction) : by.quantity
}

function percent(fraction: number): string {
  return `${decimal(fraction).times(100).toFixed()}%`
}
