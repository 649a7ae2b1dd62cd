import fc from 'fast-check'
import { decimal, ONE, ZERO } from '#domain/decimal.js'
import type { Tier } from '#domain/instrument.js'

/** One bracket above the one before: how much notional it spans and how much its rate is higher, in thousandths. */
interface DrawnTier {
  readonly width: number
  readonly dearer: number
}

export type DrawnTiers = readonly DrawnTier[]

/** Tables of one to six brackets, the first rate 0.4 % … 2 %. */
export const arbitraryTiers: fc.Arbitrary<DrawnTiers> = fc
  .tuple(
    fc.integer({ min: 4, max: 20 }),
    fc.array(fc.record({ width: fc.integer({ min: 500, max: 60_000 }), dearer: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([rate, tiers]) => tiers.map((tier, at) => (at === 0 ? { ...tier, dearer: rate } : tier)))

/** The table that was drawn, its amounts such that maintenance has no jump; leverage up to half of what the rate bears. */
export function tiersOf(drawn: DrawnTiers): readonly Tier[] {
  const tiers: Tier[] = []
  let [floor, rate, amount] = [ZERO, ZERO, ZERO]
  for (const { width, dearer } of drawn) {
    const step = decimal(dearer).div(1000)
    amount = amount.plus(floor.times(step))
    rate = rate.plus(step)
    if (floor.isZero()) amount = ZERO
    floor = floor.plus(width)
    tiers.push({ upTo: floor, maxLeverage: ONE.div(rate.times(2)).ceil(), rate, amount })
  }
  return tiers
}
