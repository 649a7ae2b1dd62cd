import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import type { PlanAction, PlanStep } from '#strategy/plan-steps.js'
import { columnsOf, type Corners } from './arbitrary-market.js'
import { arbitraryPlan, type DrawnStep, stepsOf } from './arbitrary-plan.js'
import { configOf, type DrawnVenue } from './arbitrary-run.js'
import { settings } from './settings.js'

/** The mirror lies at 100.00. Prices stay within 15 of it, so that no leg of leverage 1 comes near liquidation. */
const mirrorAt = 10_000
const most = 1_500

const tick = fc.integer({ min: mirrorAt - most, max: mirrorAt + most })
const wick = fc.integer({ min: 0, max: 300 })

const candle: fc.Arbitrary<Corners> = fc
  .tuple(tick, fc.integer({ min: -300, max: 300 }), wick, wick)
  .map(([open, body, up, down]) => {
    const close = within(open + body)
    return { open, close, high: within(Math.max(open, close) + up), low: within(Math.min(open, close) - down) }
  })

/** Candles of which most open where the one before closed. */
const candles = fc.array(fc.tuple(candle, fc.nat(9)), { minLength: 5, maxLength: 40, size: 'max' }).map((drawn) =>
  drawn.map(([one, gap], at): Corners => {
    const open = gap === 0 || at === 0 ? one.open : drawn[at - 1][0].close
    return { ...one, open, high: Math.max(open, one.high), low: Math.min(open, one.low) }
  }),
)

function within(ticks: number): number {
  return Math.min(mirrorAt + most, Math.max(mirrorAt - most, ticks))
}

const venue: DrawnVenue = {
  balance: 1e9,
  tick: 0.01,
  lot: 0.001,
  maker: 0,
  taker: 0,
  slippageBps: 0,
  path: 'ohlc',
  latencyMinutes: 0,
  closeAtEnd: true,
  maintenanceOn: 'mark',
  closeFeeInTest: false,
  fundingFrom: 'collateral',
  clearanceFee: null,
  limitFill: 'touch',
  liquidity: { thousandths: 10, window: null },
  tiers: [{ width: 1e9, dearer: 4 }],
  later: null,
  schedule: null,
}

/** The linear cases: quantities, prices as levels, leverage 1. */
function linear(drawn: readonly DrawnStep[]): readonly DrawnStep[] {
  return drawn.map((step) => ({
    ...step,
    leverage: 1,
    trailing: null,
    // At least 1.00, so that a mirrored notional is not below the least one.
    size: { form: 'quantity', amount: 100 + step.size.amount },
    stop: againstEntry(step.stop),
    stopLimit: againstEntry(step.stopLimit),
    target: forEntry(step.target),
    second: step.second === null ? null : { ...step.second, at: forEntry(step.second.at) },
  }))
}

function againstEntry(level: DrawnStep['stop']): DrawnStep['stop'] {
  return level !== null && 'fraction' in level ? { favour: -level.fraction * 100 } : level
}

function forEntry<Level extends DrawnStep['target']>(level: Level): Level | { readonly favour: number } {
  return level !== null && 'fraction' in level ? { favour: level.fraction * 100 } : level
}

function mirroredPrice(price: number): number {
  return Math.round(2 * mirrorAt - price * 100) / 100
}

function mirroredStep(step: PlanStep): PlanStep {
  const { action } = step
  const mirrored: Record<string, unknown> = { ...action }
  for (const level of ['limit', 'trigger', 'stop', 'stopLimit', 'target']) {
    if (typeof mirrored[level] === 'number') mirrored[level] = mirroredPrice(mirrored[level])
  }
  if ('targets' in action && Array.isArray(action.targets)) {
    mirrored['targets'] = action.targets.map(({ at, share }) => ({ at: mirroredPrice(at as number), share }))
  }
  if (action.verb === 'open') mirrored['side'] = action.side === 'long' ? 'short' : 'long'
  return { ...step, action: mirrored as unknown as PlanAction }
}

function mirroredCandle({ open, high, low, close }: Corners): Corners {
  const of = (ticks: number) => 2 * mirrorAt - ticks
  return { open: of(open), high: of(low), low: of(high), close: of(close) }
}

function resultOf(ticks: readonly Corners[], plan: readonly PlanStep[], path: 'ohlc' | 'olhc'): BacktestResult {
  const columns = columnsOf(ticks)
  const data = {
    candles: columns,
    mark: columns,
    funding: [],
    feeds: {},
    first: 0,
    end: columns.length,
    fine: null,
    facts: [],
    assumptions: [],
  }
  return run(configOf({ ...venue, path }, plan, columns), null, data).result
}

/** What is the same on both sides of the mirror, prices turned where the result is the mirrored one. */
function outlineOf({ fills, legs, refusals }: BacktestResult, turned: boolean) {
  const price = (text: string) =>
    turned
      ? decimal((2 * mirrorAt) / 100)
          .minus(text)
          .toFixed()
      : text
  const side = <Side extends string>(found: Side, pair: readonly [Side, Side]) =>
    turned ? (found === pair[0] ? pair[1] : pair[0]) : found
  return {
    fills: fills.map((fill) => [
      fill.at,
      fill.name,
      side(fill.side, ['buy', 'sell']),
      price(fill.price),
      fill.quantity,
      fill.reason,
    ]),
    legs: legs.map((leg) => [
      leg.name,
      side(leg.side, ['long', 'short']),
      leg.openedAt,
      leg.closedAt,
      leg.pnl.net,
      leg.mae,
      leg.mfe,
    ]),
    refusals: refusals.map(({ at, leg, code }) => [at, leg, code]),
  }
}

it.each(['ohlc', 'olhc'] as const)(
  'P1: mirrored prices and sides give mirrored fills and the same PnL (%s)',
  (path) => {
    fc.assert(
      fc.property(candles, arbitraryPlan, (ticks, drawn) => {
        const plan = stepsOf(linear(drawn), columnsOf(ticks))
        const straight = resultOf(ticks, plan, path)
        const mirrored = resultOf(ticks.map(mirroredCandle), plan.map(mirroredStep), path === 'ohlc' ? 'olhc' : 'ohlc')
        expect(straight.fills.some(({ reason }) => reason === 'liquidation')).toBe(false)
        expect(outlineOf(mirrored, true)).toEqual(outlineOf(straight, false))
      }),
      settings,
    )
  },
)
