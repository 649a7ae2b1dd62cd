import { sumAttributions } from '#analysis/attribution.js'
import { type EquitySeries, equityOfRun } from '#analysis/equity-series.js'
import { hedgeFigures, type HedgeFigures } from '#analysis/hedge-figures.js'
import { meanHedgeRatios } from '#analysis/mean-hedge-ratio.js'
import { nakedStretches } from '#analysis/naked-stretches.js'
import { maxDrawdown } from '#analysis/max-drawdown.js'
import { hedgeNames, sharesPositions } from '#analysis/shared-positions.js'
import { significant } from '#analysis/significant.js'
import { totalReturn } from '#analysis/total-return.js'
import type { ResolvedConfig } from '#config/resolved.js'
import type { MarketData } from '#domain/candles.js'
import type { Command, Reduction, Size } from '#domain/command.js'
import { decimal, plain, ZERO } from '#domain/decimal.js'
import { feesAt } from '#domain/fees.js'
import type { Attribution, BacktestResult } from '#domain/result.js'
import type { Rewrite } from '#engine/loop.js'
import { runWithPauses } from '#engine/run.js'
import type { Strategy } from '#strategy/define.js'
import { type HedgeSplit, hedgeSplit } from './hedge-split.js'
import { nakedTiming } from './naked-timing.js'
import { netTwin, type NetTwinRules } from './net-twin.js'

/** One of the accounts that a hedged run is held against, on the same market. */
export interface Twin {
  /** Equity at each close of the run. */
  readonly equity: Float64Array
  /** At the last close, exactly. */
  readonly final: string
  readonly pnl: Attribution
  readonly totalReturn: number | null
  readonly maxDrawdown: number | null
  readonly liquidations: number
}

export interface Twins {
  /** The same run with its hedge commands dropped. */
  readonly unhedged: Twin
  /** The run's net quantity in one position, the wallet its collateral. */
  readonly net: Twin
  /** The core alone × (1 − mean hedge ratio). */
  readonly smallerCore: Twin
  /** Of each leg that is hedged: time-weighted mean of hedge ÷ core while it was open; null where it never was. */
  readonly meanHedgeRatios: Readonly<Record<string, number | null>>
  readonly split: HedgeSplit
  /** Commands of hedge legs that were refused. */
  readonly hedgeRefusals: number
  /** The run against its unhedged twin. */
  readonly figures: HedgeFigures
}

/** The twins of a run, or why there are none: both null where no leg hedges another, or the run is incomplete. */
export interface TwinsFound {
  readonly twins: Twins | null
  /** For a person: the strategy throws without its hedge. */
  readonly error: string | null
}

const none: TwinsFound = { twins: null, error: null }

/** A finished run and what it was made of. */
export interface FinishedRun {
  readonly config: ResolvedConfig
  /** Null for a plan. */
  readonly strategy: Strategy | null
  readonly data: MarketData
  readonly result: BacktestResult
}

/**
 * The twins of a run that has a hedge leg. Two more runs of the engine, and one of the net position; `pause` is awaited
 * between blocks of candles.
 */
export async function twinsOf(
  { config, strategy, data, result }: FinishedRun,
  pause: () => Promise<void> = async () => {},
): Promise<TwinsFound> {
  const hedges = hedgeNames(result)
  if (hedges.size === 0 || result.status !== 'complete') return none
  const ratios = meanHedgeRatios(result)
  const unhedged = await runWithPauses(config, strategy, data, pause, withoutLegs(hedges))
  const smaller = await runWithPauses(config, strategy, data, pause, smallerCore(hedges, ratios))
  const failure = unhedged.failure ?? smaller.failure
  if (failure !== null) return { twins: null, error: `without its hedge the strategy threw: ${failure.message}` }
  const net = netTwin(result, data, rulesOf(config, data))
  const legs = result.legs.map(({ name, pnl }) => ({ isHedge: hedges.has(name), pnl }))
  const totals = {
    hedges: sumAttributions(legs.filter(({ isHedge }) => isHedge).map(({ pnl }) => pnl)),
    cores: sumAttributions(legs.filter(({ isHedge }) => !isHedge).map(({ pnl }) => pnl)),
    unhedged: totalOf(unhedged.result),
    net: net.pnl,
    smaller: totalOf(smaller.result),
    areApart: !sharesPositions(result),
    naked: nakedTiming(nakedStretches(result), result, smaller.result),
  }
  const twins = {
    unhedged: twinOf(unhedged.result),
    net: netTwinOf(net, result),
    smallerCore: twinOf(smaller.result),
    meanHedgeRatios: Object.fromEntries(ratios),
    split: hedgeSplit(totals),
    hedgeRefusals: result.refusals.filter(({ leg }) => hedges.has(leg)).length,
    figures: hedgeFigures(equityOfRun(result), equityOfRun(unhedged.result)),
  }
  return { twins, error: null }
}

/** How the venue tests the net position and settles it; a closing fee at the taker rate of the run's beginning. */
function rulesOf({ instrument, execution }: ResolvedConfig, data: MarketData): NetTwinRules {
  const { taker } = feesAt(instrument.fees, data.candles.openedAt[data.first], ZERO)
  return {
    instrument,
    maintenance: { maintenanceOn: execution.maintenanceOn, closeFeeRate: execution.closeFeeInTest ? taker : ZERO },
    clearanceFeeRate: execution.settlement === 'clearance' ? execution.clearanceFeeRate : null,
  }
}

/** Commands of these legs never reach the exchange. */
function withoutLegs(legs: ReadonlySet<string>): Rewrite {
  return (command) => (legs.has(command.leg) ? null : command)
}

/** Hedge legs dropped, and every amount of the others times 1 − their mean hedge ratio; nothing where that is none or less. */
function smallerCore(hedges: ReadonlySet<string>, ratios: ReadonlyMap<string, number | null>): Rewrite {
  return (command) => {
    const share = 1 - (ratios.get(command.leg) ?? 0)
    return hedges.has(command.leg) || share <= 0 ? null : scaled(command, share)
  }
}

function scaled(command: Command, share: number): Command {
  const times = (value: number): number => decimal(value).times(share).toNumber()
  switch (command.kind) {
    case 'open':
    case 'scale':
      return { ...command, size: scaledSize(command.size, times) }
    case 'reduce':
      return { ...command, by: scaledReduction(command.by, times) }
    case 'addMargin':
    case 'removeMargin':
      return { ...command, amount: times(command.amount) }
    default:
      return command
  }
}

/** A size relative to another leg follows that leg. */
function scaledSize(size: Size, times: (value: number) => number): Size {
  if ('ratioOf' in size) return size
  const [[form, value]] = Object.entries(size) as [[string, number]]
  return { [form]: times(value) } as unknown as Size
}

function scaledReduction(by: Reduction, times: (value: number) => number): Reduction {
  return 'fraction' in by ? by : { quantity: times(by.quantity) }
}

function totalOf(result: BacktestResult): Attribution {
  return sumAttributions(result.legs.map(({ pnl }) => pnl))
}

function twinOf(result: BacktestResult): Twin {
  const { initial, final } = result.account
  return {
    ...figuresOf(equityOfRun(result), initial, final),
    pnl: totalOf(result),
    liquidations: result.legs.filter(({ exitReason }) => exitReason === 'liquidation').length,
  }
}

function netTwinOf({ equity, pnl, liquidatedAt }: ReturnType<typeof netTwin>, result: BacktestResult): Twin {
  const { initial } = result.account
  const final = plain(decimal(initial).plus(pnl.net))
  const series = { ...equityOfRun(result), values: equity }
  return { ...figuresOf(series, initial, final), pnl, liquidations: liquidatedAt === null ? 0 : 1 }
}

function figuresOf(series: EquitySeries, initial: string, final: string) {
  return {
    equity: series.values,
    final,
    totalReturn: significant(totalReturn(initial, final)),
    maxDrawdown: significant(maxDrawdown(series).depth),
  }
}
