import type { Candles } from '#domain/candles.js'
import type { BacktestResult, LegResult } from '#domain/result.js'
import { HOUR_MS, iso, timeframeName } from '#domain/time.js'

export const START = Date.UTC(2025, 0, 1)

/** Candles whose open, high, low and close are all the given price. */
export function flatCandles(closes: Float64Array, timeframeMs = HOUR_MS, from = START): Candles {
  return {
    length: closes.length,
    timeframeMs,
    openedAt: Float64Array.from(closes, (_, candle) => from + candle * timeframeMs),
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume: new Float64Array(closes.length).fill(100),
  }
}

/** A result without legs whose equity at each close is as given; the candles are flat at 100. */
export function bareResult(equity: readonly number[], overrides: Partial<BacktestResult> = {}): BacktestResult {
  const candles = overrides.candles ?? flatCandles(new Float64Array(equity.length).fill(100))
  const end = candles.openedAt.at(-1) ?? START
  return {
    status: 'complete',
    error: null,
    name: 'bare',
    strategy: { name: 'Nothing', params: {}, legs: [] },
    data: [
      {
        role: 'candles',
        file: 'candles.csv',
        sha256: 'ab'.repeat(32),
        rows: candles.length,
        from: iso(candles.openedAt[0] ?? START),
        to: iso(end),
        timeframe: timeframeName(candles.timeframeMs),
        gaps: 0,
        synthetic: true,
        real: false,
        notes: [],
      },
    ],
    assumptions: [],
    warnings: [],
    account: {
      currency: 'USDT',
      initial: '1000',
      final: String(equity.at(-1) ?? 1000),
      wallet: String(equity.at(-1) ?? 1000),
      ledgerSum: '0',
      entries: 1,
      insurance: '0',
      shortfall: '0',
      liquidation: { below: null, above: null },
    },
    legs: [],
    fills: [],
    refusals: [],
    positions: { mode: 'multi-trade', merges: [] },
    journal: [],
    levels: [],
    exits: [],
    path: { mode: 'worst', ambiguousCandles: 0, ambiguousAt: [], choices: [], missingFine: null, bracket: null },
    candles,
    mark: candles,
    first: 0,
    end: candles.length,
    warmUp: 0,
    curve: { equity: Float64Array.from(equity), spans: [] },
    indicators: [],
    ...overrides,
  }
}

/** A closed opening whose net is as given, all of it price. */
export function trade(id: number, name: string, net: string): LegResult {
  return {
    id,
    name,
    pair: 'TAO/USDT:USDT',
    side: 'long',
    margin: 'isolated',
    leverage: '2',
    openedAt: START,
    closedAt: START + HOUR_MS,
    entry: '100',
    exit: '101',
    quantity: '1',
    initialMargin: '50',
    liquidationPrice: '51',
    exitReason: 'signal',
    pnl: { price: net, slippage: '0', fees: '0', funding: '0', liquidation: '0', unrealized: '0', net },
    returnOnMargin: '0',
    mae: '0',
    mfe: '0',
    candles: 2,
  }
}
