import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, max, sum, ZERO } from '#domain/decimal.js'
import type { FillReason } from '#domain/event.js'
import type { Entry } from '#domain/journal.js'
import { arbitraryIsolatedRun, resultOf } from './arbitrary-run.js'
import { Balances } from './balances.js'
import { settings } from './settings.js'

it('L1: what is available and every leg’s collateral are never below zero, whatever the entry', () => {
  fc.assert(
    fc.property(arbitraryIsolatedRun, (drawn) => {
      const balances = new Balances()
      for (const entry of resultOf(drawn).journal) {
        balances.post(entry)
        expect(balances.overdrawn()).toEqual([])
      }
    }),
    settings,
  )
})

it('L1: a leg loses no more than the collateral put in and the funding paid from what was available, fees apart', () => {
  fc.assert(
    fc.property(arbitraryIsolatedRun, (drawn) => {
      const { legs, journal } = resultOf(drawn)
      for (const { id, initialMargin, pnl } of legs) {
        const lost = sum([pnl.price, pnl.slippage, pnl.funding, pnl.liquidation].map(decimal))
        const added = sum(marginMoves(journal, id).map((moved) => max(moved, ZERO)))
        const most = decimal(initialMargin).plus(added).plus(fundingFromAvailable(journal, id))
        expect(lost.plus(most).toNumber()).toBeGreaterThanOrEqual(-1e-7)
      }
    }),
    settings,
  )
})

it('L5: at bankruptcy a liquidated leg loses exactly what it was given, fees apart, and leaves no collateral', () => {
  fc.assert(
    fc.property(arbitraryIsolatedRun, (drawn) => {
      fc.pre(drawn.venue.clearanceFee === null)
      const { legs, journal, fills } = resultOf(drawn)
      const balances = new Balances(journal)
      for (const { id, exitReason, initialMargin, pnl } of legs) {
        if (exitReason !== 'liquidation' || fills.some(({ leg, reason }) => leg === id && releases(reason))) continue
        const lost = sum([pnl.price, pnl.slippage, pnl.funding, pnl.liquidation].map(decimal))
        const given = decimal(initialMargin)
          .plus(sum(marginMoves(journal, id)))
          .minus(fundingToAvailable(journal, id))
        expect(lost.plus(given).toFixed()).toBe('0')
        expect(balances.of(`collateral:${id}`).toFixed()).toBe('0')
      }
    }),
    settings,
  )
})

/** What shrinks a leg by an order gives a part of its collateral back. */
function releases(reason: FillReason): boolean {
  return reason !== 'entry' && reason !== 'scale' && reason !== 'liquidation'
}

/** Funding of a leg that moved `available`: positive where it was received. */
function availableMoves(journal: readonly Entry[], id: number): readonly Decimal[] {
  return journal
    .filter(({ what, postings }) => what === 'funding' && postings.some(({ account }) => account === `funding:${id}`))
    .map(({ postings }) => decimal(postings.find(({ account }) => account === 'available')?.amount ?? 0))
}

function fundingToAvailable(journal: readonly Entry[], id: number): Decimal {
  return sum(availableMoves(journal, id))
}

/** What commands moved into a leg's collateral, and out of it (negative). */
function marginMoves(journal: readonly Entry[], id: number): readonly Decimal[] {
  return journal
    .filter(({ what }) => what === 'margin')
    .flatMap(({ postings }) => postings.filter(({ account }) => account === `collateral:${id}`))
    .map(({ amount }) => decimal(amount))
}

function fundingFromAvailable(journal: readonly Entry[], id: number): Decimal {
  return sum(availableMoves(journal, id).map((moved) => max(moved.neg(), ZERO)))
}
