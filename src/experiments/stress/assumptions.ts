import type { ResolvedConfig, SlippageConfig } from '#config/resolved.js'
import { indexAtOrAfter, type MarketData } from '#domain/candles.js'
import { decimal, min, ONE, ZERO } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'
import { HOUR_MS } from '#domain/time.js'
import type { AccountSpan, BacktestResult, PathMode } from '#domain/result.js'

/** One assumption of a run, made worse (or, for a path, other): what the run is played again with. */
export interface StressedAssumption {
  /** A word that stays the same from run to run. */
  readonly name: 'fees' | 'slippage' | 'funding' | 'latency' | 'path-worst' | 'path-best' | 'tiers'
  /** What was changed, in words. */
  readonly change: string
  readonly config: ResolvedConfig
  readonly data: MarketData
}

const FEE_FACTOR = 2
const SLIPPAGE_FACTOR = 3
/** Added to or taken from the rates of funding over 8 hours, against the net side: 0.01 %. */
const FUNDING_SHIFT = 0.0001
const FUNDING_PERIOD_MS = 8 * HOUR_MS

/**
 * The assumptions of a run that can be made worse. Left out is what would change nothing: a path that the run took itself,
 * fees or slippage of zero, funding where there is no print, tiers where there is one alone.
 */
export function stressedAssumptions(
  config: ResolvedConfig,
  data: MarketData,
  result: BacktestResult,
): readonly StressedAssumption[] {
  const own = { config, data }
  const candidates: readonly (StressedAssumption | null)[] = [
    { ...own, name: 'fees', change: `fees × ${FEE_FACTOR}`, config: withFees(config) },
    { ...own, name: 'slippage', change: `slippage × ${SLIPPAGE_FACTOR}`, config: withSlippage(config) },
    data.funding.length === 0
      ? null
      : {
          ...own,
          name: 'funding',
          change: 'funding 0.01% per 8 h against the net side',
          data: withFunding(data, result),
        },
    { ...own, name: 'latency', change: 'latency one candle more', config: withLatency(config, data) },
    withPath(config, data, 'worst'),
    withPath(config, data, 'best'),
    { ...own, name: 'tiers', change: 'margin tiers one step stricter', config: withTiers(config) },
  ]
  return candidates.filter((one) => one !== null).filter((one) => one.config !== config || one.data !== data)
}

function withFees(config: ResolvedConfig): ResolvedConfig {
  const { fees } = config.instrument
  if (fees.every(({ tiers }) => tiers.every(({ maker, taker }) => maker.isZero() && taker.isZero()))) return config
  const doubled = fees.map((state) => ({
    ...state,
    tiers: state.tiers.map((tier) => ({
      ...tier,
      maker: tier.maker.times(FEE_FACTOR),
      taker: tier.taker.times(FEE_FACTOR),
    })),
  }))
  return { ...config, instrument: { ...config.instrument, fees: doubled } }
}

/** Capped where a model would leave its range. */
const BPS_MAX = 9_999

function withSlippage(config: ResolvedConfig): ResolvedConfig {
  const slippage = tripled(config.execution.slippage)
  return slippage === null ? config : { ...config, execution: { ...config.execution, slippage } }
}

function tripled(model: SlippageConfig): SlippageConfig | null {
  switch (model.kind) {
    case 'bps':
      return model.bps.isZero() ? null : { ...model, bps: min(model.bps.times(SLIPPAGE_FACTOR), decimal(BPS_MAX)) }
    case 'half-spread':
      return model.halfSpread.isZero() ? null : { ...model, halfSpread: model.halfSpread.times(SLIPPAGE_FACTOR) }
    case 'range-share':
      return model.share.isZero() ? null : { ...model, share: min(model.share.times(SLIPPAGE_FACTOR), ONE) }
    default:
      return { ...model, coefficient: model.coefficient.times(SLIPPAGE_FACTOR) }
  }
}

/** Up where the run was net long when the print was due, down where it was net short, as it is where it was flat. */
function withFunding(data: MarketData, { curve, first }: BacktestResult): MarketData {
  const fromCandle = Float64Array.from(curve.spans, (span: AccountSpan) => span.fromCandle)
  const netQuantityAfter = (candle: number): number => {
    const at = indexAtOrAfter(fromCandle, candle + 1) - 1
    return candle < first || at < 0 ? 0 : curve.spans[at].netQuantity
  }
  const funding = data.funding.map((due, at) => ({
    ...due,
    rate:
      due.rate +
      shiftOf(data.funding, at) * Math.sign(netQuantityAfter(due.phase === 'open' ? due.candle - 1 : due.candle)),
  }))
  return { ...data, funding }
}

/** By the time that a print pays for: a print that is missing beside it makes it no longer. */
function shiftOf(funding: MarketData['funding'], at: number): number {
  const before = at > 0 ? funding[at].at - funding[at - 1].at : Infinity
  const after = at + 1 < funding.length ? funding[at + 1].at - funding[at].at : Infinity
  const periodMs = Math.min(before, after)
  return periodMs === Infinity ? FUNDING_SHIFT : (FUNDING_SHIFT * periodMs) / FUNDING_PERIOD_MS
}

function withLatency(config: ResolvedConfig, { candles }: MarketData): ResolvedConfig {
  const latencyMs = config.execution.latencyMs + candles.timeframeMs
  return { ...config, execution: { ...config.execution, latencyMs } }
}

function withPath(config: ResolvedConfig, data: MarketData, path: PathMode & ('worst' | 'best')): StressedAssumption {
  const along = config.execution.path === path ? config : { ...config, execution: { ...config.execution, path } }
  return { name: `path-${path}`, change: `${path} price path`, config: along, data }
}

/** Each tier takes the rate and the maximum leverage of the one above it; amounts are such that tiers meet. */
function withTiers(config: ResolvedConfig): ResolvedConfig {
  const { tierStates } = config.instrument
  if (tierStates.every(({ tiers }) => tiers.length === 1)) return config
  const stricter = tierStates.map((state) => ({ ...state, tiers: stepped(state.tiers) }))
  return { ...config, instrument: { ...config.instrument, tierStates: stricter } }
}

function stepped(tiers: readonly Tier[]): readonly Tier[] {
  let amount = ZERO
  return tiers.map(({ upTo }, at) => {
    const { rate, maxLeverage } = tiers[Math.min(at + 1, tiers.length - 1)]
    if (at > 0) amount = amount.plus(tiers[at - 1].upTo.times(rate.minus(tiers[at].rate)))
    return { upTo, rate, maxLeverage, amount }
  })
}
