// The two-leg strategy that the engine benchmark runs, and the run config around it.
import { atr, defineStrategy, ema, rsi } from '../dist/index.js'
import { decimal } from '../dist/domain/decimal.js'
import { flatFees } from '../dist/domain/fees.js'

export const settings = {
  coreStop: 60,
  hedgeStop: 60,
  frothRsi: 72,
  calmRsi: 50,
  coreExposure: 1.5,
  hedgeRatio: 0.4,
  coreLeverage: 3,
  hedgeLeverage: 5,
}
export const indicators = { trend: ema(2000), strength: rsi(180), volatility: atr(60) }
export const fees = { maker: 0.0002, taker: 0.0005 }
export const slippage = 0.0002
export const balance = 10_000

/** Core with a stop and re-entry; hedge on RSI with its own leverage and stop. */
export const strategy = defineStrategy({
  name: 'bench',
  legs: {
    core: { side: 'long', leverage: settings.coreLeverage },
    hedge: { side: 'short', leverage: settings.hedgeLeverage, hedges: 'core' },
  },
  indicators: () => indicators,
  onCandle({ candle, equity, indicators: { trend, strength, volatility }, legs: { core, hedge } }) {
    const { close } = candle
    if (core.isFlat && close > trend * 1.01) {
      core.open({ notional: equity * settings.coreExposure, stop: close - settings.coreStop * volatility })
    }
    if (core.isOpen && close < trend * 0.98) core.close()
    if (hedge.isFlat && core.isOpen && strength > settings.frothRsi) {
      hedge.open({ notional: core.notional * settings.hedgeRatio, stop: close + settings.hedgeStop * volatility })
    }
    if (hedge.isOpen && (strength < settings.calmRsi || core.isFlat)) hedge.close()
  },
})

/** The resolved config of the benchmark's runs. */
export const config = {
  name: 'bench',
  data: {
    pair: 'BENCH/USDT:USDT',
    candles: '',
    mark: null,
    fine: null,
    from: null,
    to: null,
    maxGapMs: 86_400_000,
    funding: { kind: 'none' },
    feeds: {},
  },
  instrument: {
    kind: 'perpetual',
    pair: 'BENCH/USDT:USDT',
    tick: decimal('0.01'),
    lot: decimal('0.001'),
    minNotional: decimal(5),
    tierStates: [
      {
        from: 0,
        tiers: [
          { upTo: decimal(10_000), maxLeverage: decimal(75), rate: decimal('0.01'), amount: decimal(0) },
          { upTo: decimal(100_000), maxLeverage: decimal(50), rate: decimal('0.015'), amount: decimal(50) },
          { upTo: decimal(50_000_000), maxLeverage: decimal(25), rate: decimal('0.02'), amount: decimal(550) },
        ],
      },
    ],
    fees: flatFees({ maker: decimal('0.0002'), taker: decimal('0.0005') }),
  },
  account: { balance: decimal(balance), currency: 'USDT', margin: 'isolated', positionMode: 'multi-trade' },
  execution: {
    slippage: { kind: 'bps', bps: decimal(2) },
    path: 'worst',
    latencyMs: 0,
    closeAtEnd: true,
    maintenanceOn: 'mark',
    closeFeeInTest: false,
    fundingFrom: 'collateral',
    settlement: { kind: 'bankruptcy' },
    limitFill: 'touch',
    liquidity: { maxParticipation: decimal(1), volume: 'raw', window: 1 },
    hedgedMaintenance: 'sum',
    clearanceFeeRate: decimal(0),
  },
  analysis: { periodsPerYear: 365, riskFree: 0 },
  strategy: { use: null, plan: null, params: {}, legs: {} },
  seed: 1,
}
