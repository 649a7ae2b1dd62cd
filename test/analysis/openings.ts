import type { FillPhase, FillReason } from '#domain/event.js'
import type { BacktestResult, FillResult, LegResult } from '#domain/result.js'
import { HOUR_MS } from '#domain/time.js'
import { START, trade } from './bare-result.js'

/** An opening by the candles in which it opens and closes, each with its phase (by default the open). */
export interface Opening {
  readonly name: string
  readonly opens: number
  readonly closes: number | null
  readonly opensIn?: FillPhase
  readonly closesIn?: FillPhase
  readonly reason?: 'signal' | 'liquidation'
  readonly net?: string
}

/** Legs and fills of openings, in the order given; their ids count from 1. Fills of one candle keep that order. */
export function openings(given: readonly Opening[]): Pick<BacktestResult, 'legs' | 'fills'> {
  const fills: FillResult[] = []
  const legs = given.map((one, index): LegResult => {
    const { name, opens, closes, opensIn = 'open', closesIn = 'open', reason = 'signal', net = '0' } = one
    fills.push(fillOf(index + 1, name, opens, opensIn, 'entry'))
    if (closes !== null) fills.push(fillOf(index + 1, name, closes, closesIn, reason))
    return {
      ...trade(index + 1, name, net),
      openedAt: START + opens * HOUR_MS,
      closedAt: closes === null ? null : START + closes * HOUR_MS,
      exitReason: closes === null ? null : reason,
    }
  })
  return { legs, fills: fills.toSorted((one, other) => one.at - other.at) }
}

function fillOf(leg: number, name: string, candle: number, phase: FillPhase, reason: FillReason): FillResult {
  return {
    at: START + candle * HOUR_MS,
    leg,
    name,
    order: 1,
    side: reason === 'entry' ? 'buy' : 'sell',
    price: '100',
    expected: '100',
    quantity: '1',
    fee: '0',
    slippage: '0',
    liquidity: 'taker',
    reason,
    phase,
  }
}

/** A strategy with a core and a hedge of it. */
export const coreAndHedge = {
  name: 'Core and hedge',
  params: {},
  legs: [
    { name: 'core', side: 'long', leverage: 2, hedges: null },
    { name: 'hedge', side: 'short', leverage: 2, hedges: 'core' },
  ],
} as const
