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

/** The TAO brackets of Binance in force since October 2024. */
export const taoTiers: readonly Tier[] = (
  [
    [10_000, 75, 0.01, 0],
    [100_000, 50, 0.015, 50],
    [500_000, 25, 0.02, 550],
    [1_000_000, 20, 0.025, 3_050],
    [5_000_000, 10, 0.05, 28_050],
    [10_000_000, 5, 0.1, 278_050],
    [12_500_000, 4, 0.125, 528_050],
    [25_000_000, 2, 0.25, 2_090_550],
    [50_000_000, 1, 0.5, 8_340_550],
  ] as const
).map(([upTo, highest, rate, amount]) => ({
  upTo: decimal(upTo),
  maxLeverage: decimal(highest),
  rate: decimal(rate),
  amount: decimal(amount),
}))
