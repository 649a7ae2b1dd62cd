import type { Candles } from '#domain/candles.js'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'

/** 2025-10-10T21:00:00Z. */
export const FIRST_OPEN = Date.UTC(2025, 9, 10, 21)
const HOUR = 3_600_000

export function candlesAt(closes: readonly number[], openedAt = FIRST_OPEN, timeframeMs = HOUR): Candles {
  const column = Float64Array.from(closes)
  return {
    length: closes.length,
    timeframeMs,
    openedAt: Float64Array.from(closes, (_, index) => openedAt + index * timeframeMs),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  }
}

const closedLeg: LegResult = {
  candles: 2,
  id: 1,
  name: 'core',
  pair: 'TAO/USDT:USDT',
  side: 'long',
  margin: 'isolated',
  leverage: '3',
  openedAt: FIRST_OPEN,
  closedAt: FIRST_OPEN + HOUR + 500,
  entry: '300.06',
  exit: '290',
  quantity: '1.5',
  initialMargin: '150.03',
  liquidationPrice: '203.5',
  exitReason: 'stop',
  pnl: {
    net: '-15.52511250',
    price: '-15',
    slippage: '-0.09',
    fees: '-0.42511250',
    funding: '-0.01',
    liquidation: '0',
    unrealized: '0',
  },
  returnOnMargin: '-0.103480053989',
  mae: '-20.1',
  mfe: '0',
}

const openLeg: LegResult = {
  ...closedLeg,
  id: 2,
  name: 'hedge',
  side: 'short',
  closedAt: null,
  exit: null,
  liquidationPrice: null,
  exitReason: null,
  returnOnMargin: null,
  candles: 1,
}

const fill: FillResult = {
  at: FIRST_OPEN,
  leg: 1,
  name: 'core',
  order: 1,
  side: 'buy',
  price: '300.06',
  expected: '300',
  quantity: '1.5',
  fee: '0.22504500',
  slippage: '0.09',
  liquidity: 'taker',
  reason: 'entry',
  phase: 'open',
}

/** Three candles, a closed and an open leg, an entry and a liquidation, two journal entries, a refusal. */
export const sample: BacktestResult = {
  status: 'complete',
  error: null,
  name: 'sample',
  strategy: { name: 'Core and hedge', params: { ratio: 0.4 }, legs: [] },
  data: [
    {
      notes: ['time in seconds'],
      role: 'candles',
      file: 'tao.csv',
      sha256: 'cd'.repeat(32),
      rows: 3,
      from: '2025-10-10T21:00:00Z',
      to: '2025-10-11T00:00:00Z',
      timeframe: '1h',
      gaps: 0,
      synthetic: false,
      real: true,
    },
  ],
  assumptions: ['Funding is zero.'],
  warnings: [],
  account: {
    currency: 'USDT',
    initial: '1000',
    final: '984.4748875',
    wallet: '984.4748875',
    ledgerSum: '0',
    entries: 2,
    insurance: '0',
    shortfall: '0',
    liquidation: { below: null, above: null },
  },
  legs: [closedLeg, openLeg],
  fills: [fill, { ...fill, at: FIRST_OPEN + HOUR, order: null, side: 'sell', reason: 'liquidation', phase: 'path' }],
  refusals: [{ at: FIRST_OPEN + HOUR, leg: 'hedge', code: 'margin', message: 'needs 60, free 12.5' }],
  positions: { mode: 'multi-trade', merges: [] },
  journal: [
    {
      at: FIRST_OPEN,
      what: 'deposit',
      leg: null,
      postings: [
        { account: 'deposits', amount: '-1000' },
        { account: 'available', amount: '1000' },
      ],
    },
    {
      at: FIRST_OPEN,
      what: 'entry',
      leg: 'core',
      postings: [
        { account: 'available', amount: '-150.25504500' },
        { account: 'collateral:1', amount: '150.03' },
        { account: 'fees:1', amount: '0.22504500' },
      ],
    },
  ],
  levels: [],
  exits: [],
  path: { mode: 'worst', ambiguousCandles: 1, ambiguousAt: [1], choices: [], missingFine: null, bracket: null },
  candles: candlesAt([300, 290, 280]),
  mark: candlesAt([300, 290, 280]),
  first: 0,
  end: 3,
  warmUp: 0,
  curve: {
    equity: Float64Array.of(1000, 984.5, 984.5),
    spans: [
      {
        fromCandle: 0,
        wallet: 999.774955,
        collateral: 150.03,
        offset: 0,
        netQuantity: 1.5,
        grossQuantity: 1.5,
        liquidationBelow: 203.5,
        liquidationAbove: Number.NaN,
      },
    ],
  },
  indicators: [],
}
