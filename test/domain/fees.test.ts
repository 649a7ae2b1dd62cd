import { describe, expect, it } from 'vitest'
import { decimal } from '#domain/decimal.js'
import { dependOnVolume, type FeeSchedule, feesAt, flatFees } from '#domain/fees.js'

const tier = (volume30d: number, taker: string) => ({
  volume30d: decimal(volume30d),
  maker: decimal(0),
  taker: decimal(taker),
})

const schedule: FeeSchedule = [
  { from: 1_000, tiers: [tier(0, '0.0005'), tier(1_000_000, '0.0004'), tier(5_000_000, '0.0003')] },
  { from: 2_000, tiers: [tier(0, '0.0006')] },
]

describe('The fees in force', () => {
  it.each([
    [0, '0', '0.0005', 'before the first state, the first'],
    [1_000, '999999.99', '0.0005', 'just below a tier'],
    [1_000, '1000000', '0.0004', 'at its volume'],
    [1_999, '4999999', '0.0004', 'up to the next'],
    [1_999, '99999999', '0.0003', 'in the last for good'],
    [2_000, '99999999', '0.0006', 'the next state from its instant on'],
  ])('at %i with a volume of %s are %s: %s', (instant, volume, taker) => {
    expect(feesAt(schedule, instant, decimal(volume)).taker.toFixed()).toBe(taker)
  })

  it('depend on volume where any state has more than one tier', () => {
    expect(dependOnVolume(schedule)).toBe(true)
    expect(dependOnVolume(schedule.slice(1))).toBe(false)
  })

  it('that are flat are the same always', () => {
    const fees = { maker: decimal('0.0002'), taker: decimal('0.0005') }
    expect(feesAt(flatFees(fees), -1, decimal(1e12))).toMatchObject(fees)
  })
})
