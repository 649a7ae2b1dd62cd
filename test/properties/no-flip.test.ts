import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, sum, ZERO } from '#domain/decimal.js'
import { entrySide } from '#domain/position.js'
import type { FillResult } from '#domain/result.js'
import { arbitraryIsolatedRun, arbitraryRun, resultOf } from './arbitrary-run.js'
import { settings } from './settings.js'

const grows = ({ reason }: FillResult): boolean => reason === 'entry' || reason === 'scale'

it('O7: no exit flips its leg, and the fills of a leg that is closed sum to zero', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const { legs, fills } = resultOf(drawn)
      for (const { id, side, closedAt } of legs) {
        let held = ZERO
        for (const fill of fills.filter(({ leg }) => leg === id)) {
          const adds = fill.side === entrySide(side)
          // In one-way an entry of another leg may reduce, and an exit of one that others have netted add (rule M3).
          if (drawn.venue.positionMode !== 'one-way') expect(adds).toBe(grows(fill))
          held = adds ? held.plus(fill.quantity) : held.minus(fill.quantity)
          expect(held.gte(0)).toBe(true)
        }
        expect(held.isZero()).toBe(closedAt !== null)
      }
    }),
    settings,
  )
})

it('M1: in multi-trade a declared leg holds one position at a time', () => {
  fc.assert(
    fc.property(arbitraryIsolatedRun, (drawn) => {
      const open = new Map<string, number>()
      const held = new Map<number, Decimal>()
      for (const fill of resultOf(drawn).fills) {
        if (fill.reason === 'entry') expect(open.has(fill.name)).toBe(false)
        if (fill.reason === 'entry') open.set(fill.name, fill.leg)
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

it('O8: an entry is a whole number of lots, at least the minimum notional at its expected price', () => {
  fc.assert(
    fc.property(arbitraryRun, (drawn) => {
      const entries = resultOf(drawn).fills.filter(grows)
      for (const { order, expected } of entries) {
        // One that flips a net position is two fills.
        const quantity = sum(entries.filter((fill) => fill.order === order).map((fill) => decimal(fill.quantity)))
        expect(quantity.mod(drawn.venue.lot).toFixed()).toBe('0')
        expect(quantity.times(expected).gte(5)).toBe(true)
      }
    }),
    settings,
  )
})
