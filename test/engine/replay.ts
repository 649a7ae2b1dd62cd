import type { LegOverride, ResolvedConfig } from '#config/resolved.js'
import type { Candles, MarketData } from '#domain/candles.js'
import { decimal } from '#domain/decimal.js'
import { flatFees } from '#domain/fees.js'
import { HOUR_MS } from '#domain/time.js'
import { type CandleRow, candlesOf } from '#market/candle-builder.js'
import { marketDataOf } from '#market/market-data.js'
import type { PlanStep } from '#strategy/plan-steps.js'

/** The open of the first candle, where a test does not say otherwise. */
export const START = Date.UTC(2025, 0, 1)

/** Hourly candles that close where told; each opens at the close before it and goes no further than the two. */
export function candlesClosing(closes: readonly number[], start: number = START): Candles {
  const rows = closes.map((close, at): CandleRow => {
    const open = closes[Math.max(0, at - 1)]
    return [start + at * HOUR_MS, open, Math.max(open, close), Math.min(open, close), close, 1000]
  })
  return candlesOf(rows).candles
}

/** `length` closes that wander between 90 and 110 and rise a little: enough for every indicator to move. */
export function wandering(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => 100 + 10 * Math.sin(at / 7) * Math.cos(at / 31) + at / 1000)
}

/** What a run replays: no funding, the candles as their own mark. */
export function marketOf(candles: Candles, range: { readonly from?: number; readonly to?: number } = {}): MarketData {
  return marketDataOf({ candles, ...range })
}

export interface Settings {
  readonly params?: ResolvedConfig['strategy']['params']
  readonly legs?: Readonly<Record<string, LegOverride>>
  readonly plan?: readonly PlanStep[]
  readonly closeAtEnd?: boolean
}

/** 1,000 USDT, no slippage, a fee of 0.1 % for takers, none for makers; tick 0.01, lot 0.001. */
export function configOf({ params = {}, legs = {}, plan, closeAtEnd = true }: Settings = {}): ResolvedConfig {
  const tier = {
    upTo: decimal('1000000000'),
    maxLeverage: decimal('125'),
    rate: decimal('0.01'),
    amount: decimal('0'),
  }
  return {
    name: 'test',
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
      tick: decimal('0.01'),
      lot: decimal('0.001'),
      minNotional: decimal('5'),
      tierStates: [{ from: 0, tiers: [tier] }],
      fees: flatFees({ maker: decimal('0'), taker: decimal('0.001') }),
    },
    account: { balance: decimal('1000'), currency: 'USDT', positionMode: 'multi-trade', margin: 'isolated' },
    execution: {
      slippage: { kind: 'bps', bps: decimal('0') },
      path: 'worst',
      latencyMs: 0,
      closeAtEnd,
      maintenanceOn: 'mark',
      closeFeeInTest: false,
      fundingFrom: 'collateral',
      settlement: 'bankruptcy',
      clearanceFeeRate: decimal('0'),
      hedgedMaintenance: 'sum',
      limitFill: 'touch',
      liquidity: { maxParticipation: decimal(1), volume: 'raw', window: 168 },
    },
    analysis: { periodsPerYear: 365, riskFree: 0 },
    twins: true,
    stress: true,
    strategy: { use: null, plan: plan ?? null, params, legs },
    seed: 1,
  }
}
