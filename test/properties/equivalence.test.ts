import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal } from '#domain/decimal.js'
import type { BacktestResult } from '#domain/result.js'
import { run } from '#engine/run.js'
import type { PlanStep } from '#strategy/plan-steps.js'
import { type DrawnStep, stepsOf } from './arbitrary-plan.js'
import {
  arbitraryIsolatedRun,
  arbitraryRun,
  configOf,
  dataOf,
  type DrawnRun,
  type DrawnVenue,
} from './arbitrary-run.js'
import { Balances } from './balances.js'
import { settings } from './settings.js'

/** A drawn run with other terms, and its steps changed. */
function played(
  { market, plan, venue }: DrawnRun,
  terms: Partial<DrawnVenue>,
  changed: (steps: readonly PlanStep[]) => readonly PlanStep[] = (steps) => steps,
): BacktestResult {
  const data = dataOf({ market })
  return run(configOf({ ...venue, ...terms }, changed(stepsOf(plan, data.candles)), data.candles), null, data).result
}

/** All that a result says but in which mode it was made. */
function factsOf({ account, legs, fills, refusals, journal, levels, path, curve, warnings }: BacktestResult) {
  return { account, legs, fills, refusals, journal, levels, path, equity: curve.equity, spans: curve.spans, warnings }
}

const oneASide = arbitraryRun.map((drawn) => ({
  ...drawn,
  plan: drawn.plan.map(
    (step): DrawnStep => ({ ...step, ...(step.leg === 'core' ? { side: 'long' } : { side: 'short', leg: 'hedge' }) }),
  ),
}))

it('M2: hedged with one open leg a side is multi-trade, to the last posting', () => {
  fc.assert(
    fc.property(oneASide, (drawn) => {
      expect(factsOf(played(drawn, { positionMode: 'hedged' }))).toEqual(
        factsOf(played(drawn, { positionMode: 'multi-trade' })),
      )
    }),
    settings,
  )
})

it('M3: one-way with one leg is multi-trade, to the last posting', () => {
  const alone = arbitraryRun.map((drawn) => ({
    ...drawn,
    plan: drawn.plan.filter(({ leg, size }) => leg === 'core' && size.form !== 'ratioOf'),
  }))
  fc.assert(
    fc.property(alone, (drawn) => {
      expect(factsOf(played(drawn, { positionMode: 'one-way' }))).toEqual(
        factsOf(played(drawn, { positionMode: 'multi-trade' })),
      )
    }),
    settings,
  )
})

/** Orders are there at once, and a candle's volume is all there to be taken. */
const plainVenue = { latencyMinutes: 0, liquidity: { thousandths: 1_000, window: null } } as const

/** With more volume than any order here asks for. */
function liquid(candles: DrawnRun['market']['candles']): DrawnRun['market']['candles'] {
  return candles.map((candle) => ({ ...candle, volume: 1e9 }))
}

/** The opening of the core at market in a first candle that stands still, and nothing that takes a part of it. */
const wholeWallet: fc.Arbitrary<DrawnRun> = arbitraryIsolatedRun.map(({ market, plan: [core, ...others], venue }) => ({
  market: {
    ...market,
    candles: liquid([{ gap: 0, body: 0, up: 0, down: 0, volume: 1 }, ...market.candles]),
    bases: null,
    funding: market.funding.map((due) => ({ ...due, candle: due.candle + 2, rate: due.rate % 300 })),
  },
  plan: [
    {
      ...core,
      candle: 0,
      early: false,
      size: { form: 'fractionOfEquity', amount: 400 + Math.ceil(core.size.amount / 2) },
      second: null,
      lasting: 'gtc',
    },
    ...others.flatMap((step): DrawnStep[] =>
      step.verb === 'adjust'
        ? [{ ...step, leg: 'core', second: null, candle: 2 + (step.candle % (market.candles.length - 1)) }]
        : [],
    ),
  ],
  venue: {
    ...venue,
    latencyMinutes: 0,
    slippageBps: 0,
    clearanceFee: venue.clearanceFee ?? 0.0125,
    fundingFrom: 'collateral',
  },
}))

it('L4: one leg cross with nothing else is an isolated one with the whole wallet as its collateral, under clearance', () => {
  let liquidated = 0
  let survived = 0
  fc.assert(
    fc.property(wholeWallet, (drawn) => {
      const second = dataOf(drawn).candles.openedAt[1]
      const bare = played(drawn, {}, (steps) => steps.slice(0, 1))
      const amount = availableAfterEntry(bare)
      fc.pre(amount.gt(0) && bare.fills.length > 0 && bare.fills[0].at < second)
      const isolated = played(drawn, {}, ([open, ...rest]) => [
        open,
        { at: second, action: { verb: 'addMargin', leg: 'core', amount: amount.toNumber() } },
        ...rest,
      ])
      fc.pre(!isolated.journal.some(({ what, postings }) => what === 'funding' && postings.some(isCovered)))
      const cross = played(drawn, { margin: 'cross' })
      expect(cross.fills).toEqual(isolated.fills)
      expect(cross.account.final).toBe(isolated.account.final)
      expect(cross.account.insurance).toBe(isolated.account.insurance)
      expect(cross.legs.map(({ pnl }) => pnl)).toEqual(isolated.legs.map(({ pnl }) => pnl))
      if (cross.legs[0].exitReason === 'liquidation') liquidated++
      else survived++
    }),
    { ...settings, numRuns: settings.numRuns * 2 },
  )
  expect(Math.min(liquidated, survived)).toBeGreaterThan(15)
})

/** What was available right after the first entry; zero where there was none. */
function availableAfterEntry({ journal }: BacktestResult): Decimal {
  const entry = journal.findIndex(({ what }) => what === 'entry')
  return new Balances(journal.slice(0, entry + 1)).of(entry < 0 ? 'insurance' : 'available')
}

function isCovered({ account, amount }: BacktestResult['journal'][number]['postings'][number]): boolean {
  return account.startsWith('liquidation:') && amount.startsWith('-')
}

/** A core opened in the first candle; the next two stand still at one price. */
const scaled = fc.tuple(arbitraryRun, fc.integer({ min: 1, max: 4_000 })).map(([{ market, plan, venue }, lots]) => {
  const still = { gap: 0, body: 0, up: 0, down: 0, volume: 1 }
  const [core, ...others] = plan
  return {
    lots,
    drawn: {
      market: {
        ...market,
        candles: liquid([still, still, still, ...market.candles]),
        bases: null,
        funding: market.funding.map((due) => ({ ...due, candle: due.candle + 3 })),
      },
      plan: [
        { ...core, candle: 0, early: false, waiting: null, stop: null, target: null, trailing: null },
        ...others.flatMap((step): DrawnStep[] =>
          ['adjust', 'close', 'cancel'].includes(step.verb)
            ? [{ ...step, leg: 'core', candle: 3 + (step.candle % market.candles.length) }]
            : [],
        ),
      ],
      // What a fee tier counts, and when it counts it, is not the same of one fill and of two.
      venue: { ...venue, ...plainVenue, schedule: null },
    } satisfies DrawnRun,
  }
})

it('M1: scaling a leg in two equal halves of whole lots at one price is scaling it once, within one booking unit', () => {
  let compared = 0
  fc.assert(
    fc.property(scaled, ({ drawn, lots }) => {
      const { openedAt } = dataOf(drawn).candles
      const half = decimal(lots).times(drawn.venue.lot).toNumber()
      const scale = (candle: number, quantity: number): PlanStep => ({
        at: openedAt[candle],
        action: { verb: 'scale', leg: 'core', size: { quantity } },
      })
      const twice = decimal(half).times(2).toNumber()
      const once = played(drawn, {}, ([open, ...rest]) => [open, scale(1, twice), ...rest])
      const halves = played(drawn, {}, ([open, ...rest]) => [open, scale(1, half), scale(2, half), ...rest])
      fc.pre(once.refusals.length === 0 && halves.refusals.length === 0)
      fc.pre(once.fills.some(({ reason }) => reason === 'scale'))
      compared++
      expect(halves.legs.map(({ exitReason }) => exitReason)).toEqual(once.legs.map(({ exitReason }) => exitReason))
      for (const cause of ['price', 'slippage', 'fees', 'funding'] as const) {
        const difference = decimal(halves.legs[0].pnl[cause]).minus(once.legs[0].pnl[cause])
        // Where it is liquidated, at a price that the unit of collateral moves, the two are of one price no longer.
        const unit = once.legs[0].exitReason === 'liquidation' ? 1e-5 : 1e-8
        expect(difference.abs().toNumber(), cause).toBeLessThanOrEqual(unit)
      }
    }),
    settings,
  )
  expect(compared).toBeGreaterThan(20)
})

it('O11: leverage changes no cash PnL of sizes in quantity or notional while nothing is refused or liquidated', () => {
  const sized = arbitraryRun.map(({ market, plan, venue }) => ({
    market,
    plan: plan
      .filter(({ verb }) => !['addMargin', 'removeMargin', 'setLeverage'].includes(verb))
      .map((step): DrawnStep => {
        const form = step.size.form === 'quantity' ? 'quantity' : 'notional'
        return { ...step, size: { form, amount: Math.ceil(step.size.amount / 20) } }
      }),
    venue: { ...venue, slippageBps: 0, balance: 50_000 },
  }))
  let compared = 0
  fc.assert(
    fc.property(sized, fc.constantFrom(1, 2, 3), fc.constantFrom(4, 5, 8), (drawn, low, high) => {
      const at = (leverage: number) => {
        const plan = drawn.plan.map((step): DrawnStep => ({ ...step, leverage }))
        return played({ ...drawn, plan }, {})
      }
      const [one, other] = [at(low), at(high)]
      for (const { refusals, legs, account } of [one, other]) {
        fc.pre(!refusals.some(({ code }) => code === 'margin' || code === 'max-leverage') && account.shortfall === '0')
        fc.pre(!legs.some(({ exitReason }) => exitReason === 'liquidation'))
      }
      compared++
      expect(other.fills).toEqual(one.fills)
      expect(other.legs.map(({ pnl }) => pnl)).toEqual(one.legs.map(({ pnl }) => pnl))
      expect(other.account.final).toBe(one.account.final)
    }),
    settings,
  )
  expect(compared).toBeGreaterThan(100)
})
