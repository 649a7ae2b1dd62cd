import fc from 'fast-check'
import type { ResolvedConfig } from '#config/resolved.js'
import type { Candles, MarketData } from '#domain/candles.js'
import { decimal, ZERO } from '#domain/decimal.js'
import { type Fees, type FeeSchedule, type FeeTier, flatFees } from '#domain/fees.js'
import type { HedgedMaintenance } from '#domain/pool.js'
import type { MarginMode, PositionMode } from '#domain/position.js'
import type { BacktestResult, PathMode } from '#domain/result.js'
import { MINUTE_MS } from '#domain/time.js'
import { run } from '#engine/run.js'
import { laidFine } from '#market/fine.js'
import type { PlanStep } from '#strategy/plan-steps.js'
import { fineOf } from './arbitrary-fine.js'
import { arbitraryMarket, candlesOf, type DrawnMarket, fundingOf, markOf } from './arbitrary-market.js'
import { arbitraryPlan, type DrawnStep, stepsOf } from './arbitrary-plan.js'
import { arbitraryTiers, type DrawnTiers, tiersOf } from './arbitrary-tiers.js'

export interface DrawnVenue {
  readonly balance: number
  readonly tick: number
  readonly lot: number
  readonly maker: number
  readonly taker: number
  readonly slippageBps: number
  readonly path: PathMode
  readonly latencyMinutes: number
  readonly closeAtEnd: boolean
  readonly maintenanceOn: 'mark' | 'entry'
  readonly closeFeeInTest: boolean
  readonly fundingFrom: 'collateral' | 'wallet'
  /** Fee of a clearance; null settles at bankruptcy. */
  readonly clearanceFee: number | null
  readonly limitFill: 'touch' | 'through'
  /** Share of a candle's volume in thousandths, and candles over which volumes are normal; null takes each its own. */
  readonly liquidity: { readonly thousandths: number; readonly window: number | null }
  readonly positionMode: PositionMode
  /** Of legs that name none. */
  readonly margin: MarginMode
  readonly hedgedMaintenance: HedgedMaintenance
  readonly tiers: DrawnTiers
  /** A second table, in force from this candle on; null: the first stays. */
  readonly later: { readonly candle: number; readonly tiers: DrawnTiers } | null
  /** Half the fees from a 30-day volume on; twice all of them from a candle on. Null: they stay. */
  readonly schedule: { readonly volume: number; readonly candle: number } | null
}

/** Everything that a run depends on, as plain numbers, so that a counterexample can be read. */
export interface DrawnRun {
  readonly market: DrawnMarket
  readonly plan: readonly DrawnStep[]
  readonly venue: DrawnVenue
}

const arbitraryVenue: fc.Arbitrary<DrawnVenue> = fc.record({
  balance: fc.oneof(fc.integer({ min: 50, max: 2_000 }), fc.integer({ min: 2_000, max: 50_000 })),
  tick: fc.constantFrom(0.01, 0.01, 0.05),
  lot: fc.constantFrom(0.001, 0.001, 0.1, 0.25),
  maker: fc.constantFrom(0, 0.0002, 0.001),
  taker: fc.constantFrom(0, 0.0005, 0.003),
  slippageBps: fc.constantFrom(0, 0, 2.5, 20, 300),
  path: fc.constantFrom('ohlc', 'olhc', 'nearest', 'worst', 'best'),
  latencyMinutes: fc.constantFrom(0, 0, 0, 0, 0, 0, 0.005, 7, 20, 60, 100),
  closeAtEnd: fc.boolean(),
  maintenanceOn: fc.constantFrom('mark', 'entry'),
  closeFeeInTest: fc.boolean(),
  fundingFrom: fc.constantFrom('collateral', 'wallet'),
  clearanceFee: fc.constantFrom(null, null, 0, 0.0125, 0.05),
  limitFill: fc.constantFrom('touch', 'touch', 'through'),
  liquidity: fc.record({
    thousandths: fc.oneof({ weight: 2, arbitrary: fc.constant(1_000) }, fc.integer({ min: 1, max: 100 })),
    window: fc.constantFrom(null, null, 3),
  }),
  positionMode: fc.constantFrom('multi-trade', 'multi-trade', 'hedged', 'one-way'),
  margin: fc.constantFrom('isolated', 'cross'),
  hedgedMaintenance: fc.constantFrom('sum', 'larger', 'net'),
  tiers: arbitraryTiers,
  later: fc.option(fc.record({ candle: fc.nat(59), tiers: arbitraryTiers }), { freq: 2 }),
  schedule: fc.option(fc.record({ volume: fc.integer({ min: 100, max: 20_000 }), candle: fc.nat(59) }), { freq: 2 }),
})

const anyRun: fc.Arbitrary<DrawnRun> = fc.record({
  market: arbitraryMarket(5, 60),
  plan: arbitraryPlan,
  venue: arbitraryVenue,
})

/** The core takes nearly all that is free and then owes funding, so that little is left for that and the fees of exits. */
const allIn: fc.Arbitrary<DrawnRun> = anyRun.map(({ market, plan: [core, ...others], ...rest }) => ({
  ...rest,
  market: { ...market, funding: [...market.funding, { candle: core.candle + 1, phase: 'open', rate: owed(core) }] },
  plan: [{ ...core, size: { form: 'fractionOfEquity', amount: 1_000 - (core.size.amount % 60) } }, ...others],
}))

function owed({ side, size }: DrawnStep): number {
  return (side === 'long' ? 1 : -1) * (5_000 + 15 * size.amount)
}

/** A core and nearly as much on the other side, on one wallet: what one of them loses the other's profit may hold. */
const nearlyHedged: fc.Arbitrary<DrawnRun> = fc
  .tuple(anyRun, fc.integer({ min: 300, max: 480 }), fc.integer({ min: 420, max: 520 }))
  .map(([{ market, plan, venue }, amount, ratio]) => {
    const [core, ...others] = plan
    const bare = {
      ...core,
      margin: 'cross',
      leverage: 10,
      stop: null,
      target: null,
      second: null,
      trailing: null,
      waiting: null,
      lasting: 'gtc',
    } as const
    const hedge = { ...bare, leg: 'hedge', side: core.side === 'long' ? 'short' : 'long' } as const
    return {
      // With more volume than they ask for, so that both sides are there.
      market: { ...market, candles: market.candles.map((candle) => ({ ...candle, volume: 1e9 })) },
      plan: [
        { ...bare, size: { form: 'fractionOfEquity', amount } },
        { ...hedge, size: { form: 'ratioOf', amount: ratio } },
        ...others.slice(-4),
        // One side alone may be closed: where it has lost more than the wallet, the other's profit stands in.
        ...[bare, hedge]
          .slice(amount % 3, (amount % 3) + 1)
          .map((leg) => ({ ...leg, verb: 'close' as const, candle: bare.candle + 3 })),
      ],
      venue: { ...venue, margin: 'cross', latencyMinutes: 0, liquidity: { thousandths: 1_000, window: null } },
    }
  })

const separate = fc.oneof({ weight: 3, arbitrary: anyRun }, allIn)

/** Any candles, any plan, any venue: every position mode, isolated and cross legs side by side. */
export const arbitraryRun = fc.oneof({ weight: 5, arbitrary: separate }, { weight: 2, arbitrary: nearlyHedged })

/** Each leg a position of its own that answers with its own collateral. */
export const arbitraryIsolatedRun: fc.Arbitrary<DrawnRun> = separate.map(({ market, plan, venue }) => ({
  market,
  plan: plan.map((step) => ({ ...step, margin: null })),
  venue: { ...venue, positionMode: 'multi-trade', margin: 'isolated' },
}))

/** The market data that were drawn. */
export function dataOf({ market }: Pick<DrawnRun, 'market'>): MarketData {
  const candles = candlesOf(market)
  const mark = markOf(market, candles)
  const run = { first: 0, end: candles.length }
  const fine = market.fine === null ? null : fineOf(market.fine, candles)
  return {
    candles,
    mark,
    fine: laidFine(candles, mark, fine, run, 'drawn').fine,
    funding: fundingOf(market, candles),
    feeds: {},
    ...run,
    facts: [],
    assumptions: [],
  }
}

/** The config that was drawn, for `plan` over `candles`. */
export function configOf(venue: DrawnVenue, plan: readonly PlanStep[], candles: Candles): ResolvedConfig {
  const { later } = venue
  const opens = (candle: number) => candles.openedAt[candle % candles.length]
  const second = later === null ? [] : [{ from: opens(later.candle), tiers: tiersOf(later.tiers) }]
  return {
    name: 'drawn',
    data: {
      pair: 'TAO/USDT',
      candles: '',
      mark: null,
      fine: null,
      from: null,
      to: null,
      maxGapMs: 0,
      funding: { kind: 'none' },
      feeds: {},
    },
    instrument: {
      kind: 'perpetual',
      pair: 'TAO/USDT',
      tick: decimal(venue.tick),
      lot: decimal(venue.lot),
      minNotional: decimal(5),
      tierStates: [{ from: opens(0) - 1, tiers: tiersOf(venue.tiers) }, ...second],
      fees: feesOf(venue, opens),
    },
    account: {
      balance: decimal(venue.balance),
      currency: 'USDT',
      positionMode: venue.positionMode,
      margin: venue.margin,
    },
    execution: {
      slippage: { kind: 'bps', bps: decimal(venue.slippageBps) },
      path: venue.path,
      latencyMs: venue.latencyMinutes * MINUTE_MS,
      closeAtEnd: venue.closeAtEnd,
      maintenanceOn: venue.maintenanceOn,
      closeFeeInTest: venue.closeFeeInTest,
      fundingFrom: venue.fundingFrom,
      limitFill: venue.limitFill,
      liquidity: {
        maxParticipation: decimal(venue.liquidity.thousandths).div(1_000),
        volume: venue.liquidity.window === null ? 'raw' : 'normalised',
        window: venue.liquidity.window ?? 168,
      },
      settlement: venue.clearanceFee === null ? 'bankruptcy' : 'clearance',
      clearanceFeeRate: decimal(venue.clearanceFee ?? 0),
      hedgedMaintenance: venue.hedgedMaintenance,
    },
    analysis: { periodsPerYear: 8_760, riskFree: 0 },
    twins: true,
    stress: true,
    strategy: { use: null, plan, params: {}, legs: {} },
    seed: 1,
  }
}

function feesOf({ maker, taker, schedule }: DrawnVenue, opens: (candle: number) => number): FeeSchedule {
  const times = (factor: number): Fees => ({ maker: decimal(maker).times(factor), taker: decimal(taker).times(factor) })
  if (schedule === null) return flatFees(times(1))
  const tiers = (factor: number): readonly FeeTier[] => [
    { volume30d: ZERO, ...times(factor) },
    { volume30d: decimal(schedule.volume), ...times(factor / 2) },
  ]
  return [
    { from: opens(0) - 1, tiers: tiers(1) },
    { from: opens(schedule.candle), tiers: tiers(2) },
  ]
}

/** The result of what was drawn. */
export function resultOf(drawn: DrawnRun): BacktestResult {
  const data = dataOf(drawn)
  return run(configOf(drawn.venue, stepsOf(drawn.plan, data.candles), data.candles), null, data).result
}
