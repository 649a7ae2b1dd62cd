import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, ZERO } from '#domain/decimal.js'
import { entrySide, exitSide } from '#domain/position.js'
import type { FillResult } from '#domain/result.js'
import { arbitraryRun, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'
import { Volumes } from './volumes.js'

const grows = ({ reason }: FillResult): boolean => reason === 'entry' || reason === 'scale'

it('O7: no exit flips its leg, and the fills of a leg that is closed sum to zero', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const { legs, fills } = resultOf(drawn)
      for (const { id, side, closedAt } of legs) {
        let held = ZERO
        for (const fill of fills.filter(({ leg }) => leg === id)) {
          expect(fill.side).toBe(grows(fill) ? entrySide(side) : exitSide(side))
          held = held.plus(grows(fill) ? fill.quantity : decimal(fill.quantity).neg())
          expect(held.gte(0)).toBe(true)
        }
        expect(held.isZero()).toBe(closedAt !== null)
      }
    }),
    settings,
  )
})

it('M1: a declared leg holds one position at a time', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const open = new Map<string, number>()
      const openedBy = new Map<number, number | null>()
      const held = new Map<number, Decimal>()
      for (const fill of resultOf(drawn).fills) {
        // A later part of an entry is of the order that opened the leg.
        if (fill.reason === 'entry' && open.has(fill.name)) expect(openedBy.get(fill.leg)).toBe(fill.order)
        else if (fill.reason === 'entry') {
          expect(openedBy.has(fill.leg)).toBe(false)
          open.set(fill.name, fill.leg)
          openedBy.set(fill.leg, fill.order)
        }
        expect(open.get(fill.name)).toBe(fill.leg)
        const before = held.get(fill.leg) ?? ZERO
        const after = grows(fill) ? before.plus(fill.quantity) : before.minus(fill.quantity)
        held.set(fill.leg, after)
        if (after.isZero()) open.delete(fill.name)
      }
    }),
    settings,
  )
})

it('O8: an entry is a whole number of lots, and as an order at least the minimum notional at its expected price', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const volumes = new Volumes(drawn)
      const begun = new Set<number | null>()
      for (const fill of resultOf(drawn).fills) {
        const left = volumes.take(fill)
        if (!grows(fill)) continue
        const quantity = decimal(fill.quantity)
        expect(quantity.mod(drawn.venue.lot).toFixed()).toBe('0')
        const isWhole = left.gte(drawn.venue.lot) && !begun.has(fill.order)
        if (isWhole) expect(quantity.times(fill.expected).gte(5)).toBe(true)
        begun.add(fill.order)
      }
    }),
    settings,
  )
})

it('O9: the fills of a candle together take no more than their share of its volume', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const volumes = new Volumes(drawn)
      for (const fill of resultOf(drawn).fills) expect(volumes.take(fill).gte(0)).toBe(true)
    }),
    settings,
  )
})
